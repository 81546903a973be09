"""How a parcel's status follows from its trace. Pure.

The status is computed from all known events in the order of their own times, so it does not
depend on the order or the number of times in which they arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from functions.shared.plain.tracking import TraceEvent, TrackingStatus

S = TrackingStatus

# The ordinary way of a parcel: only ever upwards; between stations of one height it may go to and fro.
_PROGRESS = {
    S.PENDING: 0,
    S.INFO_RECEIVED: 1,
    S.PICKED_UP: 2,
    S.IN_TRANSIT: 3,
    S.CUSTOMS: 3,
    S.OUT_FOR_DELIVERY: 4,
    S.AVAILABLE_FOR_PICKUP: 5,
    S.DELIVERED: 6,
}
# May happen at any time before the end; afterwards the parcel goes on, possibly from the depot again.
_TROUBLE = frozenset({S.ATTEMPT_FAILED, S.EXCEPTION, S.REFUSED, S.EXPIRED})
_AFTER_END: dict[TrackingStatus, frozenset[TrackingStatus]] = {
    S.DELIVERED: frozenset({S.RETURNING, S.RETURNED}),
    S.RETURNING: frozenset({S.RETURNED}),
    S.RETURNED: frozenset(),
    S.CANCELLED: frozenset(),
}
# At one and the same time the later station of the way counts.
_RANK = {status: rank for rank, status in enumerate([*_PROGRESS, *sorted(_TROUBLE), S.RETURNING, S.RETURNED, S.CANCELLED])}
HANDED_OVER = frozenset(S) - {S.PENDING, S.INFO_RECEIVED, S.EXCEPTION, S.EXPIRED, S.CANCELLED}


def in_order(events: Iterable[TraceEvent]) -> list[TraceEvent]:
    """Each event once, by its own time, then by its station."""
    return sorted(set(events), key=lambda e: (e.at, _RANK.get(e.known, -1) if e.known else -1, e.text, e.place, e.code))


def status_after(events: Iterable[TraceEvent], known_end: TrackingStatus | None = None) -> TrackingStatus:
    """The status that a trace tells. With `known_end`, the stored status: an end that was told is not taken back by a late message."""
    status = next((status for _, status in reversed(list(_stations(events)))), S.PENDING)
    if known_end in _AFTER_END and status not in _AFTER_END[known_end]:
        return known_end
    return status


def arrived_at(events: Iterable[TraceEvent], known: str | None = None) -> str | None:
    """When it was delivered to its buyer. A parcel on its way back is delivered to the shop, and couriers call that so, too.
    `known`: what was known before, from scans that may not be kept any more."""
    told = list(events)
    taken_back = any(event.at == known and event.known is S.DELIVERED for event in told)
    found = [event.at for event, status in _stations(told) if status is S.DELIVERED]
    return min([*found, known] if known and not taken_back else found, default=None)


def _stations(events: Iterable[TraceEvent]) -> Iterator[tuple[TraceEvent, TrackingStatus]]:
    """The events that count, with the status that each brought."""
    status, reached = S.PENDING, 0
    for event in in_order(events):
        target = event.known
        if target is not None and _follows(status, reached, target):
            status, reached = target, max(reached, _PROGRESS.get(target, reached))
            yield event, status


def _follows(status: TrackingStatus, reached: int, target: TrackingStatus) -> bool:
    if status in _AFTER_END:
        return target in _AFTER_END[status]
    if target not in _PROGRESS:
        return True
    # After a failed attempt the parcel may start again at the depot; otherwise a lower station is an old message.
    floor = min(reached, _PROGRESS[S.IN_TRANSIT]) if status in _TROUBLE else reached
    return _PROGRESS[target] >= floor
