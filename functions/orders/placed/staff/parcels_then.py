"""A parcel as it was at a moment. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from functions.orders.model.order_refund import OrderRefund
from functions.orders.model.shipment import Shipment
from functions.orders.placed.staff.told import Told
from functions.shared.plain.tracking import TrackingStatus


def parcels_then(shipments: Sequence[Shipment], refunds: Sequence[OrderRefund], told: Told, at: str) -> list[Shipment]:
    """`refunds`: as they are now."""
    later = any(one.requested_at > at and any(line.quantity for line in one.lines) for one in refunds)
    return [_then(one, told, may_be_emptied=later) for one in shipments if one.created_at <= at]


def _then(one: Shipment, told: Told, *, may_be_emptied: bool) -> Shipment:
    """Of which nothing was told since, it is as it stands. That a refund took all out of it no event of it tells."""
    stopped = [*told.since("shipment.cancelled", shipment_id=one.id), *told.since("order.cancelled")]
    is_emptied = may_be_emptied and one.status is TrackingStatus.CANCELLED
    if not told.since(shipment_id=one.id) and not stopped and not is_emptied:
        return one
    made, moved = told.last("shipment.created", shipment_id=one.id), told.last("shipment.tracked", shipment_id=one.id)
    left = any(told.all(name, shipment_id=one.id) for name in ("shipment.handed_over", "order.shipped"))
    # Who hands a parcel over by hand tells no scan of it.
    status = TrackingStatus(moved.data["status"]) if moved else TrackingStatus.PICKED_UP if left else TrackingStatus.PENDING
    arrived = any(event.data["status"] == TrackingStatus.DELIVERED for event in told.all("shipment.tracked", shipment_id=one.id))
    if told.last("shipment.cancelled", shipment_id=one.id):
        status = TrackingStatus.CANCELLED
    anew = Counter[str]()
    for event in told.since("shipment.sent_again", shipment_id=one.id):
        anew.update({line["line_id"]: line["quantity"] for line in event.data["lines"]})
    return replace(
        one,
        waybill=one.waybill if made else "",
        status=status,
        shipped_at=one.shipped_at if left else None,
        delivered_at=one.delivered_at if arrived else None,
        lines=[replace(line, sent_again=line.sent_again - anew[line.line_id]) for line in one.lines],
    )
