"""A parcel as plain data, and what an order's parcels say together. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace

from functions.orders.order import Order
from functions.orders.states import FulfilmentStatus
from functions.orders.tracking_status import HANDED_OVER, TraceEvent, TrackingStatus, in_order, status_after

MAX_EVENTS = 200


@dataclass(frozen=True)
class ShipmentLine:
    line_id: str
    variant_id: str
    sku: str
    quantity: int


@dataclass(frozen=True)
class Shipment:
    """Without a `waybill` it is being created: its quantities are taken, the courier may or may not know of it."""

    id: str
    order_id: str
    number: str
    carrier: str
    lines: list[ShipmentLine]
    created_at: str
    eta: str
    waybill: str = ""
    label_url: str = ""
    warehouse_id: str = ""
    status: TrackingStatus = TrackingStatus.PENDING
    events: list[TraceEvent] = field(default_factory=list)
    shipped_at: str | None = None
    delivered_at: str | None = None

    @property
    def counts(self) -> bool:
        """Whether its quantities are on the way or arrived; a cancelled parcel frees them for another one."""
        return self.status is not TrackingStatus.CANCELLED


def traced(shipment: Shipment, events: Iterable[TraceEvent]) -> Shipment:
    """The parcel with `events` merged into its trace; the very same value when they say nothing new.

    A trace keeps the latest 200 events: one item must not grow without bound because of what a courier sends.
    """
    merged = in_order([*shipment.events, *events])
    return replace(
        shipment,
        events=merged[-MAX_EVENTS:],
        status=status_after(merged, shipment.status),
        shipped_at=_earliest(shipment.shipped_at, merged, HANDED_OVER),
        delivered_at=_earliest(shipment.delivered_at, merged, {TrackingStatus.DELIVERED}),
    )


def _earliest(known: str | None, events: Iterable[TraceEvent], of: Set[TrackingStatus]) -> str | None:
    times = [event.at for event in events if event.known in of]
    return min([*times, known] if known else times, default=None)


def remaining(order: Order, shipments: Sequence[Shipment]) -> dict[str, int]:
    """Per line id, the ordered quantity that no parcel holds yet."""
    taken: Counter[str] = Counter()
    for shipment in shipments:
        if shipment.counts:
            taken.update({line.line_id: line.quantity for line in shipment.lines})
    return {line.line_id: line.quantity - taken[line.line_id] for line in order.lines}


def fulfilment_status(order: Order, shipments: Sequence[Shipment]) -> FulfilmentStatus:
    """The derived axis of an order: counted are parcels that have left."""
    parcels = [s for s in shipments if s.counts]
    left = [s for s in parcels if s.shipped_at]
    if not left:
        return FulfilmentStatus.UNFULFILLED
    if any(remaining(order, left).values()):
        return FulfilmentStatus.PARTIAL
    if all(s.status is TrackingStatus.RETURNED for s in left):
        return FulfilmentStatus.RETURNED
    return FulfilmentStatus.DELIVERED if all(s.delivered_at for s in left) else FulfilmentStatus.FULFILLED
