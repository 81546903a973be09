"""What goes wrong with a parcel on its way: one case at a time, opened once, closed by the next good scan. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from functions.orders.model.cases.case import BY_HAND, CaseKind
from functions.orders.model.parcels.arrival_day import over_at
from functions.orders.model.shipment import ParcelCase, Shipment
from functions.orders.model.shop_rules import CaseLimits
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.tracking import TrackingStatus

S = TrackingStatus
LOOK_AGAIN = timedelta(days=1)
_FAILED = frozenset({S.ATTEMPT_FAILED, S.EXCEPTION, S.REFUSED, S.RETURNING})
# Nobody waits for its carrier any more.
_ARRIVED = frozenset({S.DELIVERED, S.AVAILABLE_FOR_PICKUP, S.RETURNED, S.CANCELLED})
_SILENT = "silent "
GOOD = frozenset({S.PICKED_UP, S.IN_TRANSIT, S.CUSTOMS, S.OUT_FOR_DELIVERY, S.AVAILABLE_FOR_PICKUP, S.DELIVERED})


@dataclass(frozen=True)
class Surroundings:
    """What is known beside the parcel. `paid_back`: the pieces of what came back are paid back. `told_late`: the buyer was told of
    the order's day. `by_clock`: lateness and silence are looked at, too."""

    now: datetime
    limits: CaseLimits
    country_code: str = ""
    paid_back: bool = False
    told_late: bool = False
    by_clock: bool = True


def cased(shipment: Shipment, around: Surroundings) -> Shipment:
    """The parcel with its case as it has to be now; the very same value when nothing about it changes."""
    kind, known, at = _trouble(shipment, around), shipment.case, times.iso(around.now)
    is_late = shipment.was_late or (around.by_clock and _is_late(shipment, around))
    if kind is None:
        if known is None or not known.is_open:
            return shipment
        return replace(shipment, case=replace(known, is_open=False, closed_at=at, because=_mended(shipment, around)))
    cause = cause_of(shipment, kind)
    if known is not None and known.is_open:
        # Another cause, or late besides: the same case, and the buyer has been told that something is wrong.
        since = known.cause if known.kind == kind else cause
        changed = replace(shipment, case=replace(known, kind=kind.value, cause=since), was_late=is_late)
        return shipment if changed == shipment else changed
    if known is not None and known.by_hand and known.cause == cause:
        return shipment
    number = known.number + 1 if known else 1
    return replace(shipment, case=ParcelCase(number, kind.value, at, cause=cause), was_late=is_late)


def resolved(shipment: Shipment, at: str) -> Shipment:
    """With its open case closed by hand: for as long as nothing else happens to it, it has none."""
    known = shipment.case
    if known is None or not known.is_open:
        return shipment
    cause = cause_of(shipment, CaseKind(known.kind))
    return replace(shipment, case=replace(known, is_open=False, closed_at=at, cause=cause, because=BY_HAND, by_hand=True))


def cause_of(shipment: Shipment, kind: CaseKind) -> str:
    """Silence is another one after every scan, a failure with every further one, lateness with every other day."""
    if kind is CaseKind.LATE:
        return f"late {shipment.eta}"
    if kind is CaseKind.FAILED:
        return f"failed {max((event.at for event in shipment.events if event.known in _FAILED), default='')}"
    return kind.value if kind is CaseKind.CAME_BACK else f"{_SILENT}{_last_scan(shipment)}"


def next_look(shipment: Shipment, around: Surroundings) -> datetime | None:
    """When the clock may open or close something about it."""
    if shipment.case is not None and shipment.case.is_open:
        return around.now + LOOK_AGAIN
    if not _is_awaited(shipment):
        return None
    known = shipment.case
    is_known = known is not None and known.by_hand and known.cause == cause_of(shipment, CaseKind.STUCK)
    late = None if shipment.was_late else _late_from(shipment, around)
    quiet = _quiet_from(shipment, around) if shipment.shipped_at and not is_known else None
    return min((moment for moment in (late, quiet) if moment is not None), default=None)


def _trouble(shipment: Shipment, around: Surroundings) -> CaseKind | None:
    status, known = shipment.status, shipment.case
    if status is S.RETURNED:
        return None if around.paid_back or shipment.delivered_at or shipment.is_sent_again else CaseKind.CAME_BACK
    if status in _FAILED and not shipment.delivered_at:
        return CaseKind.FAILED
    if status is S.EXPIRED:
        return CaseKind.STUCK
    if not _is_awaited(shipment):
        return None
    if known is not None and known.is_open and known.kind in (CaseKind.LATE, CaseKind.STUCK) and not _moved_since(shipment, known, around):
        return CaseKind(known.kind)
    if around.by_clock and _is_late(shipment, around) and not shipment.was_late:
        return CaseKind.LATE
    return CaseKind.STUCK if around.by_clock and shipment.shipped_at and around.now >= _quiet_from(shipment, around) else None


def _mended(shipment: Shipment, around: Surroundings) -> str:
    if shipment.is_sent_again:
        return "sent_again"
    if not shipment.counts:
        return "cancelled"
    if shipment.status is S.RETURNED:
        return "paid_back" if around.paid_back else "delivered"
    return "delivered" if shipment.delivered_at else "scanned"


def _moved_since(shipment: Shipment, case: ParcelCase, around: Surroundings) -> bool:
    """Whether a good scan is younger than the case, or than the silence that it is about."""
    since = case.opened_at
    if case.kind == CaseKind.STUCK:
        before = times.iso(times.parse(case.opened_at) - around.limits.after(CaseKind.STUCK))
        since = case.cause.removeprefix(_SILENT) if case.cause.startswith(_SILENT) else before
    return any(event.at > since for event in shipment.events if event.known in GOOD)


def _is_awaited(shipment: Shipment) -> bool:
    """It is still to leave, or on its way."""
    return bool(not shipment.delivered_at and shipment.counts and shipment.status not in _ARRIVED)


def _is_late(shipment: Shipment, around: Surroundings) -> bool:
    late = _late_from(shipment, around) if _is_awaited(shipment) else None
    return late is not None and around.now >= late


def _late_from(shipment: Shipment, around: Surroundings) -> datetime | None:
    """Never for a parcel that was made after its day had passed, if its order was late by then."""
    if not shipment.eta:
        return None
    over = over_at(shipment.eta, around.country_code)
    if times.parse(shipment.created_at) >= over and (around.told_late or not shipment.shipped_at):
        return None
    return over + around.limits.after(CaseKind.LATE)


def _quiet_from(shipment: Shipment, around: Surroundings) -> datetime:
    return times.parse(_last_scan(shipment)) + around.limits.after(CaseKind.STUCK)


def _last_scan(shipment: Shipment) -> str:
    return max([shipment.shipped_at or "", *(event.at for event in shipment.events if event.known)])
