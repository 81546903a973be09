"""Face: an order's parcels as a warehouse needs them."""

from __future__ import annotations

from dataclasses import dataclass

from functions.orders.model.shipment import Shipment
from functions.orders.store.shipments import parcels_of


@dataclass(frozen=True)
class LineToPick:
    """`bins`: how many pieces were taken from which bin of the parcel's warehouse; "" for those from none."""

    line_id: str
    variant_id: str
    sku: str
    quantity: int
    bins: dict[str, int]


@dataclass(frozen=True)
class ParcelToPick:
    """`planned`: its plan is carried out. `counts`: it is to be sent, or on its way. `collected`: its carrier has it."""

    shipment_id: str
    order_id: str
    number: str
    warehouse_id: str
    merchant_id: str
    carrier: str
    service: str
    planned: bool
    counts: bool
    collected: bool
    lines: list[LineToPick]


def parcels_to_pick(order_id: str) -> list[ParcelToPick]:
    """One Query. Raises NotFound."""
    return [_parcel(one) for one in parcels_of(order_id).shipments]


def _parcel(one: Shipment) -> ParcelToPick:
    return ParcelToPick(
        shipment_id=one.id,
        order_id=one.order_id,
        number=one.number,
        warehouse_id=one.warehouse_id,
        merchant_id=one.merchant_id,
        carrier=one.carrier,
        service=one.service,
        planned=bool(one.planned_at),
        counts=one.counts,
        collected=bool(one.shipped_at),
        lines=[LineToPick(line.line_id, line.variant_id, line.sku, line.quantity, line.shelf) for line in one.lines],
    )
