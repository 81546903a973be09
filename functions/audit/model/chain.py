"""The chain: each row holds the hash of the one before, over all days; each day has a head, which says where the day begins and ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from functions.shared.audit.fact import Fact
from functions.shared.plain.deferred import dataclass

BEGINNING = "0" * 64
"""What stands before the first row."""


@dataclass(frozen=True)
class Row:
    """`number` counts all rows from 1, `day` is when it was chained (UTC)."""

    number: int
    day: str
    fact: Fact
    previous: str
    hash: str


@dataclass(frozen=True)
class Head:
    """How far the log goes, at the end of a day or now: from `first` to `last`, between the hash before them and that of the last."""

    day: str
    first: int
    last: int
    opening: str
    hash: str

    def text(self) -> bytes:
        """What is signed."""
        return f"audit 1|{self.day}|{self.first}|{self.last}|{self.opening}|{self.hash}".encode()


@dataclass(frozen=True)
class Signed:
    head: Head
    signature: str


def hash_of(number: int, day: str, fact: Fact, previous: str) -> str:
    said = json.dumps([number, day, previous, vars(fact)], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def link(newest: Head | None, day: str, facts: Sequence[Fact]) -> tuple[list[Row], Head]:
    """The next rows and the head after them. A day never lies before the newest: clocks differ a little."""
    day = max(day, newest.day) if newest else day
    number, previous = (newest.last, newest.hash) if newest else (0, BEGINNING)
    first, opening = (newest.first, newest.opening) if newest and newest.day == day else (number + 1, previous)
    rows: list[Row] = []
    for fact in facts:
        number += 1
        rows.append(Row(number, day, fact, previous, hash_of(number, day, fact, previous)))
        previous = rows[-1].hash
    return rows, Head(day, first, number, opening, previous)
