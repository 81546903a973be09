"""What waits for an endpoint about one resource, in order: only its head is sent, and the rest waits until that is over. Pure."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

DAY = timedelta(hours=24)
"""So long a message is tried, from when it was made or sent again by people."""
SETTLE = timedelta(seconds=6)
"""Events of a moment may come here in another order than they happened, as far apart as they are gathered for; so long the first one waits
for its elders."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 60, 120, 240))
"""After the first failed try, the second …; the last one again and again, until the day is over."""
LEASE = timedelta(seconds=90)
"""So long one worker has a try to itself."""
MOST_DIED = 10
"""So many tries of which nobody could write what came of them died with their workers: it is the message."""
MOST_WAITING = 2_000
_LATE = timedelta(minutes=5)
"""The last try falls on the end of the day, and a worker may come to it a little later."""


@dataclass(frozen=True)
class Waiting:
    """`at`: when it happened. `since`: its day of tries began. `number`: 0 before the first try. `tries` failed since then; `begun`: tries
    of which nobody has said what came of them."""

    id: str
    at: str
    since: str
    next_at: str
    number: int = 0
    tries: int = 0
    begun: int = 0

    @property
    def ends_at(self) -> datetime:
        return times.parse(self.since) + DAY

    def is_late(self, now: datetime) -> bool:
        return now > self.ends_at + _LATE


@dataclass(frozen=True)
class Lane:
    """`last`: the number that was given last. `version` is its item's, and no part of what is stored."""

    endpoint_id: str
    resource: str
    last: int = 0
    waiting: list[Waiting] = field(default_factory=list)
    version: int = 0

    @property
    def head(self) -> Waiting | None:
        return self.waiting[0] if self.waiting else None

    @property
    def due_at(self) -> str:
        return self.waiting[0].next_at if self.waiting else ""

    def of(self, id_: str) -> Waiting | None:
        return next((one for one in self.waiting if one.id == id_), None)

    @property
    def is_full(self) -> bool:
        return len(self.waiting) >= MOST_WAITING


def lined_up(lane: Lane, new: Waiting) -> Lane:
    """What has a number goes before what has none, by it; the others by when they happened, then as they came."""
    rest = [one for one in lane.waiting if one.id != new.id]
    place = sum(1 for one in rest if _order(one) <= _order(new))
    return replace(lane, waiting=[*rest[:place], new, *rest[place:]])


def _order(one: Waiting) -> tuple[bool, int, str]:
    return (not one.number, one.number, "" if one.number else one.at)


def skipped(lane: Lane) -> Lane:
    """A number is used up by what is not even kept waiting."""
    return replace(lane, last=lane.last + 1)


def numbered(lane: Lane) -> Lane:
    """The head has its number from now on."""
    head = lane.waiting[0]
    return lane if head.number else replace(lane, last=lane.last + 1, waiting=[replace(head, number=lane.last + 1), *lane.waiting[1:]])


def begun(lane: Lane, now: datetime) -> Lane:
    """Counted before it is sent, so that a try which dies with its worker is counted too, and comes again when the lease is over."""
    with_number = numbered(lane)
    head = with_number.waiting[0]
    return _with(with_number, replace(head, begun=head.begun + 1, next_at=times.iso(now + LEASE)))


def over(lane: Lane, id_: str) -> Lane:
    return replace(lane, waiting=[one for one in lane.waiting if one.id != id_])


def failed(lane: Lane, id_: str, next_at: str) -> Lane:
    return replace(
        lane, waiting=[replace(one, tries=one.tries + 1, begun=0, next_at=next_at) if one.id == id_ else one for one in lane.waiting]
    )


def parked(lane: Lane) -> Lane:
    """Nobody is to be told now: the head is looked at again when it is called, or when its day is over."""
    head = lane.waiting[0]
    return _with(lane, replace(head, next_at=times.iso(head.ends_at + _LATE + timedelta(seconds=1))))


def woken(lane: Lane, now: datetime) -> Lane:
    """Its pauses begin anew: what made it fail may have changed."""
    return _with(lane, replace(lane.waiting[0], tries=0, next_at=times.iso(now))) if lane.waiting else lane


def next_try(one: Waiting, now: datetime, chance: float) -> datetime | None:
    """When a failed one is tried again, the last time at the end of its day; None: it was that. `chance`: 0 to 1, so that what failed
    together does not come again together."""
    return min(now + pause_after(one.tries + 1, chance), one.ends_at) if now < one.ends_at else None


def pause_after(tries: int, chance: float) -> timedelta:
    """From three quarters to five quarters of what the schedule says."""
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1] * (0.75 + 0.5 * chance)


def _with(lane: Lane, head: Waiting) -> Lane:
    return replace(lane, waiting=[head, *lane.waiting[1:]])
