"""Reading what reconciliation found."""

from __future__ import annotations

from collections.abc import Iterator

from functions.payments.reconciling.reconciliation_runs import KnownDifference, KnownRun, Run, differences_of, find_run
from functions.shared.plain.errors import NotFound

_PAGE = 100
_MOST_IN_A_FILE = 10_000


def run_named(run_id: str) -> KnownRun:
    """Raises NotFound."""
    known = find_run(run_id)
    if known is None:
        raise NotFound("There is no such reconciliation.")
    return known


def all_differences(run: Run) -> Iterator[KnownDifference]:
    """Up to ten thousand: what one answer can hold."""
    cursor, count = None, 0
    while count < _MOST_IN_A_FILE:
        page = differences_of(run, limit=_PAGE, cursor=cursor)
        yield from page.data
        count += len(page.data)
        if (cursor := page.next_cursor) is None:
            return
