"""Queue `promotion-events`: order.paid, order.released, order.refunded, order.refund_failed, customer.registered, rfm.changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.promotions.coupons.welcome import welcome
from functions.promotions.group_buys.take_place import take_place
from functions.promotions.offers.confirm_uses import confirm_uses
from functions.promotions.offers.note_refund import note_refund
from functions.promotions.offers.past_basket import basket_keys, remember_paid, rounds
from functions.promotions.offers.return_uses import return_writes
from functions.promotions.store.rfm import note_rfm
from functions.promotions.store.used_records import still_reserved, used_keys
from functions.shared.events.batches import all_events
from functions.shared.events.contracts.customers import CustomerRegistered, RfmChanged
from functions.shared.events.contracts.orders import OrderPaid, OrderRefunded, OrderRefundFailed, OrderReleased, OrderSummary
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import data_of
from functions.shared.outside.observability import correlated
from functions.shared.outside.time_left import in_time
from functions.shared.store.again import again
from functions.shared.store.records import find_many, together
from functions.shared.store.transactions import transact


def _paid(told: Sequence[Envelope]) -> None:
    """What several orders used, what they bought and who bought it is one read, and their baskets are one write."""
    causes = {one.subject: one.correlation_id for one in told}
    for some in rounds(data_of(envelope, OrderPaid) for envelope in told):
        ids = [one.order.order_id for one in some]
        found = find_many(together(basket_keys(some), used_keys(ids)))
        reserved = still_reserved(ids, found)
        for order in (one.order for one in some if one.order.order_id in reserved):
            with correlated(causes.get(order.order_id, "")):
                again(lambda one=order: confirm_uses(one.order_id, one.total))  # type: ignore[misc]
        remember_paid(some, found)
        for one in some:
            _in_group(one.order, one.paid_at)


def _in_group(order: OrderSummary, at: str) -> None:
    if order.group_id:
        take_place(order.order_id, at)


def _released(envelope: Envelope) -> None:
    """Money that is held on a card is as good as paid for a place."""
    released = data_of(envelope, OrderReleased)
    _in_group(released.order, released.released_at)


def _refunded(envelope: Envelope) -> None:
    """Only orders know which money was theirs: a second payment that goes back leaves the coupon used."""
    refunded = data_of(envelope, OrderRefunded)
    again(lambda: note_refund(refunded.order.order_id, refunded))
    if refunded.fully:
        again(lambda: transact(return_writes(refunded.order.order_id, actor=SYSTEM, on_refund=True).writes))


def _refund_failed(envelope: Envelope) -> None:
    """A coupon that was given back with it stays so: it may have been used again."""
    failed = data_of(envelope, OrderRefundFailed)
    again(lambda: note_refund(failed.order_id, failed))


@in_time
def react(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    each = {
        OrderRefunded.TYPE: _refunded,
        OrderRefundFailed.TYPE: _refund_failed,
        OrderReleased.TYPE: _released,
        CustomerRegistered.TYPE: lambda envelope: welcome(data_of(envelope, CustomerRegistered)),
        RfmChanged.TYPE: lambda envelope: note_rfm(data_of(envelope, RfmChanged)),
    }
    return all_events(event, {OrderPaid.TYPE: _paid}, each, consumer="promotion-events")
