"""What goes wrong with a parcel on its way: one case at a time, opened once, closed by the next good scan. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.orders.model.parcels.arrival_day import over_at
from functions.orders.model.shipment import ParcelCase, Shipment
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.tracking import TrackingStatus

S = TrackingStatus
QUIET = timedelta(hours=72)
"""So long without a scan is too long."""
LOOK_AGAIN = timedelta(days=1)
_FAILED = frozenset({S.ATTEMPT_FAILED, S.EXCEPTION, S.REFUSED, S.RETURNING})
# Nobody waits for its carrier any more.
_ARRIVED = frozenset({S.DELIVERED, S.AVAILABLE_FOR_PICKUP, S.RETURNED, S.CANCELLED})
GOOD = frozenset({S.PICKED_UP, S.IN_TRANSIT, S.CUSTOMS, S.OUT_FOR_DELIVERY, S.AVAILABLE_FOR_PICKUP, S.DELIVERED})


class CaseKind(StrEnum):
    LATE = "late"
    STUCK = "stuck"
    FAILED = "failed"
    CAME_BACK = "came_back"


@dataclass(frozen=True)
class Surroundings:
    """What is known beside the parcel. `paid_back`: the pieces of what came back are paid back. `by_clock`: lateness and silence are looked
    at, too."""

    now: datetime
    country_code: str = ""
    paid_back: bool = False
    by_clock: bool = True


def cased(shipment: Shipment, around: Surroundings) -> Shipment:
    """The parcel with its case as it has to be now; the very same value when nothing about it changes."""
    kind, known = _trouble(shipment, around), shipment.case
    is_late = shipment.was_late or (around.by_clock and _is_late(shipment, around))
    if kind is None:
        if known is None or not known.is_open:
            return shipment
        at = times.iso(around.now)
        return replace(shipment, case=replace(known, is_open=False, closed_at=at))
    if known is not None and known.is_open:
        # Another cause, or late besides: the same case, and the buyer has been told that something is wrong.
        changed = replace(shipment, case=replace(known, kind=kind.value), was_late=is_late)
        return shipment if changed == shipment else changed
    number = known.number + 1 if known else 1
    return replace(shipment, case=ParcelCase(number, kind.value, times.iso(around.now)), was_late=is_late)


def next_look(shipment: Shipment, country_code: str, now: datetime) -> datetime | None:
    """When the clock may open or close something about it."""
    if shipment.case is not None and shipment.case.is_open:
        return now + LOOK_AGAIN
    if not _on_its_way(shipment):
        return None
    moments = [] if shipment.was_late or not shipment.eta else [over_at(shipment.eta, country_code)]
    return min([*moments, _quiet_from(shipment)])


def _trouble(shipment: Shipment, around: Surroundings) -> CaseKind | None:
    status, known = shipment.status, shipment.case
    if status is S.RETURNED:
        return None if around.paid_back or shipment.delivered_at else CaseKind.CAME_BACK
    if status in _FAILED and not shipment.delivered_at:
        return CaseKind.FAILED
    if status is S.EXPIRED:
        return CaseKind.STUCK
    if status in _ARRIVED or not shipment.shipped_at or shipment.delivered_at:
        return None
    if known is not None and known.is_open and known.kind in (CaseKind.LATE, CaseKind.STUCK) and not _moved_since(shipment, known):
        return CaseKind(known.kind)
    if around.by_clock and _is_late(shipment, around) and not shipment.was_late:
        return CaseKind.LATE
    return CaseKind.STUCK if around.by_clock and around.now >= _quiet_from(shipment) else None


def _moved_since(shipment: Shipment, case: ParcelCase) -> bool:
    """Whether a good scan is younger than the case, or than the silence that it is about."""
    since = case.opened_at if case.kind == CaseKind.LATE else times.iso(times.parse(case.opened_at) - QUIET)
    return any(event.at > since for event in shipment.events if event.known in GOOD)


def _on_its_way(shipment: Shipment) -> bool:
    return bool(shipment.shipped_at and not shipment.delivered_at and shipment.counts and shipment.status not in _ARRIVED)


def _is_late(shipment: Shipment, around: Surroundings) -> bool:
    return bool(_on_its_way(shipment) and shipment.eta and around.now >= over_at(shipment.eta, around.country_code))


def _quiet_from(shipment: Shipment) -> datetime:
    return times.parse(max([shipment.shipped_at or "", *(event.at for event in shipment.events if event.known)])) + QUIET
