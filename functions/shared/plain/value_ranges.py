"""Ranges as values of a filter: `10..20`, `10..`, `..20`, both ends included; of numbers, of days, and of times as times.iso writes them.
Pure.

A value that is written like a range is one, and still means the text as well: a product whose value *is* `10..20` is found, too. What is
nearly a range (`nan..`, `1e999..2`, `..`, a number up to a day) is refused: taken as a text it would find nothing, in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault

Measure = Decimal | str
"""What can be compared: a number, or a day or time as a text of one width, which sorts like what it names."""
BETWEEN = ".."
RANGE_UNREADABLE, RANGE_REVERSED = "range_unreadable", "range_reversed"
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,330})?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)?")
_LIKE_A_DAY = re.compile(r"\s*[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}.*", re.DOTALL)


@dataclass(frozen=True)
class ValueRange:
    """Both ends are of one kind. None: open; not both."""

    low: Measure | None
    high: Measure | None

    def holds(self, value: str) -> bool:
        measure = measure_of(value)
        if measure is None or _kind(measure) != self.kind:
            return False
        return (self.low is None or self.low <= measure) and (self.high is None or measure <= self.high)  # type: ignore[operator]

    @property
    def kind(self) -> int:
        return _kind(self.low if self.low is not None else self.high)

    @property
    def is_reversed(self) -> bool:
        return self.low is not None and self.high is not None and self.low > self.high  # type: ignore[operator]


def number_of(value: str) -> Decimal | None:
    return Decimal(value) if _NUMBER.fullmatch(value) else None


def measure_of(value: str) -> Measure | None:
    number = number_of(value)
    if number is not None or not _TIME.fullmatch(value):
        return number
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return None
    return value


def range_of(value: str) -> ValueRange | None:
    low, between, high = value.partition(BETWEEN)
    ends = [measure_of(end) for end in (low, high) if end]
    if not between or not ends or None in ends or len({_kind(end) for end in ends}) > 1:
        return None
    return ValueRange(measure_of(low), measure_of(high))


def ranges_of(values: Iterable[str]) -> list[ValueRange]:
    return [found for value in values if (found := range_of(value))]


def range_faults(filters: Mapping[str, Iterable[str]]) -> list[Fault]:
    """By the names of the parameters."""
    return [fault for name, values in filters.items() for value in values for fault in _faults(name, value)]


def unreadable(name: str, wanted: str) -> Fault:
    return Fault(f"/{name}", RANGE_UNREADABLE, f"Write {wanted}; one of the ends can be left out.")


def _faults(name: str, value: str) -> list[Fault]:
    found = range_of(value)
    if found is None:
        return [unreadable(name, "a range such as 10..20 or 2026-01-01..2026-01-31")] if _nearly_a_range(value) else []
    return [Fault(f"/{name}", RANGE_REVERSED, f"{found.low} is above {found.high}.")] if found.is_reversed else []


def _nearly_a_range(value: str) -> bool:
    low, between, high = value.partition(BETWEEN)
    return bool(between) and (not (low or high) or _like_a_measure(low) or _like_a_measure(high))


def _like_a_measure(end: str) -> bool:
    """What some program takes for a number or a day: `nan`, `1e999`, digits of other scripts, 2026-13-45."""
    try:
        float(end)
    except ValueError:
        return bool(_LIKE_A_DAY.fullmatch(end))
    return True


def _kind(measure: Measure | None) -> int:
    """0: a number; else the width of the text."""
    return len(measure) if isinstance(measure, str) else 0
