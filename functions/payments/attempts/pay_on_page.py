"""Face: paying on a plain page, without a script. Of its own, since the page is looked at more often than paid on (ADR 34)."""

from __future__ import annotations

from functions.payments.attempts.methods import Method
from functions.payments.attempts.on_page import works_on_page
from functions.payments.attempts.start_payment import Wish, start_payment
from functions.payments.model.attempt import NextAction
from functions.payments.providers import is_provider
from functions.payments.store.next_actions import action_of
from functions.payments.store.records import PaymentsTable
from functions.shared.auth.caller import Caller
from functions.shared.http.idempotency import key_for
from functions.shared.plain.errors import Invalid


def pay_on_page(order_id: str, method: Method, *, caller: Caller, once: str, return_url: str, client_ip: str) -> NextAction:
    """The payer's next step. The same `once` goes on with the same payment, so that a button pressed twice asks for the money once.

    Raises what `start_payment` does, Invalid also for a method that a page cannot do.
    """
    if not is_provider(method.provider) or not works_on_page(method):
        raise Invalid.field("/method", "unsupported_method", "It needs the shop's own page or app.")
    wish = Wish(order_id, method.provider, method.method, return_url, client_ip=client_ip)
    name = f"page {once} {method.provider}.{method.method}"
    key = key_for(PaymentsTable, name, person="", by_resource=True, operation="pay on the order's page", path=name, body=b"")
    record = start_payment(wish, caller=caller, order_token=None, key=key, remember=lambda _: [])
    return action_of(record)
