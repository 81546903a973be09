"""Ranges of numbers as values of an attribute filter: `10..20`, `10..`, `..20`, both ends included. Pure.

A value that is written like a range is one, and still means the text as well: a product whose value *is* `10..20` is found, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from functions.shared.errors import Fault

_NUMBER = r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?"
_PLAIN = re.compile(_NUMBER)
_RANGE = re.compile(rf"({_NUMBER})?\.\.({_NUMBER})?")


@dataclass(frozen=True)
class NumberRange:
    """None: open."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, number: Decimal) -> bool:
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)


def number_of(value: str) -> Decimal | None:
    return Decimal(value) if _PLAIN.fullmatch(value) else None


def range_of(value: str) -> NumberRange | None:
    found = _RANGE.fullmatch(value)
    if found is None or not any(found.groups()):
        return None
    low, high = (Decimal(end) if end else None for end in found.groups())
    return NumberRange(low, high)


def ranges_of(values: Iterable[str]) -> list[NumberRange]:
    return [found for value in values if (found := range_of(value))]


def range_faults(attributes: Mapping[str, Iterable[str]]) -> list[Fault]:
    return [
        Fault(f"/attr.{name}", "range_reversed", f"{found.low} is above {found.high}.")
        for name, values in attributes.items()
        for found in ranges_of(values)
        if found.low is not None and found.high is not None and found.low > found.high
    ]
