"""Queue `payment-orders`: what orders tell, and what becomes of ways to pay that are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.payments.attempts.capture_payment import capture_shipped
from functions.payments.attempts.deadline import follow_order
from functions.payments.goodwill.lapse import give_rest_again, take_cost_back, take_rest_back
from functions.payments.refunds import follow_amendments as amending
from functions.payments.refunds import follow_orders as refunding
from functions.payments.saved.keep import forget_removed, keep_agreed
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.order_amendments import OrderAmended, OrderAmendmentEnded, OrderAmendmentRequested
from functions.shared.events.contracts.order_notes import OrderHoldExtended
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaymentSetAside, OrderShipped, ShipmentCreated, ShipmentTracked
from functions.shared.events.contracts.payment_notes import PaymentMethodAgreed, PaymentMethodRemoved
from functions.shared.events.contracts.promotions import GivenCouponLapsed, GivenCouponReturned, GivenCouponUsed
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside.time_left import in_time

# One call to a provider at its slowest (exchange.py), and the writes after it.
_ONE_CALL = 12.0


def _follow(extended: OrderHoldExtended) -> None:
    follow_order(extended.order_id, extended.payment_deadline)


def _capture_held(kind: type[OrderShipped | ShipmentCreated | ShipmentTracked]) -> Callable[[Envelope], None]:
    """A parcel handed over by hand is told by its creation, another one by its trace."""
    return lambda envelope: capture_shipped(data_of(envelope, kind).order_id)


@in_time
def follow_orders(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {
        OrderPaymentSetAside.TYPE: lambda envelope: refunding.return_set_aside(data_of(envelope, OrderPaymentSetAside)),
        OrderDisputeClosed.TYPE: lambda envelope: refunding.return_won(data_of(envelope, OrderDisputeClosed)),
        OrderCancelled.TYPE: lambda envelope: refunding.end_payments(data_of(envelope, OrderCancelled)),
        OrderAmended.TYPE: lambda envelope: amending.follow_amended(data_of(envelope, OrderAmended)),
        OrderAmendmentRequested.TYPE: lambda envelope: amending.follow_requested(data_of(envelope, OrderAmendmentRequested)),
        OrderAmendmentEnded.TYPE: lambda envelope: amending.follow_ended(data_of(envelope, OrderAmendmentEnded)),
        PaymentMethodAgreed.TYPE: lambda envelope: keep_agreed(data_of(envelope, PaymentMethodAgreed)),
        PaymentMethodRemoved.TYPE: lambda envelope: forget_removed(data_of(envelope, PaymentMethodRemoved)),
        GivenCouponLapsed.TYPE: lambda envelope: take_cost_back(data_of(envelope, GivenCouponLapsed), envelope.occurred_at),
        GivenCouponUsed.TYPE: lambda envelope: take_rest_back(data_of(envelope, GivenCouponUsed), envelope.occurred_at),
        GivenCouponReturned.TYPE: lambda envelope: give_rest_again(data_of(envelope, GivenCouponReturned), envelope.occurred_at),
        OrderHoldExtended.TYPE: lambda envelope: _follow(data_of(envelope, OrderHoldExtended)),
        **{kind.TYPE: _capture_held(kind) for kind in (OrderShipped, ShipmentCreated, ShipmentTracked)},
    }
    return each_event(event, handlers, consumer="payment-orders", needs=_ONE_CALL)
