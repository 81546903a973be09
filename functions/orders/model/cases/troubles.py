"""What is wrong with an order as it is now, beside what its parcels' own cases say (parcel_case.py). Pure.

A trouble is a state, never an event: it is there until the state is over. So whoever looks, however often and in whatever order things
were told, finds the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from functions.orders.model.cases.case import Case, CaseKind
from functions.orders.model.money import OrderMoney
from functions.orders.model.order import Order
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.model.parcels.arrival_day import over_at
from functions.orders.model.plans.plan import Plan
from functions.orders.model.review.review import Review
from functions.orders.model.shipment import Shipment, Void
from functions.orders.model.shop_rules import CaseLimits
from functions.orders.model.states import Status
from functions.shared.places import place_of
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.tracking import TrackingStatus

K = CaseKind
S = TrackingStatus
_SENT = frozenset({Status.PAID, Status.FULFILLING, Status.SHIPPED})


@dataclass(frozen=True)
class OrderSeen:
    """The order as it is. `waiting`: pieces by line that are sold and in no parcel; `sold_at`: when it was paid or released; `ended_at`:
    when it was cancelled; `cases`: those it has or had; `review`: the one for which it is on hold."""

    order: Order
    status: Status
    money: OrderMoney
    shipments: Sequence[Shipment]
    refunds: Sequence[OrderRefund]
    plans: Sequence[Plan]
    waiting: dict[str, int]
    sold_at: str
    ended_at: str
    cases: Sequence[Case] = ()
    review: Review | None = None

    @property
    def may_leave(self) -> bool:
        """Whether it may be sent by itself: it is not on hold, and its money lets it."""
        money = self.money
        return (
            self.status in _SENT
            and not self.review
            and not money.disputed
            and not money.charged_back
            and (money.covered > 0 or not money.total)
        )

    @property
    def state_or_country(self) -> str:
        return place_of(self.order.destination).state_or_country


@dataclass(frozen=True)
class Cause:
    """`name` tells it from others of its kind; it counts from `since` on and for as long as its kind's limit says, "": at once."""

    name: str
    detail: str
    since: str = ""


@dataclass(frozen=True)
class Trouble:
    kind: CaseKind
    causes: tuple[Cause, ...]
    shipment_id: str = ""

    @property
    def detail(self) -> str:
        return "; ".join(one.detail for one in self.causes[:10])

    def counting(self, limits: CaseLimits, now: datetime) -> Trouble | None:
        """With what has lasted too long."""
        causes = tuple(one for one in self.causes if not one.since or now >= self.due(one, limits))
        return replace(self, causes=causes) if causes else None

    def due(self, cause: Cause, limits: CaseLimits) -> datetime:
        return times.parse(cause.since) + limits.after(self.kind)


def troubles_of(seen: OrderSeen) -> list[Trouble]:
    """Also those that have not lasted too long yet."""
    found = [trouble for shipment in seen.shipments for trouble in _of_parcel(seen, shipment)]
    of_order = (
        (K.NOT_ALLOCATED, _unplaced),
        (K.LATE, _overdue),
        (K.PAID_NOT_PICKED, _unpicked),
        (K.REFUND_PENDING, _unsettled),
        (K.ON_HOLD, _undecided),
    )
    return [*found, *(Trouble(kind, causes) for kind, look in of_order if (causes := tuple(look(seen))))]


