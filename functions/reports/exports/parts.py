"""Which periods are written together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from functions.reports.files.sheets import MOST_ROWS
from functions.reports.sales.report import Frame

MOST_OF_PERIOD, MOST_IN_ALL = 100_000, 5_000_000
Sizes = Sequence[tuple[str, str, int]]


def parted(frame: Frame, sizes: Sizes, earlier: Sizes) -> tuple[list[list[str]], int]:
    """Periods in their order, of 20,000 rows at most unless one alone has more; and how many rows there are at most. Raises ValueError with
    a sentence for people where that is too many."""
    rows = Counter[str]({name: len(frame.currencies) for name in frame.periods})
    for label, _, many in sizes:
        rows[label] += many
    places = frame.places()
    for label, _, many in earlier:
        rows[places[label]] += many
    if max(rows.values()) > MOST_OF_PERIOD:
        raise ValueError(f"One period alone has more than {MOST_OF_PERIOD} rows: ask by day, or cross less.")
    if rows.total() > MOST_IN_ALL:
        raise ValueError(f"There are more than {MOST_IN_ALL} rows: ask for fewer days, or cross less.")
    parts, size = [list[str]()], 0
    for name in frame.periods:
        if parts[-1] and size + rows[name] > MOST_ROWS:
            parts.append([])
            size = 0
        parts[-1].append(name)
        size += rows[name]
    return parts, rows.total()
