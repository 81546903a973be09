"""Whether the log is whole: every number from 1 to the last one known, each row as it was chained, each head as it was signed.

The rows alone prove links, not their length. So the length comes from elsewhere: from the signed heads, the newest of them, the facts that
were given a number, and from whoever looked before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from functions.audit.model.chain import BEGINNING, Head, Row, Signed, hash_of
from functions.shared.plain.deferred import dataclass

MISSING, CHANGED, ADDED = "row_missing", "row_changed", "row_added"
HEAD_MISSING, HEAD_CHANGED = "head_missing", "head_changed"


@dataclass(frozen=True)
class Finding:
    """Rows from `number` to `last` (the same for one)."""

    kind: str
    number: int
    last: int
    day: str = ""


def verify(
    newest: Signed | None,
    days: Sequence[Signed],
    rows_of: Callable[[str], Iterable[Row]],
    is_signed: Callable[[Signed], bool],
    *,
    known: int = 0,
) -> Iterator[Finding]:
    """What is wrong, from the first row on. `known`: a number that the log is known to have reached."""
    number, before = 0, BEGINNING
    for signed in sorted(days, key=lambda one: one.head.day):
        head = signed.head
        if not is_signed(signed) or head.first <= number or head.last < head.first:
            yield Finding(HEAD_CHANGED, head.first, head.last, head.day)
        if head.first > number + 1:
            yield Finding(MISSING, number + 1, head.first - 1)
        elif head.opening != before:
            yield Finding(CHANGED, head.first - 1, head.first - 1)
        yield from _day(head, rows_of(head.day))
        number, before = max(number, head.last), head.hash
    yield from _end(newest, days, number, is_signed, known)


def _end(newest: Signed | None, days: Sequence[Signed], number: int, is_signed: Callable[[Signed], bool], known: int) -> Iterator[Finding]:
    reached = max(known, number)
    if newest is None:
        if reached:
            yield Finding(HEAD_MISSING, number, number)
    else:
        latest = max((one.head for one in days), key=lambda one: one.last, default=None)
        reached = max(reached, newest.head.last)
        if not is_signed(newest) or newest.head.last < number or (newest.head.last == number and newest.head != latest):
            yield Finding(HEAD_CHANGED, newest.head.first, newest.head.last, newest.head.day)
    if reached > number:
        yield Finding(MISSING, number + 1, reached)


def _day(head: Head, rows: Iterable[Row]) -> Iterator[Finding]:
    number, previous, gap = head.first, head.opening, 0
    for row in sorted(rows, key=lambda one: one.number):
        if not number <= row.number <= head.last:
            yield Finding(ADDED, row.number, row.number, head.day)
            continue
        if row.number > number:
            yield Finding(MISSING, number, row.number - 1, head.day)
            previous, gap = row.previous, row.number
        right = hash_of(row.number, row.day, row.fact, row.previous) == row.hash and row.day == head.day
        if not right:
            yield Finding(CHANGED, row.number, row.number, head.day)
        elif row.previous != previous and gap != row.number:
            # This row is as it was chained; what it was chained to is not.
            yield Finding(CHANGED, max(row.number - 1, head.first), max(row.number - 1, head.first), head.day)
        number, previous = row.number + 1, row.hash
    if number <= head.last:
        yield Finding(MISSING, number, head.last, head.day)
    elif previous != head.hash:
        yield Finding(CHANGED, head.last, head.last, head.day)
