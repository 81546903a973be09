"""A range of more days than are put into tables at once: every question says the same, and the fourth opens no file any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from functions.reports.model.asked import Span, span_of
from functions.reports.model.cells import COLUMNS
from functions.reports.model.dimensions import Dimension
from functions.reports.model.periods import Grain
from functions.reports.sales.figures import figures, forget_answers
from functions.reports.store import cells_base
from tests.unit.reports.invented import ZONE, files, orders

FIRST, LAST = date(2026, 3, 1), date(2026, 4, 16)


def _span() -> Span:
    return span_of(f"{FIRST}", f"{LAST}", Grain.MONTH, asked_zone=None, store_zone=ZONE)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Sixteen files of days with few rows, and among them three that have sums."""
    few, many = tmp_path_factory.mktemp("few"), tmp_path_factory.mktemp("many")
    whole = files(orders(3, many=60, days=15), few)
    return [_with_sums(path, many) if number % 5 == 2 else path for number, path in enumerate(whole)]


def _with_sums(path: Path, folder: Path) -> Path:
    rows = cells_base.ask("SELECT * EXCLUDE (orders_with) FROM cells", [path])
    names = [*COLUMNS]
    target = folder / f"{path.stem}{cells_base.SECTIONED}"
    target.write_bytes(cells_base.parquet_of([dict(zip(names, row, strict=True)) for row in rows]))
    return target


def _said(known: Sequence[Path], by: list[Dimension]) -> dict[Any, Any]:
    forget_answers()
    return {row.place: (row.sums, row.orders_with) for row in figures(_span(), by, files=known)}


@pytest.mark.parametrize("by", [[], [Dimension.CUSTOMER], [Dimension.CUSTOMER, Dimension.COUPON], [Dimension.PRODUCT]])
def test_each_question_says_the_same_and_the_last_opens_no_file(
    by: list[Dimension], known: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    cells_base.forget_tables()
    wanted = _said(known, by)
    cells_base.forget_tables()
    monkeypatch.setattr(cells_base, "_AT_ONCE", 4)
    read: list[int] = []
    real = cells_base._read

    def counting(some: Sequence[Path], *given: Any) -> str:
        read.append(len(some))
        return real(some, *given)

    monkeypatch.setattr(cells_base, "_read", counting)
    for _ in range(2 + len(known) // 4):
        read.clear()
        assert _said(known, by) == wanted != {}
    sectioned = sum(map(cells_base.has_sections, known))
    assert sum(read) == (sectioned if by == [Dimension.PRODUCT] else 0)
    cells_base.forget_tables()


def test_tables_that_are_full_begin_anew(known: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a question asks both kinds of files, and its first table is full: both are dropped before either is asked."""
    cells_base.forget_tables()
    halves = known[:8], known[8:]
    wanted = [_said(some, []) for some in halves]
    monkeypatch.setattr(cells_base, "_AT_ONCE", 4)
    monkeypatch.setattr(cells_base, "_MOST_KEPT", 9)
    for _ in range(4):
        assert [_said(some, []) for some in halves] == wanted
        assert all(len(numbers) <= 9 for numbers in cells_base._numbers.values())
    cells_base.forget_tables()
