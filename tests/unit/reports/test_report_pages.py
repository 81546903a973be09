"""Pages of a report hold while figures are counted anew between them, and are of one query only."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from functions.reports.exports.parts import parted
from functions.reports.files.pages import page_of
from functions.reports.model.pack import Pack, Span, day_of
from functions.reports.sales.report import Frame
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


def test_what_a_pack_says_is_net_of_what_went_back() -> None:
    """By currency, on the day the money went, also of orders that were paid before; and of days counted before refunds were."""
    of_hour = {"paid": 1, "visitors": 0}
    first = day_of("2026-03-01", [{"currency": "CNY", "revenue": 500, **of_hour}, {"currency": "", "revenue": 0, **of_hour, "visitors": 4}])
    rows = [{"currency": "CNY", "revenue": 300, "refunded": 450, **of_hour}, {"currency": "JPY", "revenue": 0, "refunded": 7, **of_hour}]
    pack = Pack(Span(first.day, first.day), "Asia/Shanghai", "CNY", [first, day_of("2026-03-02", rows)], [first], {}, [], [])
    assert [(pack.revenue(one), pack.net(one)) for one in pack.currencies] == [(800, 350), (0, -7)]
    assert pack.net("CNY", before=True) == 500


def test_parts_of_an_export_hold_every_period_once() -> None:
    """Parts of 20,000 rows; what is compared with what is beyond the range ends with its last period; too many are refused."""
    days = [f"2026-01-{day:02}" for day in range(1, 11)]
    frame = Frame({day: day for day in days}, [f"2025-01-{day:02}" for day in range(1, 13)], ["CNY"], 1)
    parts, total = parted(frame, [(day, "CNY", 9_000) for day in days], [(day, "CNY", 4_000) for day in frame.earlier])
    assert [name for part in parts for name in part] == days
    assert ([len(part) for part in parts], total) == ([1] * 10, 10 + 90_000 + 48_000)
    assert parted(frame, [], []) == ([days], 10)
    for sizes in ([(days[0], "CNY", 100_001)], [(day, "CNY", 99_999) for day in days] * 6):
        with pytest.raises(ValueError, match="rows"):
            parted(frame, sizes, [])
