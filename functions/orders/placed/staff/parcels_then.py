"""A parcel as it was at a moment. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from functions.orders.model.shipment import Shipment
from functions.orders.placed.staff.told import Told
from functions.shared.plain.tracking import TrackingStatus


def parcels_then(shipments: Sequence[Shipment], told: Told, at: str) -> list[Shipment]:
    return [_then(one, told) for one in shipments if one.created_at <= at]


def _then(one: Shipment, told: Told) -> Shipment:
    """Of which nothing was told since, it is as it stands."""
    stopped = told.since("shipment.cancelled", shipment_id=one.id) or told.since("order.cancelled")
    if not told.since(shipment_id=one.id) and not stopped:
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
