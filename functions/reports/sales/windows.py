"""The rows of one long period, in windows of keys: as many as a page needs are read, whatever there is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

from functions.reports.model.asked import Span
from functions.reports.model.dimensions import Dimension
from functions.reports.model.sections import MANY, SORTED, bare_for, rows_for
from functions.reports.sales.figures import Row, Window, figures, names_of
from functions.reports.store.cells_base import keys_in
from functions.shared.plain.deferred import dataclass

_UNDER_ONE = 50
Both = Sequence[tuple[Span | None, Sequence[Path]]]
"""What is asked for and what it is compared with, each with its files."""


@dataclass(frozen=True)
class _Keys:
    """Of `of` there are many; `among`: of the other dimension these."""

    both: Both
    by: Sequence[Dimension]
    currency: str | None
    of: Dimension
    other: Dimension | None = None
    among: tuple[str, ...] = ()

    def rows(self, lower: str, upto: str | None, *, is_from: bool, section: str | None) -> tuple[list[Row], list[Row]]:
        window = Window(self.of, lower, upto, is_from, self.other, self.among)
        found = [
            figures(span, self.by, self.currency, files=files, window=window, section=section) if span else [] for span, files in self.both
        ]
        return found[0], found[1]


def rows_by_windows(
    both: Both, by: Sequence[Dimension], currency: str | None, after: Sequence[str] | None, limit: int
) -> Iterator[tuple[list[Row], list[Row]]]:
    """The rows of both, window by window, in the order of their keys, from those of `after` on."""
    if by[0].value in SORTED:
        # Under a category or a brand there are many of the other.
        under = 1 if len(by) == 1 or by[0].value in MANY else _UNDER_ONE
        yield from _windows(_Keys(both, by, currency, by[0]), after[0] if after else "", limit, under, _orders(both, currency))
        return
    # Few keys come first, and under each of them many: one after the other, small ones together.
    counts = _counts(both, by[0], currency)
    names = sorted(name for name in counts if after is None or name >= after[0])
    while names:
        some, many = list[str](), 0
        while names and (not some or many + counts[names[0]] < limit):
            many += counts[names[0]]
            some.append(names.pop(0))
        keys = _Keys(both, by, currency, by[1], by[0], tuple(some))
        if len(some) > 1:
            bare, rest = _bare(keys), keys.rows("", None, is_from=False, section=rows_for([by[1].value]))
            yield bare[0] + rest[0], bare[1] + rest[1]
        else:
            yield from _windows(keys, after[1] if after is not None and some[0] == after[0] else "", limit, 1, many)


def _orders(both: Both, currency: str | None) -> int:
    rows = (row for span, files in both if span for row in figures(span, (), currency, files=files))
    return sum(row.orders_with + 1 for row in rows)


def _counts(both: Both, of: Dimension, currency: str | None) -> dict[str, int]:
    """About how many lines each key has."""
    found = dict[str, int]()
    for span, files in both:
        for row in figures(span, (of,), currency, files=files) if span else ():
            found[row.keys[0]] = found.get(row.keys[0], 0) + row.orders_with + 1
    return found


def _windows(keys: _Keys, start: str, limit: int, under: int, orders: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """`under`: how many lines a key has at most, `orders` how many all keys have, about."""
    if not start:
        yield _bare(keys)
    section, marks = rows_for([keys.of.value]), _marks(keys)
    lower, is_from, place = start, bool(start), bisect_left(marks, start)
    need = 1 + int(limit / min(under, max(1, orders) / max(1, len(marks))))
    while True:
        # Where some keys had less than a page, more come next.
        place, need = place + need, need * 2
        upto = marks[place - 1] if place <= len(marks) else None
        yield keys.rows(lower, upto, is_from=is_from, section=section)
        if upto is None:
            return
        lower, is_from = upto, False


def _bare(keys: _Keys) -> tuple[list[Row], list[Row]]:
    """What has no key of `of`: of that there is much, as the delivery of every order, and there are sums of it."""
    names = names_of(keys.by)
    is_books = all(span.is_books for span, _ in keys.both if span)
    section = bare_for([keys.of.value, *(name for name in names if name != keys.of.value)]) if keys.of.value in MANY and is_books else None
    return keys.rows("", "", is_from=True, section=section)


def _marks(keys: _Keys) -> list[str]:
    """Keys in their order, all of them or some evenly chosen, of what has most: windows end with one of them."""
    files = max((files for _, files in keys.both), key=len)
    return keys_in(tuple(files), keys.of.value)
