"""A parcel came back without having arrived, and its buyer still wants what was in it: its pieces lie where they were taken from, and wait
for another parcel as any that are still to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.aftersales import unsettled_pieces
from functions.orders.model.order_refund import RefundState
from functions.orders.model.pieces import pieces_of
from functions.orders.model.shipment import Shipment, ShipmentLine
from functions.orders.shipping.waybills import SHIPPABLE, on_parcels
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_state import is_planned
from functions.shared.events.contracts.shipments import HandedOverLine, ShipmentSentAgain
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Fault, Invalid, NotFound
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.transactions import Remember, Write, transact
from functions.stock import shelves_for


@dataclass(frozen=True)
class _SentLine:
    """What after-sales are asked about: pieces that left, and refunds of such."""

    line_id: str
    quantity: int
    sent: int
    paid_back: Mapping[str, int]


def send_again(
    order_id: str, shipment_id: str, wanted: Mapping[str, int] | None, *, actor: Actor, remember: Remember[Shipment]
) -> Shipment:
    """The parcel, with so many of its pieces by line the order's again; None: all that can be. Raises NotFound; Invalid (422
    `unknown_line`); Conflict (409) `not_came_back`, `exchange_parcel`, `order_not_shippable`, `pieces_put_right` for pieces that went back
    or are in a case, or may be those: of a line of which some arrived and some came back nobody knows which ones a case is about."""

    def attempt(parcels: Parcels) -> Shipment:
        before = _came_back(parcels, shipment_id)
        inside = {line.line_id: line.inside - line.paid_back for line in before.lines}
        if unknown := [n for n, line_id in enumerate(wanted or ()) if line_id not in inside]:
            raise Invalid(
                "These are not in the parcel.",
                faults=[Fault(f"/lines/{n}/line_id", "unknown_line", "The parcel has no such line.") for n in unknown],
                code="unknown_line",
            )
        free = {line_id: min(pieces, inside[line_id]) for line_id, pieces in _free(parcels).items() if line_id in inside}
        pieces = dict(wanted) if wanted is not None else {line_id: count for line_id, count in free.items() if count}
        if not pieces or any(count > free[line_id] for line_id, count in pieces.items()):
            raise Conflict(
                "Of these pieces the money went back, or they are in a case.", code="pieces_put_right",
                free=[{"line_id": line_id, "quantity": count} for line_id, count in free.items()],
            )  # fmt: skip
        known = _on_its_shelf(parcels, before)
        lines = [replace(one, sent_again=one.sent_again + pieces.get(one.line_id, 0)) for one in known.lines]
        sent = parcels.as_written(replace(known, lines=lines))
        writes = write_parcel(parcels.with_shipment(known), sent, actor=actor)
        transact([*writes, _told(parcels, sent, pieces, actor), *remember(sent)])
        fact("shipment.sent_again", order_id=order_id, shipment_id=shipment_id, pieces=sum(pieces.values()))
        return sent

    return on_parcels(order_id, attempt)


def _came_back(parcels: Parcels, shipment_id: str) -> Shipment:
    found = parcels.find(shipment_id)
    if found is None:
        raise NotFound("There is no such shipment.")
    if parcels.order.case_id:
        raise Conflict("What was exchanged for its pieces went back by itself.", code="exchange_parcel")
    if parcels.status not in SHIPPABLE or parcels.holding.all_back:
        raise Conflict(f"An order that is {parcels.status} cannot be shipped.", code="order_not_shippable", current=parcels.status.value)
    if found.status is not TrackingStatus.RETURNED or found.delivered_at:
        raise Conflict("The parcel did not come back undelivered.", code="not_came_back", parcel_status=found.status.value)
    return found


def _free(parcels: Parcels) -> dict[str, int]:
    """By line, pieces that came back and that nobody was given anything for. What went back, or is in a case, counts as one of those: of
    several of a line nobody knows which."""
    pieces = pieces_of(parcels.holding)
    lines = [_SentLine(name, one.shipped, one.shipped, _paid_back(parcels, name)) for name, one in pieces.items()]
    unsettled = unsettled_pieces(parcels.order.id, lines)
    return {name: max(0, unsettled[name] - (one.shipped - one.returned)) for name, one in pieces.items()}


def _paid_back(parcels: Parcels, line_id: str) -> dict[str, int]:
    """Pieces that had left, by refund."""
    asked = [one for one in parcels.holding.refunds if one.state in (RefundState.PENDING, RefundState.SUCCEEDED)]
    found = {
        one.refund_id: sum(line.quantity for line in one.lines if line.line_id == line_id) - one.withdrawn.get(line_id, 0) for one in asked
    }
    return {refund_id: pieces for refund_id, pieces in found.items() if pieces > 0}


def _on_its_shelf(parcels: Parcels, parcel: Shipment) -> Shipment:
    """Pieces that no plan took from a shelf lie on one of the parcel's warehouse, else of the shop's first."""
    if not is_planned(parcels.record) or all(line.shelf for line in parcel.lines):
        return parcel
    warehouse = parcel.warehouse_id or next((one.id for one in shelves_for([parcel.lines[0].variant_id]).warehouses), "")

    def lying(line: ShipmentLine) -> ShipmentLine:
        return line if line.shelf else replace(line, shelf={"": line.inside - line.paid_back})

    return replace(parcel, warehouse_id=warehouse, lines=[*map(lying, parcel.lines)]) if warehouse else parcel


def _told(parcels: Parcels, parcel: Shipment, pieces: Mapping[str, int], actor: Actor) -> Write:
    skus = {line.line_id: line.sku for line in parcels.order.lines}
    lines = [HandedOverLine(line_id, skus[line_id], count) for line_id, count in pieces.items()]
    payload = ShipmentSentAgain(parcel.id, parcel.order_id, parcels.order.number, lines)
    return event_put(OrdersTable, order_pk(parcel.order_id), payload, subject=parcel.id, actor=actor, cause=f"again {parcel.version}")
