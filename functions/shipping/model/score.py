"""How well a carrier's service keeps its word, from parcels that arrived or failed. Pure; whole numbers only.

Ten parcels of an ordinary carrier are counted in with all, so that a first late one does not end anybody. What is counted is halved
beyond five hundred: a carrier is as it has been lately.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta

from functions.shared.plain.deferred import dataclass

MOST = 500
BEST = 100
_PRIOR = 10
_PRIOR_ON_TIME, _PRIOR_FAILED = 900, 20
_THOUSAND = 1000


@dataclass(frozen=True)
class Tally:
    """Parcels that arrived, how many of them in time, and how many failed: lost, stuck for good, or brought back unasked."""

    delivered: int = 0
    on_time: int = 0
    failed: int = 0

    @property
    def on_time_permille(self) -> int:
        return (_THOUSAND * self.on_time + _PRIOR * _PRIOR_ON_TIME) // (self.delivered + _PRIOR)

    @property
    def failed_permille(self) -> int:
        return (_THOUSAND * self.failed + _PRIOR * _PRIOR_FAILED) // (self.delivered + self.failed + _PRIOR)

    @property
    def score(self) -> int:
        """0 to 100, more is better."""
        return self.on_time_permille * (_THOUSAND - self.failed_permille) * BEST // (_THOUSAND * _THOUSAND)

    def arrived(self, *, on_time: bool) -> Tally:
        return Tally(self.delivered + 1, self.on_time + on_time, self.failed)._bounded()

    def broken(self) -> Tally:
        return Tally(self.delivered, self.on_time, self.failed + 1)._bounded()

    def _bounded(self) -> Tally:
        if self.delivered + self.failed <= MOST:
            return self
        return Tally(self.delivered // 2, self.on_time // 2, self.failed // 2)


UNKNOWN = Tally()


@dataclass(frozen=True)
class ScoreSetting:
    """`weight`: how many percent are added to the price of a carrier of score 0 before prices are compared, and in proportion to those
    of the others; 0: scores count among equal prices only. `floor`: which share of parcels (in thousandths) must be in time; a carrier that
    is below it for two weeks is sent nothing more; 0: none is."""

    weight: int = 0
    floor: int = 0


FEWEST = 10
"""So many parcels of a week must have had a day, before it says anything."""


@dataclass(frozen=True)
class Suspension:
    """Since which week (its Monday) a carrier is sent nothing, and the shares of the two weeks that were too few, in thousandths."""

    week: str
    floor: int
    before: int
    last: int


@dataclass(frozen=True)
class Weeks:
    """`week`: the last one told of (its Monday); `short`: who was below the floor in it, with their share."""

    week: str = ""
    short: dict[str, int] = field(default_factory=dict)
    suspended: dict[str, Suspension] = field(default_factory=dict)

    def told(self, week: str, shares: Mapping[str, int], floor: int) -> Weeks:
        """`shares`: of those carriers of which the week says anything. A week before the last one changes nothing."""
        if week <= self.week:
            return self
        follows = bool(self.week) and date.fromisoformat(week) - date.fromisoformat(self.week) == timedelta(days=7)
        short = {carrier: share for carrier, share in sorted(shares.items()) if share < floor}
        new = {
            carrier: Suspension(week, floor, self.short[carrier], share)
            for carrier, share in short.items()
            if follows and carrier in self.short and carrier not in self.suspended
        }
        return Weeks(week, short, {**self.suspended, **new})

    def without(self, carrier: str) -> Weeks:
        """It is sent parcels again, and two weeks are to say otherwise."""
        return Weeks(
            self.week,
            {one: share for one, share in self.short.items() if one != carrier},
            {one: why for one, why in self.suspended.items() if one != carrier},
        )


@dataclass(frozen=True)
class Scores:
    """By carrier and service, with what staff set."""

    tallies: Mapping[tuple[str, str], Tally]
    weight: int = 0
    floor: int = 0
    suspended: Mapping[str, Suspension] = field(default_factory=dict)

    def of(self, carrier: str, service: str) -> int:
        return self.tallies.get((carrier, service), UNKNOWN).score
