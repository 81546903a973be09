"""Payments as their payer or staff may see them: whoever may see the order, may see its payments."""

from __future__ import annotations

from functions.orders import payable
from functions.payments.providers import provider_codes
from functions.payments.store.payment_lists import payments_listed
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


def staff_payments(
    order_id: str | None, status: str | None, provider: str | None, *, caller: Caller, limit: int, cursor: str | None
) -> Page[PaymentRecord]:
    """Of the shop, or of an order: it has a hundred at most, so a page of some of them may be short."""
    if not order_id:
        return payments_listed(provider_codes(), status=status, provider=provider, limit=limit, cursor=cursor)
    page = payments_for(order_id, caller=caller, order_token=None, limit=limit, cursor=cursor)
    fitting = [one for one in page.data if status in (None, one.status) and provider in (None, attempt_of(one).provider)]
    return Page(fitting, page.next_cursor)
