"""Where every piece of an order is: one count per line and place, derived from the order, its parcels and its refunds. Pure.

Each piece is in one place: reserved (not paid yet), waiting (sold, in no parcel), in a parcel, shipped, or cancelled (it will not be
sent: the order ended, or its money went back before it left). Delivered and returned pieces are shipped ones, refunded ones are anywhere.
A gift card is in no parcel: once it is issued it counts as shipped and delivered (ADR 170).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from functions.orders.model.order import Order
from functions.orders.model.order_refund import OrderRefund, RefundState, withdrawn
from functions.orders.model.shipment import Shipment, ShipmentLine, stopped
from functions.orders.model.states import FulfilmentStatus
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.tracking import TrackingStatus


@dataclass(frozen=True)
class Pieces:
    ordered: int
    reserved: int = 0
    waiting: int = 0
    in_parcel: int = 0
    shipped: int = 0
    cancelled: int = 0
    delivered: int = 0
    returned: int = 0
    refunded: int = 0

    @property
    def committed(self) -> int:
        """Sold and not given up."""
        return self.waiting + self.in_parcel + self.shipped


@dataclass(frozen=True)
class Holding:
    """What the places of pieces follow from. `is_committed`: their stock is sold; `is_over`: the order is cancelled; `all_back`: so is
    all its money. `refunds` are those that count for the order. `issued`: so are its gift cards."""

    order: Order
    shipments: Sequence[Shipment]
    refunds: Sequence[OrderRefund]
    is_committed: bool = True
    is_over: bool = False
    all_back: bool = False
    issued: bool = False


def pieces_of(holding: Holding) -> dict[str, Pieces]:
    """By line id."""
    open_, left = _packed(s for s in holding.shipments if not s.shipped_at), _packed(s for s in holding.shipments if s.shipped_at)
    delivered = _packed(s for s in holding.shipments if s.delivered_at and s.status is not TrackingStatus.RETURNED)
    returned = _packed(s for s in holding.shipments if s.status is TrackingStatus.RETURNED)
    anyway = Counter({line.line_id: 0 for line in holding.order.lines})
    for shipment in holding.shipments:
        anyway.update({line.line_id: line.paid_back for line in shipment.lines if shipment.counts})
    gone = withdrawn(holding.refunds)
    back = _refunded(holding.refunds)
    found = {}
    for line in holding.order.lines:
        name = line.line_id
        cancelled = gone[name] - anyway[name]
        rest = line.quantity - cancelled - open_[name] - left[name]
        reserved = 0 if holding.is_committed or holding.is_over else rest
        given = rest if line.is_card and holding.issued else 0
        found[name] = Pieces(
            ordered=line.quantity,
            reserved=reserved,
            waiting=0 if holding.is_over or reserved else rest - given,
            in_parcel=open_[name],
            shipped=left[name] + given,
            cancelled=cancelled + (rest - given if holding.is_over else 0),
            delivered=delivered[name] + given,
            returned=returned[name],
            refunded=line.quantity if holding.all_back else min(line.quantity, back[name]),
        )
    return found


def still_to_leave(holding: Holding) -> int:
    """Pieces that a parcel is still to bring away; no gift cards."""
    pieces = pieces_of(holding)
    found = (pieces[line.line_id] for line in holding.order.lines if not line.is_card)
    return sum(one.reserved + one.waiting + one.in_parcel for one in found)


def are_cards_alone(holding: Holding) -> bool:
    """Whether its gift cards are all that is left of it: there were no goods, or all of them were paid back before they left."""
    if holding.order.nothing_to_send:
        return True
    if any(one.counts for one in holding.shipments) or not any(line.is_card for line in holding.order.lines):
        return False
    gone = withdrawn(holding.refunds, ended=True)
    return all(gone[line.line_id] == line.quantity for line in holding.order.lines if not line.is_card)


def fulfilment_status(holding: Holding) -> FulfilmentStatus:
    """The derived axis of an order: counted are parcels that have left, and pieces that are still to be sent. Until its money has gone,
    a piece that is to be paid back may still have to be sent. Gift cards count where there is nothing else."""
    if holding.issued and are_cards_alone(holding):
        return FulfilmentStatus.DELIVERED
    left = [s for s in holding.shipments if s.counts and s.shipped_at]
    if not left:
        return FulfilmentStatus.UNFULFILLED
    ended = [refund for refund in holding.refunds if refund.state is not RefundState.PENDING]
    pieces = pieces_of(replace(holding, refunds=ended))
    cards = {line.line_id for line in holding.order.lines if line.is_card}
    if any(one.ordered - one.shipped - one.cancelled for name, one in pieces.items() if name not in cards):
        return FulfilmentStatus.PARTIAL
    if all(s.status is TrackingStatus.RETURNED for s in left):
        return FulfilmentStatus.RETURNED
    # A parcel that came back without having arrived is waited for no longer once its pieces are paid back.
    waited_for = [s for s in left if not s.delivered_at and s.status is not TrackingStatus.RETURNED]
    return FulfilmentStatus.FULFILLED if waited_for or not all_paid_back(holding) else FulfilmentStatus.DELIVERED


def all_paid_back(holding: Holding) -> bool:
    """Whether the pieces of parcels that came back without having arrived are paid back."""
    pieces = pieces_of(replace(holding, refunds=[refund for refund in holding.refunds if refund.state is not RefundState.PENDING]))
    back = (s for s in holding.shipments if s.counts and not s.delivered_at and s.status is TrackingStatus.RETURNED)
    came_back = _packed(back)
    return all(came_back[name] <= one.refunded - one.cancelled for name, one in pieces.items())


def faults(pieces: Mapping[str, Pieces]) -> list[str]:
    """What cannot be, for tests and for the nightly check."""
    found = []
    for name, one in pieces.items():
        if one.reserved + one.waiting + one.in_parcel + one.shipped + one.cancelled != one.ordered:
            found.append(f"{name}: pieces do not add up to what was ordered")
        if min(vars(one).values()) < 0:
            found.append(f"{name}: fewer than no pieces")
        if one.delivered + one.returned > one.shipped:
            found.append(f"{name}: more arrived than left")
    return found


def withdraw(holding: Holding, wanted: Mapping[str, int], *, everything: bool = False) -> tuple[dict[str, int], list[Shipment]]:
    """Pieces by line that do not leave any more, at most `wanted` of each (all that have not left: `everything`), and the parcels that
    change by it. Taken are those in no parcel first, then those of parcels that are not handed over, the latest first."""
    if not holding.is_committed or holding.is_over:
        return {}, []
    pieces = pieces_of(holding)
    taken: dict[str, int] = {}
    from_parcels: Counter[str] = Counter()
    for name, one in pieces.items():
        most = one.waiting + one.in_parcel
        count = most if everything else min(wanted.get(name, 0), most)
        if count > 0:
            taken[name] = count
            from_parcels[name] = max(0, count - one.waiting)
    changed = []
    for shipment in reversed(holding.shipments):
        if shipment.counts and not shipment.shipped_at:
            after = _without(shipment, from_parcels)
            if after is not shipment:
                changed.append(after)
    # What is shipped although it was paid back is not taken out again.
    return {name: count - from_parcels[name] for name, count in taken.items() if count > from_parcels[name]}, changed


def _without(shipment: Shipment, wanted: Counter[str]) -> Shipment:
    """The parcel less what is wanted from it (`wanted` is counted down); cancelled when nothing is left in it."""
    lines: list[ShipmentLine] = []
    for line in shipment.lines:
        out = min(wanted[line.line_id], line.quantity - line.paid_back)
        wanted[line.line_id] -= out
        lines.append(replace(line, quantity=line.quantity - out))
    if lines == shipment.lines:
        return shipment
    rest = [line for line in lines if line.quantity]
    return replace(shipment, lines=rest) if rest else stopped(shipment)


def _packed(shipments: Iterator[Shipment]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for shipment in shipments:
        if shipment.counts:
            for line in shipment.lines:
                counted[line.line_id] += line.inside
    return counted


def _refunded(refunds: Sequence[OrderRefund]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for refund in refunds:
        if refund.state is RefundState.SUCCEEDED:
            for line in refund.lines:
                counted[line.line_id] += line.quantity
    return counted
