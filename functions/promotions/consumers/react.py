"""Queue `promotion-events`: order.paid, order.refunded, customer.registered."""

from __future__ import annotations

from typing import Any

from functions.promotions.coupons.welcome import welcome
from functions.promotions.offers.confirm_uses import confirm_uses
from functions.promotions.offers.past_basket import remember_paid
from functions.promotions.offers.return_uses import return_writes
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.events.contracts.orders import OrderPaid, OrderRefunded
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import data_of
from functions.shared.outside.time_left import in_time
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def _paid(envelope: Envelope) -> None:
    paid = data_of(envelope, OrderPaid)
    again(lambda: confirm_uses(paid.order.order_id))
    remember_paid(paid)


def _refunded(envelope: Envelope) -> None:
    """Only orders know which money was theirs: a second payment that goes back leaves the coupon used."""
    refunded = data_of(envelope, OrderRefunded)
    if refunded.fully:
        again(lambda: transact(return_writes(refunded.order.order_id, actor=SYSTEM, on_refund=True).writes))


@in_time
def react(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {
        OrderPaid.TYPE: _paid,
        OrderRefunded.TYPE: _refunded,
        CustomerRegistered.TYPE: lambda envelope: welcome(data_of(envelope, CustomerRegistered)),
    }
    return each_event(event, handlers, consumer="promotion-events")
