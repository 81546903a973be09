"""Face: an order is paid by what its buyer let us keep, in the call that places it."""

from __future__ import annotations

from dataclasses import replace

from functions.payments.attempts.schemas import PaymentView, payment_view
from functions.payments.attempts.start_payment import Wish, start_payment
from functions.payments.saved.pay_with import method_to_pay
from functions.payments.saved.wallets import wallet_of
from functions.payments.store.records import PaymentsTable
from functions.shared.auth.caller import Caller
from functions.shared.http.idempotency import IdempotencyKey
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Remember


def method_for_order(caller: Caller, method_id: str | None) -> str:
    """The named one, else the default. Raises as `method_to_pay` does; Invalid (422 `payment_method_missing`) when nothing is kept."""
    if method_id is None:
        default = wallet_of(caller.id).default
        if default is None:
            raise Invalid.field(
                "/payment_method_id", "payment_method_missing", "Nothing is kept to pay with: pay an order with `save` first."
            )
        method_id = default.id
    return method_to_pay(caller, method_id).id


def pay_by_kept(
    order_id: str,
    method_id: str,
    *,
    caller: Caller,
    key: IdempotencyKey,
    return_url: str,
    client_ip: str,
    device: str,
    remember: Remember[PaymentView],
) -> PaymentView:
    """Raises as `start_payment` does. The same key goes on with the same payment."""
    wish = Wish(order_id, "", None, return_url, client_ip=client_ip, saved_id=method_id, device=device)
    own = replace(key, operation=f"{key.operation} pay", model=PaymentsTable)
    record = start_payment(wish, caller=caller, order_token=None, key=own, remember=lambda record: remember(payment_view(record)))
    return payment_view(record)
