"""A hook that fails again and again is left alone for a while, by all processes together. Pure.

Closed: it is asked. Open: it is not, until `until`. Half open from then on: one caller asks for all; it is open for the others
meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

MOST_FAILURES = 5
"""In a row, whoever saw them."""
REST, LONGEST_REST = 30.0, 300.0
"""Seconds: after the first time, and at most. Each failed try for all doubles it."""
TRY = 5.0
"""Seconds that a try for all may take before somebody else may begin one: whoever died in it holds nobody up."""


class Standing(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True)
class Circuit:
    """Of one hook at one address. Moments are unix seconds; `rest` is the last pause, 0 before the first one."""

    failures: int = 0
    until: float = 0.0
    rest: float = 0.0

    def standing(self, now: float) -> Standing:
        if self.failures < MOST_FAILURES:
            return Standing.CLOSED
        return Standing.OPEN if now < self.until else Standing.HALF_OPEN

    def failed(self, now: float) -> Circuit:
        """Who was under way when it opened changes nothing any more."""
        if self.standing(now) is Standing.OPEN and not self._is_tried(now):
            return self
        failures = min(self.failures + 1, MOST_FAILURES)
        if failures < MOST_FAILURES:
            return replace(self, failures=failures)
        rest = min(self.rest * 2, LONGEST_REST) if self.rest else REST
        return Circuit(failures, now + rest, rest)

    def claimed(self, now: float) -> Circuit:
        """Somebody tries for all."""
        return replace(self, until=now + TRY)

    def _is_tried(self, now: float) -> bool:
        return self.until - now <= TRY
