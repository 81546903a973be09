"""Face: what the payments domain needs to know of an order before it asks a provider for money."""

from __future__ import annotations

from dataclasses import dataclass

from functions.orders.access import visible_order
from functions.orders.deadline import deadline_of
from functions.orders.first_paid import lapsed
from functions.orders.states import Status
from functions.shared.auth.caller import Caller
from functions.shared.money import Money

OFFER_LAPSED = "offer_lapsed"


@dataclass(frozen=True)
class Payable:
    """`status` is the order's own state: only ``pending_payment`` may be paid, and until `payment_deadline`. ``offer_lapsed``: it has
    the price of a first order, and another one was paid first (first_paid.py)."""

    order_id: str
    number: str
    status: str
    amount: Money
    payment_deadline: str
    customer_id: str | None
    language: str
    country: str


def payable(order_id: str, *, caller: Caller, order_token: str | None) -> Payable:
    """The order as a payer sees it. Raises NotFound unless the caller is its buyer or staff with orders.read. One GetItem,
    one more for an order with a newcomer offer."""
    record, order = visible_order(order_id, caller=caller, order_token=order_token)
    open_but_lapsed = record.status == Status.PENDING_PAYMENT and lapsed(order)
    return Payable(
        order_id=order.id,
        number=order.number,
        status=OFFER_LAPSED if open_but_lapsed else record.status,
        amount=Money(order.totals.total, order.currency),
        payment_deadline=deadline_of(record, order),
        customer_id=order.customer_id,
        language=order.language,
        country=order.address.country,
    )
