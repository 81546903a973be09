"""Payments as their payer or staff may see them: whoever may see the order, may see its payments."""

from __future__ import annotations

from functions.orders import payable
from functions.payments.store.records import PaymentRecord
from functions.payments.store.repository import attempt_of, find_payment, payments_of
from functions.shared.auth.caller import Caller
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page


def payment_for(payment_id: str, *, caller: Caller, order_token: str | None) -> PaymentRecord:
    """Raises NotFound for an unknown payment and for a stranger alike."""
    record = find_payment(payment_id)
    if record is None:
        raise NotFound("There is no such payment.")
    try:
        payable(attempt_of(record).order_id, caller=caller, order_token=order_token)
    except NotFound:
        raise NotFound("There is no such payment.") from None
    return record


def payments_for(order_id: str, *, caller: Caller, order_token: str | None, limit: int, cursor: str | None) -> Page[PaymentRecord]:
    """The payments of an order, oldest first."""
    payable(order_id, caller=caller, order_token=order_token)
    return payments_of(order_id, limit=limit, cursor=cursor)