def _of_parcel(seen: OrderSeen, one: Shipment) -> Iterator[Trouble]:
    def trouble(kind: CaseKind, name: str, detail: str) -> Trouble:
        return Trouble(kind, (Cause(name, detail),), one.id)

    if one.void is Void.ASKED and one.void_reason:
        yield trouble(K.VOID_UNANSWERED, one.key, f"{one.key}: {one.void_reason}")
    came = one.status is S.RETURNED or any(event.known is S.RETURNED for event in one.events)
    if one.void is Void.REFUSED and not came and not (one.counts and one.delivered_at) and (one.counts or not one.shipped_at):
        yield trouble(K.VOID_REFUSED, one.key, f"{one.waybill}: {one.void_reason}")
    if one.waiting and not one.asked_again and one.counts and not (one.waybill or one.void or one.shipped_at):
        yield trouble(K.NOT_BOOKED, f"{one.waiting} {one.booking}", f"{one.waiting}: {one.waiting_detail[:200]}")
    if not one.counts and one.shipped_at and not came:
        yield trouble(K.COLLECTED_AFTER_CANCEL, "collected", f"collected {one.shipped_at}")
    if (since := _waiting_since(one)) and one.counts:
        yield Trouble(K.NOT_COLLECTED, (Cause(since, f"waits to be collected since {since}", since),), one.id)
    absurd = next((case for case in seen.cases if case.is_open and case.is_about(K.ABSURD_TIME, one.id)), None)
    if absurd is not None and one.counts and not (one.delivered_at or came):
        yield Trouble(K.ABSURD_TIME, tuple(Cause(name, absurd.detail) for name in absurd.causes or ("",))[:1], one.id)


def _waiting_since(one: Shipment) -> str:
    """When it came to where it is collected, as long as it waits there; empty for others."""
    if one.status is not S.AVAILABLE_FOR_PICKUP:
        return ""
    since = ""
    for event in reversed(one.events):
        if event.known is S.AVAILABLE_FOR_PICKUP:
            since = event.at
        elif event.known is not None and since:
            break
    return since


def _unplaced(seen: OrderSeen) -> Iterator[Cause]:
    """Pieces that the last plan found in no warehouse."""
    skus = {line.line_id: line.sku for line in seen.order.lines}
    for one in seen.plans[-1].waiting if seen.plans and seen.status in _SENT else ():
        if seen.waiting.get(one.line_id):
            yield Cause(f"{one.line_id} {one.reason.value}", f"{one.quantity} × {skus.get(one.line_id, '')}: {one.reason.value}")


def _overdue(seen: OrderSeen) -> Iterator[Cause]:
    """The promised day is over, and pieces are in no parcel yet, or in one that was made too late: parcels of before have a case of their
    own."""
    day = seen.order.delivery.promised_date
    if not day or not seen.may_leave:
        return
    over = times.iso(over_at(day, seen.state_or_country))
    if any(seen.waiting.values()) or any(_is_open(one) and one.created_at >= over for one in seen.shipments):
        yield Cause(day, f"promised for {day}", over)


def _unpicked(seen: OrderSeen) -> Iterator[Cause]:
    if not seen.may_leave:
        return
    if any(seen.waiting.values()) and seen.sold_at:
        yield Cause("waiting", f"{sum(seen.waiting.values())} pieces in no parcel", seen.sold_at)
    for one in seen.shipments:
        if _is_open(one) and not one.packed_at and not one.void:
            yield Cause(one.id, f"{one.id} is not packed", max(one.planned_at or one.created_at, seen.sold_at))


def _undecided(seen: OrderSeen) -> Iterator[Cause]:
    if seen.review and not seen.review.awaits:
        yield Cause(f"review {seen.review.number}", f"on hold since {seen.review.held_at}", seen.review.held_at)


def _unsettled(seen: OrderSeen) -> Iterator[Cause]:
    asked = [one for one in seen.refunds if one.state is RefundState.PENDING]
    for one in asked:
        yield Cause(one.refund_id, f"{one.refund_id}: {one.amount} {seen.order.currency}", one.requested_at)
    money = seen.money
    kept = money.captured - money.refunded - sum(one.amount for one in asked)
    if seen.status is Status.CANCELLED and kept > 0 and seen.ended_at and not (money.disputed or money.charged_back):
        yield Cause("kept", f"{kept} {seen.order.currency} of a cancelled order", seen.ended_at)


def _is_open(one: Shipment) -> bool:
    return one.counts and not one.shipped_at
