"""Whatever is crossed, sums that are kept beside the rows, pages of them and rows say the same as a loop over the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.reports.model.asked import Comparison, Span, span_of
from functions.reports.model.cells import Cell, cells_of
from functions.reports.model.dimensions import Dimension
from functions.reports.model.facts import Dims, Fact, FactKind, Piece
from functions.reports.model.measures import MEASURES
from functions.reports.model.periods import Grain, label, label_of_day, period_start
from functions.reports.sales import figures as asked_of
from functions.reports.sales.figures import days_for, figures, files_for
from functions.reports.sales.read_page import read_page
from functions.reports.sales.report import Line, report
from functions.reports.store.cells import Counted
from functions.reports.store.cells_base import SECTIONED, forget_tables, lies_in, month_of, parquet_of
from functions.shared.plain import times

ZONE, BEGIN = "Asia/Shanghai", datetime(2026, 3, 27, tzinfo=UTC)
DAYS = 6
D = Dimension
BY: list[list[Dimension]] = [
    [], [D.CHANNEL], [D.CATEGORY], [D.PRODUCT], [D.SKU], [D.CHANNEL, D.CATEGORY], [D.CATEGORY, D.CHANNEL], [D.COUPON, D.CAMPAIGN],
    [D.PRODUCT, D.COUNTRY], [D.COUNTRY, D.PRODUCT], [D.CATEGORY, D.PRODUCT], [D.SKU, D.PRODUCT], [D.COUPON, D.SKU], [D.REASON, D.METHOD],
]  # fmt: skip


def _facts(chance: Random) -> Iterator[tuple[Fact, Dims]]:
    for number in range(90):
        at = BEGIN + timedelta(minutes=chance.randrange(DAYS * 1440))
        currency, pieces = chance.choice(("CNY", "CNY", "EUR")), list[Piece]()
        for line in range(chance.choice((1, 2, 3))):
            one, price = chance.randrange(25), chance.randrange(100, 9_000)
            sums = {"orders": int(line == 0), "units": 1, "subtotal": price, "revenue": price}
            pieces.append(Piece(sums, f"line_{line}", f"prod_{one:02}", f"SKU-{one * 7 % 25:02}", f"cat_{one % 5}", f"brd_{one % 3}"))
        pieces.append(Piece({"shipping": 500, "revenue": 500}))
        coupons = {name: chance.randint(1, 90) for name in ("ten", "tea") if chance.random() < 0.3}
        campaigns = {name: chance.randint(1, 90) for name in ("may", "sun") if chance.random() < 0.3}
        dims = Dims(chance.choice(("web", "app")), chance.choice(("CN", "DE")), chance.choice(("new", "guest")), coupons, campaigns)
        sold = Fact(f"evt_{number}", FactKind.SALE, times.iso(at), f"ord_{number}", currency, ZONE, pieces)
        yield sold, dims
        if chance.random() < 0.3:
            later, gone = times.iso(min(at + timedelta(hours=30), BEGIN + timedelta(days=DAYS, seconds=-1))), pieces[0]
            back = Piece({"refunds": 70, "taken_back": 70}, "line_0", gone.product_id, gone.sku, gone.category_id, gone.brand_id)
            yield Fact(f"evt_{number}b", FactKind.REFUND, later, sold.order_id, currency, ZONE, [back], reason="return"), dims


@cache
def _made() -> tuple[list[Cell], dict[str, bytes]]:
    by_day = defaultdict[str, list[Cell]](list)
    for fact, dims in _facts(Random(7)):
        by_day[fact.at[:10]] += cells_of(fact, dims, "stripe")
    return [cell for some in by_day.values() for cell in some], {day: parquet_of(some) for day, some in by_day.items()}


@pytest.fixture
def cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Cell]]:
    made, paths = _made(), dict[str, Path]()
    for day, data in made[1].items():
        paths[day] = tmp_path / f"{day}{SECTIONED}"
        paths[day].write_bytes(data)
    days = [Counted(day, day, 1, []) for day in paths]
    monkeypatch.setattr(asked_of, "counted_days", lambda first, last, **_: [one for one in days if first <= one.day <= last])
    monkeypatch.setattr(asked_of, "files_of", lambda some: [paths[one.day] for one in some])
    yield made[0]
    asked_of.forget_answers()
    forget_tables()


def _asked(grain: Grain, zone: str | None, first: str = "2026-03-29", last: str = "2026-04-01") -> Span:
    return span_of(first, last, grain, asked_zone=zone, store_zone=ZONE)


def _loop(cells: Sequence[Cell], span: Span, by: Sequence[Dimension]) -> dict[Any, tuple[dict[str, int], int]]:
    sums, orders = defaultdict[Any, Counter[str]](Counter), defaultdict[Any, set[str]](set)
    for cell in cells:
        slot = times.parse(str(cell["slot"]))
        if span.is_books:
            day = datetime.fromisoformat(str(cell["day"])).date()
            assert span.first is not None
            assert span.last is not None
            if not span.first <= day <= span.last:
                continue
            name = str(cell["hour"]) if span.grain is Grain.HOUR else label_of_day(day, span.grain)
        else:
            if not span.start <= slot < span.end:
                continue
            name = label(period_start(slot, span.grain, ZoneInfo(span.zone)), span.grain)
        place = name, tuple(str(cell[one.value]) for one in by), str(cell["currency"])
        sums[place].update({one: int(cell.get(one, 0)) for one in MEASURES})
        orders[place] |= {str(cell["order_id"])} if cell["kind"] == "sale" else set()
    return {place: ({name: n for name, n in one.items() if n}, len(orders[place])) for place, one in sums.items()}


def _all_pages(span: Span, by: list[Dimension], compare: Comparison | None, limit: int) -> tuple[list[Line], Any]:
    found, after, totals = list[Line](), None, None
    while True:
        page = read_page(span, by, currency=None, currency_without="CNY", compare=compare, after=after, limit=limit)
        assert totals in (None, (page.totals, page.before))
        totals = page.totals, page.before
        found += page.lines[:limit]
        if len(page.lines) <= limit:
            return found, totals
        after = found[-1].place


def test_sums_and_rows_are_those_of_a_loop(cells: list[Cell]) -> None:
    asked = (_asked(Grain.MONTH, None), BY), (_asked(Grain.DAY, "Asia/Kathmandu"), BY[:3]), (_asked(Grain.HOUR, None), BY[:1])
    for span, some in asked:
        for by in some:
            wanted = _loop(cells, span, by)
            assert len(wanted) > 1, (span.grain, by)
            assert {row.place: (row.sums, row.orders_with) for row in figures(span, by)} == wanted, (span.grain, by)


def test_pages_are_the_whole_report(cells: list[Cell]) -> None:
    """March of three days is compared with as many before: no month has all currencies, and some days have nothing at all."""
    some = _asked(Grain.MONTH, None, "2026-03-28", "2026-04-01")
    days, clock = _asked(Grain.DAY, None, "2026-03-31", "2026-04-03"), _asked(Grain.WEEK, "Asia/Kathmandu")
    asked: list[tuple[Span, list[Dimension], Comparison | None]]
    asked = [(some, by, Comparison.PREVIOUS) for by in ([D.PRODUCT], [D.COUNTRY, D.SKU], [D.COUPON, D.PRODUCT], [D.CATEGORY, D.PRODUCT])]
    asked += [(some, [D.SKU, D.COUNTRY], None), (days, [D.CHANNEL, D.CATEGORY], Comparison.PREVIOUS), (clock, [D.CHANNEL, D.PRODUCT], None)]
    for span, by, compare in asked:
        whole = report(span, by, currency=None, currency_without="CNY", compare=compare)
        assert _all_pages(span, by, compare, len(whole.lines) // 3) == (whole.lines, (whole.totals, whole.before)), by


def test_days_that_lie_in_their_month_say_the_same(cells: list[Cell], tmp_path: Path) -> None:
    """Two days of three are put together; of another what is in the month is no longer true; then the month's files go."""
    span, some = _asked(Grain.MONTH, None), ([D.PRODUCT, D.COUNTRY], [D.CATEGORY, D.SKU])
    wanted = [_all_pages(span, by, None, 40) for by in some]
    files = sorted(files_for(span, days_for(span)))
    former = tmp_path / "former" / files[0].name
    former.parent.mkdir()
    former.write_bytes(parquet_of(cells[:50]))
    months = {lead: tmp_path / f"{lead}.parquet" for lead in ("product", "category")}
    for lead, month in months.items():
        month.write_bytes(month_of([former, *files[1:3]], lead))
    for there in (months.get, lambda _: None):
        asked_of.forget_answers()
        for file in files[1:3]:
            lies_in(file, there)
        assert [_all_pages(span, by, None, 40) for by in some] == wanted


def test_days_without_sums_say_the_same(cells: list[Cell], tmp_path: Path) -> None:
    span, day = _asked(Grain.MONTH, None), "2026-03-30"
    former = tmp_path / "former.parquet"
    former.write_bytes(parquet_of([cell for cell in cells if str(cell["slot"])[:10] == day], with_sums=False))
    files = [former, *(path for path in files_for(span, days_for(span)) if day not in path.name)]
    for by in ([], [D.CATEGORY, D.CHANNEL], [D.PRODUCT, D.COUNTRY]):
        assert {row.place: row for row in figures(span, by, files=files)} == {row.place: row for row in figures(span, by)}
