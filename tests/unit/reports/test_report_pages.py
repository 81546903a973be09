"""Pages of a report hold while figures are counted anew between them, and are of one query only."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from functions.reports.files.pages import page_of
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable

QUERY = {"by": "sku", "from": "2026-01-01"}


def _page(rows: list[list[Any]], cursor: str | None, query: dict[str, str] = QUERY) -> tuple[Any, str | None]:
    return page_of(rows, lambda row: row, query, cursor=cursor, limit=2)


def test_nothing_is_told_twice_or_left_out_when_rows_come_and_go() -> None:
    rows: list[list[Any]] = [["2026-01-01", key] for key in "bdfhj"]
    first, cursor = _page(rows, None)
    # Before the next page: one comes before what was read, what was read last goes, one comes after it.
    changed = sorted([["2026-01-01", "a"], *[row for row in rows if row[1] != "d"], ["2026-01-01", "e"]])
    second, cursor = _page(changed, cursor)
    third, end = _page(changed, cursor)
    assert [row[1] for row in [*first, *second, *third]] == ["b", "d", "e", "f", "h", "j"]
    assert end is None
    assert _page([], cursor) == ([], None)


@pytest.mark.parametrize("forged", [7, ["2026-01-01"], ["2026-01-01", 7], {"a": 1}, [None, None]])
def test_a_cursor_of_another_query_or_made_by_hand_is_refused(forged: Any) -> None:
    rows = [["2026-01-01", "a"], ["2026-01-01", "b"], ["2026-01-01", "c"]]
    _, cursor = _page(rows, None)
    with pytest.raises(Unreadable):
        _page(rows, cursor, {"by": "brand", "from": "2026-01-01"})
    with pytest.raises(Unreadable):
        _page(rows, pages.encode(forged, QUERY))
    with pytest.raises(Unreadable):
        _page(rows, base64.urlsafe_b64encode(b"nonsense").decode())
