"""A coupon that was given for an order, as goodwill, ends without having been used for good: told apart, since somebody booked its cost."""

from __future__ import annotations

from functions.promotions.store.records import CodeRecord, PromotionsTable
from functions.shared.events.contracts.promotions import GivenCouponLapsed
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.store.transactions import Write


def lapsed_writes(record: CodeRecord, *, actor: Actor) -> list[Write]:
    """Beside the write that ends it. Nothing for one that was not given for an order."""
    if not record.given_for:
        return []
    order_id, _, compensation_id = record.given_for.partition("#")
    told = GivenCouponLapsed(record.coupon_id, order_id, compensation_id)
    return [event_put(PromotionsTable, record.pk, told, subject=record.coupon_id, actor=actor)]
