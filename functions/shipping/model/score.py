"""How well a carrier's service keeps its word, from parcels that arrived or failed. Pure; whole numbers only.

Ten parcels of an ordinary carrier are counted in with all, so that a first late one does not end anybody. What is counted is halved
beyond five hundred: a carrier is as it has been lately.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    of the others; 0: scores count among equal prices only."""

    weight: int = 0


@dataclass(frozen=True)
class Scores:
    """By carrier and service, with what staff set."""

    tallies: Mapping[tuple[str, str], Tally]
    weight: int = 0

    def of(self, carrier: str, service: str) -> int:
        return self.tallies.get((carrier, service), UNKNOWN).score
