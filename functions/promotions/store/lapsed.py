"""A coupon that was given for an order, as goodwill, is used, comes back, or ends without having been used for good: told apart, since
somebody booked its cost."""

from __future__ import annotations

from functions.promotions.model.uses import Use, Uses
from functions.promotions.store.records import CodeRecord, PromotionsTable
from functions.promotions.store.used_records import use_event
from functions.shared.events.contracts.promotions import GivenCouponLapsed, GivenCouponReturned, GivenCouponUsed
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


def given_used_writes(uses: Uses, use: Use, *, actor: Actor, returned: bool = False) -> list[Write]:
    """Beside the write that redeems it, or by which it comes back (`returned`)."""
    if not use.given_for:
        return []
    order_id, _, compensation_id = use.given_for.partition("#")
    kind = GivenCouponReturned if returned else GivenCouponUsed
    return [use_event(kind(use.coupon_id or "", order_id, compensation_id, uses.order_id, use.amount), uses, use, actor)]
