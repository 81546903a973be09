"""Face: what a buyer's right to withdraw from an order follows from, as facts: pieces, receipt, place, what delivery cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from functions.orders.model.order import Order
from functions.orders.model.order_refund import paid_back_of
from functions.orders.model.pieces import Holding, Pieces, pieces_of
from functions.orders.model.shipment import Shipment
from functions.orders.model.states import NOTHING_LEFT, Status
from functions.orders.store.access import checked, owns
from functions.orders.store.order_page import OrderPage, page_of
from functions.orders.store.shipments import parcels_of
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.places import place_of
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.tracking import TrackingStatus

PRESUMED_AFTER = timedelta(days=60)
"""As long as couriers tell of a parcel at all: what nobody saw arrive until then, and nobody misses, counts as received."""
_TROUBLED = frozenset(
    {
        TrackingStatus.AVAILABLE_FOR_PICKUP,
        TrackingStatus.ATTEMPT_FAILED,
        TrackingStatus.EXCEPTION,
        TrackingStatus.REFUSED,
        TrackingStatus.RETURNING,
        TrackingStatus.RETURNED,
        TrackingStatus.CANCELLED,
    }
)
_NEVER_PAID = frozenset({Status.PENDING_PAYMENT, Status.CANCELLED})


@dataclass(frozen=True)
class ContractLine:
    """`sent`: pieces that have left and did not come back; `unsent`: pieces that are still to leave. `not_returnable`: its buyer said so at
    purchase. `delivered`: all that was sent of it has come. `paid_back`: pieces of which money went back or is about to, by refund."""

    line_id: str
    variant_id: str
    sku: str
    title: dict[str, str]
    category_id: str | None
    quantity: int
    sent: int
    unsent: int
    delivered: bool
    not_returnable: bool
    paid_back: Mapping[str, int]


@dataclass(frozen=True)
class Contract:
    """`place`: where the goods went, a country or a state of one. `received_at`: when the last piece came; None while one is to come.
    `told_at`: when its buyer was told of the right; None: never. `standard_delivery`: how much of what delivery cost goes back at most."""

    order: Order
    lines: Sequence[ContractLine]
    is_buyer: bool
    is_over: bool
    is_unpaid: bool
    country: str
    place: str
    received_at: str | None
    told_at: str | None
    standard_delivery: int

    @property
    def nothing_sent(self) -> bool:
        """No piece has left, or what had left came back without having arrived."""
        return not any(line.sent for line in self.lines)


def contract_of(order_id: str, *, caller: Caller, order_token: str | None) -> Contract:
    """For its buyer, or for staff with orders.read. Raises NotFound for anybody else. One Query."""
    found = parcels_of(order_id)
    order = checked(found.record, caller=caller, order_token=order_token)
    return contract_on(page_of(found), is_buyer=owns(found.record, order, caller, order_token))


def contract_on(page: OrderPage, *, is_buyer: bool = True) -> Contract:
    """The same of what was read already."""
    order, pieces, place = page.order, pieces_of(page.holding), place_of(page.order.destination)
    return Contract(
        order=order,
        lines=[_line(order, page.holding, line_id, one) for line_id, one in pieces.items()],
        is_buyer=is_buyer,
        is_over=page.record.status in NOTHING_LEFT,
        is_unpaid=page.record.status in _NEVER_PAID,
        country=place.country,
        place=place.state_or_country,
        received_at=_received_at(page.holding, pieces),
        told_at=page.record.told_at,
        standard_delivery=standard_delivery(order),
    )


def standard_delivery(order: Order) -> int:
    """Of what delivery cost, with its tax: as much as the cheapest that was offered would have cost, never more than what was paid for it
    (Directive 2011/83/EU, Article 13(2): a dearer way that the buyer chose is theirs to pay). Where nobody knows, all of it."""
    paid = order.totals.total - sum(line.total for line in order.lines)
    standard, net = order.delivery.standard_fee, order.totals.shipping
    if standard is None or net <= 0:
        return paid
    # In the buyer's favour: rounded up.
    return min(paid, -(-standard * paid // net))


def _line(order: Order, holding: Holding, line_id: str, pieces: Pieces) -> ContractLine:
    line = next(one for one in order.lines if one.line_id == line_id)
    left = [one for one in holding.shipments if one.counts and one.shipped_at and one.status is not TrackingStatus.RETURNED]
    carrying = [one for one in left if any(packed.line_id == line_id for packed in one.lines)]
    return ContractLine(
        line_id,
        line.variant_id,
        line.sku,
        line.title,
        line.category_id,
        line.quantity,
        sum(packed.quantity for parcel in carrying for packed in parcel.lines if packed.line_id == line_id),
        pieces.reserved + pieces.waiting + pieces.in_parcel,
        bool(carrying) and all(parcel.delivered_at for parcel in carrying),
        line.not_returnable,
        paid_back_of(holding.refunds, line_id),
    )


def _received_at(holding: Holding, pieces: dict[str, Pieces]) -> str | None:
    """Nothing is awaited of what was paid back, nor of a parcel that came back. One of which nobody says that it arrived counts as received
    so long after it left."""
    presumed, now = Counter[str](), times.iso(clock.now())
    silent = [one for one in holding.shipments if _is_silent(one) and _presumed_at(one) <= now]
    for line in (line for parcel in silent for line in parcel.lines):
        presumed[line.line_id] += line.quantity
    for line_id, one in pieces.items():
        on_the_way = one.shipped - one.delivered - one.returned - presumed[line_id]
        if one.reserved + one.waiting + one.in_parcel or (on_the_way and one.refunded - one.cancelled < one.shipped):
            return None
    came = [one.delivered_at for one in holding.shipments if one.counts and one.delivered_at and one.status is not TrackingStatus.RETURNED]
    return max([*came, *map(_presumed_at, silent)], default=None)


def _is_silent(parcel: Shipment) -> bool:
    """It left, and nobody says that it arrived, came back, or cannot be delivered."""
    return bool(parcel.counts and parcel.shipped_at and not parcel.delivered_at and parcel.status not in _TROUBLED)


def _presumed_at(parcel: Shipment) -> str:
    return times.iso(times.parse(parcel.shipped_at or "") + PRESUMED_AFTER)
