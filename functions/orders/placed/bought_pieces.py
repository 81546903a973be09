"""Face: what came to the buyer of an order, for whoever puts right what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from functions.orders.model.order import Order
from functions.orders.model.order_refund import paid_back_of
from functions.orders.store.access import checked, owns
from functions.orders.store.shipments import Parcels, parcels_of
from functions.shared.auth.caller import Caller
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.tracking import TrackingStatus


@dataclass(frozen=True)
class BoughtLine:
    """`sent`: pieces that have left in parcels. `paid_back`: of which money went back or is about to, by refund,
    whether they had left or not. `delivered_at`: when the last of its parcels arrived, None while none has. `arrivals`,
    `departures`: when pieces arrived, and left, and how many."""

    line_id: str
    variant_id: str
    sku: str
    category_id: str | None
    quantity: int
    sent: int
    delivered_at: str | None
    warehouse_id: str
    arrivals: tuple[tuple[str, int], ...] = ()
    paid_back: Mapping[str, int] = field(default_factory=dict)
    departures: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class BoughtPieces:
    """`is_buyer`: whether who asked is its buyer (else staff). `version`: of the order, as it was read."""

    order: Order
    lines: dict[str, BoughtLine]
    is_buyer: bool
    version: int = 0


def bought_pieces(order_id: str, *, caller: Caller, order_token: str | None) -> BoughtPieces:
    """For its buyer, or for staff with orders.read. Raises NotFound for anybody else. One Query."""
    found = parcels_of(order_id)
    order = checked(found.record, caller=caller, order_token=order_token)
    lines = {line.line_id: _line(found, line.line_id) for line in order.lines}
    return BoughtPieces(order, lines, owns(found.record, order, caller, order_token), int(found.record.version))


def _line(found: Parcels, line_id: str) -> BoughtLine:
    line = next(one for one in found.order.lines if one.line_id == line_id)
    left = [one for one in found.shipments if one.counts and one.shipped_at and one.status is not TrackingStatus.RETURNED]
    holding = [(parcel, packed) for parcel in left for packed in parcel.lines if packed.line_id == line_id]
    arrived = [parcel.delivered_at for parcel, _ in holding if parcel.delivered_at]
    return BoughtLine(
        line_id,
        line.variant_id,
        line.sku,
        line.category_id,
        line.quantity,
        sum(packed.quantity for _, packed in holding),
        max(arrived, default=None),
        next((parcel.warehouse_id for parcel, _ in reversed(holding) if parcel.warehouse_id), ""),
        tuple((parcel.delivered_at, packed.quantity) for parcel, packed in holding if parcel.delivered_at),
        paid_back_of(found.holding.refunds, line_id),
        tuple((parcel.shipped_at or "", packed.quantity) for parcel, packed in holding),
    )
