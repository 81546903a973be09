"""Face: paying on a plain page, without a script: which methods work there, and starting one."""

from __future__ import annotations

from collections.abc import Mapping

from functions.payments.attempts.methods import Method, methods_for
from functions.payments.attempts.start_payment import Wish, start_payment
from functions.payments.model.attempt import NextAction
from functions.payments.providers import provider_codes, provider_named
from functions.payments.store.payment_settings import payment_settings
from functions.payments.store.records import PaymentsTable
from functions.shared.auth.caller import Caller
from functions.shared.http.idempotency import key_for
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import Money

STEPS = frozenset({"redirect", "form_post", "qr_code", "instructions", "none"})
"""What a page can do by itself; a key for the shop's own script or app it cannot use."""


def page_methods(amount: Money, country: str, device: str, *, takes_cash: bool = True) -> list[Method]:
    """Those of the order whose next step a plain page can take."""
    found = methods_for(amount, country, device, payment_settings(), takes_cash=takes_cash)
    return [one for one in found if _step(one) in STEPS]


def pay_on_page(order_id: str, method: Method, *, caller: Caller, once: str, return_url: str, client_ip: str) -> NextAction:
    """The payer's next step. The same `once` goes on with the same payment, so that a button pressed twice asks for the money once.

    Raises what `start_payment` does, Invalid also for a method that a page cannot do.
    """
    if method.provider not in provider_codes() or _step(method) not in STEPS:
        raise Invalid.field("/method", "unsupported_method", "It needs the shop's own page or app.")
    wish = Wish(order_id, method.provider, method.method, return_url, client_ip=client_ip)
    name = f"page {once} {method.provider}.{method.method}"
    key = key_for(PaymentsTable, name, person="", by_resource=True, operation="pay on the order's page", path=name, body=b"")
    record = start_payment(wish, caller=caller, order_token=None, key=key, remember=lambda _: [])
    return load(NextAction, record.next_action) if record.next_action else NextAction("none")


def _step(method: Method) -> str:
    steps: Mapping[str, str] = provider_named(method.provider).caps.steps
    return steps.get(method.method, "redirect")
