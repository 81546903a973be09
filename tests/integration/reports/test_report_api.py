"""The sales report as callers use it: hours of odd days, odd zones, comparison, files, pages, bad input."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.model.order import Order
from functions.reports.app import app, record_facts, rollup_hourly
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from tests.integration.orders.buyer import counted
from tests.support.events import sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event
from tests.unit.reports.sheets import sheets_of

_PATH = "/v1/admin/reports/sales?"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def _in_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("STORE_TIMEZONE", request.param)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def in_zone(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("_in_zone", [name], indirect=True)


def sold(at: str, amount: int, *, currency: str = "CNY", **lines: str) -> Order:
    """An order of so much, without delivery."""
    order = an_order(quantities=(1,), price=amount, currency=currency, channel=lines.pop("channel", "web"))
    named = replace(order.lines[0], **lines)  # type: ignore[arg-type]
    made = replace(order, lines=[named], totals=replace(order.totals, shipping=0, total=amount), timezone=settings().store_timezone)
    with clock.frozen(times.parse(at)):
        assert record_facts(sqs_of_events([paid_event(made)]), None) == {"batchItemFailures": []}
    return made


def count() -> None:
    rollup_hourly({}, None)


def ask(query: str, accept: str = "application/json") -> Answer:
    return Client(app, {**bearer("analyst"), "accept": accept}).get(_PATH + query)


def read(query: str) -> Any:
    answer = ask(query)
    assert answer.status == 200, answer.text
    return answer.json


def net(row: Any) -> int | None:
    return None if row is None else row["net"]["amount"]


@in_zone("America/New_York")
@pytest.mark.usefixtures("_in_zone")
def test_hours_of_the_day_of_25_and_of_23() -> None:
    for at, amount in (
        ("2026-11-01T05:30:00Z", 1000),
        ("2026-11-01T06:30:00Z", 2000),
        ("2026-11-02T04:30:00Z", 3000),
        ("2026-10-31T20:00:00Z", 77),
    ):
        sold(at, amount)
    count()
    report = read("grain=hour&from=2026-11-01&to=2026-11-01&compare=previous")
    rows = report["data"]
    assert (len(rows), len({row["period"] for row in rows})) == (25, 25)
    assert [(row["period"], net(row)) for row in rows if row["period"].startswith("2026-11-01T01:00")] == [
        ("2026-11-01T01:00-04:00", 1000), ("2026-11-01T01:00-05:00", 2000),
    ]  # fmt: skip
    assert (net(rows[24]), rows[24]["comparison"], rows[23]["comparison"] is None) == (3000, None, False)
    assert sum(net(row) or 0 for row in rows) == net(report["totals"][0]) == 6000
    assert sum(net(row["comparison"]) or 0 for row in rows) == net(report["compared"]["totals"][0]) == 77
    assert net(read("from=2026-10-31&to=2026-10-31")["totals"][0]) == 77
    lines = list(csv.reader(io.StringIO(ask("grain=hour&from=2026-11-01&to=2026-11-01", "text/csv").text)))
    assert len({line[0] for line in lines[1:]}) == 25
    spring = read("grain=hour&from=2026-03-08&to=2026-03-08")["data"]
    assert (len(spring), [row for row in spring if "T02:00" in row["period"]]) == (23, [])
    # Longer before than now: what is beyond stands with the last hour.
    after = read("grain=hour&from=2026-11-02&to=2026-11-02&compare=previous")
    assert (len(after["data"]), sum(net(row["comparison"]) or 0 for row in after["data"])) == (24, 6000)


@in_zone("Asia/Shanghai")
@pytest.mark.usefixtures("_in_zone")
def test_zones_off_the_full_hour() -> None:
    sold("2026-01-15T10:10:00Z", 4000)
    sold("2026-01-15T10:20:00Z", 6000)
    count()

    def days(zone: str) -> list[int | None]:
        return [net(row) for row in read(f"from=2026-01-15&to=2026-01-16&timezone={zone}")["data"]]

    assert days("Pacific/Chatham") == [4000, 6000]
    for zone in ("Asia/Shanghai", "Asia/Kathmandu", "Asia/Kolkata"):
        assert days(zone) == [10_000, 0]


def test_files_keep_numbers_numbers_and_codes_codes() -> None:
    for number, sku in enumerate(("-20 % Box", "+1 gift", "@home", "=2+3", "00042", "1E5", "0012345678905")):
        sold("2026-02-01T04:00:00Z", 4200 + number, sku=sku)
    count()
    lines = list(csv.DictReader(io.StringIO(ask("from=2026-02-01&to=2026-02-01&by=sku", "text/csv").text)))
    assert {line["sku"] for line in lines} == {"'-20 % Box", "'+1 gift", "'@home", "'=2+3", "00042", "1E5", "0012345678905"}
    assert sorted(line["revenue"] for line in lines)[:2] == ["42.00", "42.01"]
    book = ask("from=2026-02-01&to=2026-02-01&by=sku", XLSX)
    assert book.headers["content-type"] == XLSX
    with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
        assert b"<f>" not in opened.read("xl/worksheets/sheet1.xml")
    (rows,) = sheets_of(book.content).values()
    assert {"-20 % Box", "+1 gift", "@home", "=2+3", "00042", "1E5", "0012345678905", 42.01} <= {cell for row in rows for cell in row}


def test_below_zero_is_a_number_in_files() -> None:
    from functions.reports.files.sheets import xlsx_of
    from functions.shared.plain.files.csv_rows import csv_of
    from functions.shared.plain.money import Money, to_decimal

    rows: list[list[Any]] = [["refunds", "title"], [to_decimal(Money(-4200, "CNY")), "-42"]]
    assert csv_of(iter(rows)) == "refunds,title\r\n-42.00,'-42\r\n"
    with zipfile.ZipFile(io.BytesIO(xlsx_of(iter(rows)))) as opened:
        assert "<v>-42</v>" in opened.read("xl/worksheets/sheet1.xml").decode()


def test_two_dimensions_cross_and_add_up_per_currency() -> None:
    for number in range(12):
        currency = "JPY" if number % 4 == 0 else "CNY"
        sold("2026-02-01T04:00:00Z", 101 + number, currency=currency, channel=("web", "app")[number % 2], category_id=f"cat_{number % 3}")
    count()
    report = read("from=2026-01-31&to=2026-02-02&by=channel&by=category")
    for totals in report["totals"]:
        currency = totals["net"]["currency"]
        rows = [row for row in report["data"] if row["net"]["currency"] == currency]
        assert sum(row["orders"] for row in rows) == totals["orders"]
        assert sum(net(row) or 0 for row in rows) == net(totals)
    assert [totals["net"]["currency"] for totals in report["totals"]] == ["CNY", "JPY"]
    assert {tuple(row["keys"]) for row in report["data"] if row["period"] == "2026-01-31"} == {(None, None)}
    assert (report["by"], report["dimensions"]) == ("channel", ["channel", "category"])
    only = read("from=2026-01-31&to=2026-02-02&currency=JPY")
    assert ([t["net"]["currency"] for t in only["totals"]], len(only["data"])) == (["JPY"], 3)
    none = read("from=2026-01-31&to=2026-02-02&currency=USD")
    assert ([(t["orders"], t["net"]) for t in none["totals"]], len(none["data"])) == ([(0, {"amount": 0, "currency": "USD"})], 3)


def test_the_same_days_a_year_before_and_whole_months() -> None:
    sold("2025-02-10T04:00:00Z", 500)
    sold("2026-02-10T04:00:00Z", 700)
    sold("2026-01-10T04:00:00Z", 90, channel="app")
    count()
    year = read("from=2026-02-01&to=2026-02-28&compare=year&grain=month")
    assert (net(year["data"][0]), net(year["data"][0]["comparison"]), year["compared"]["from"]) == (700, 500, "2025-01-31T16:00:00.000Z")
    months = read("from=2026-02-01&to=2026-02-28&compare=previous&by=channel")
    assert (months["compared"]["from"], net(months["compared"]["totals"][0])) == ("2025-12-31T16:00:00.000Z", 90)
    assert sum(net(row["comparison"]) or 0 for row in months["data"]) == 90  # also of a channel that has nothing now
    leap = read("from=2024-02-29&to=2024-02-29&compare=year")
    assert leap["compared"]["from"] == "2023-02-27T16:00:00.000Z"


def test_pages_are_of_one_report_only() -> None:
    for number in range(5):
        sold("2026-02-01T04:00:00Z", 100 + number, sku=f"SKU-{number}")
    count()
    query = "from=2026-02-01&to=2026-02-01&by=sku&limit=2"
    page, seen = read(query), list[str]()
    while True:
        seen += [row["key"] for row in page["data"]]
        assert page["totals"][0]["orders"] == 5
        if page["next_cursor"] is None:
            break
        cursor = page["next_cursor"]
        page = read(f"{query}&cursor={cursor}")
    assert seen == [f"SKU-{number}" for number in range(5)]
    for other in ("from=2026-02-01&to=2026-02-02&by=sku", "from=2026-02-01&to=2026-02-01&by=product", "from=2026-02-01&to=2026-02-01"):
        refused = ask(f"{other}&cursor={cursor}")
        assert (refused.status, refused.json["code"]) == (400, "invalid_cursor")
    assert ask(f"{query}&cursor=nonsense").status == 400


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("from=2026-02-02&to=2026-02-01", "/to", "reversed_range"),
        ("from=2016-01-01&to=2026-01-01&grain=hour", "/to", "range_too_long"),
        ("from=2026-01-01&to=2026-01-01&by=colour", "/by", "value_error"),
        ("from=2026-01-01&to=2026-01-01&by=sku&by=colour", "/by", "value_error"),
        ("from=2026-01-01&to=2026-01-01&by=sku&by=sku", "/by", "same_dimension"),
        ("from=2026-01-01&to=2026-01-01&timezone=Mars/Base", "/timezone", "unknown_timezone"),
        ("from=2026-01-01&to=2026-01-01&timezone=../../etc/passwd", "/timezone", "unknown_timezone"),
        ("from=2026-01-01&to=2026-01-01&currency=ZZZ", "/currency", "unknown_currency"),
        ("from=2026-01-01&to=2026-01-01&currency=cny", "/currency", "string_pattern_mismatch"),
        ("from=2026-02-30&to=2026-03-01", "/from", "invalid_time"),
        ("from=0001-01-01&to=0001-01-02", "/from", "invalid_time"),
        ("from=2026-01-01&to=2026-01-01&compare=never", "/compare", "enum"),
        ("from=1970-01-02&to=1970-01-03&compare=year", "", ""),
    ],
)
def test_bad_input_is_a_clear_problem(query: str, pointer: str, code: str) -> None:
    answer = ask(query)
    if not code:
        assert answer.status == 200, answer.text
        return
    assert (answer.status, answer.json["errors"][0]["pointer"], answer.json["errors"][0]["code"]) == (422, pointer, code)


def test_three_dimensions_are_too_many() -> None:
    assert ask("from=2026-01-01&to=2026-01-01&by=sku&by=brand&by=channel").status == 422


def test_a_report_costs_one_query_and_the_days_it_has_not_read_yet() -> None:
    for number in range(3):
        sold(times.iso(times.parse("2026-02-01T04:00:00Z") + timedelta(days=number)), 100)
    count()
    read("from=2026-02-01&to=2026-02-28&by=channel&by=category")
    with counted() as calls:
        read("from=2026-02-01&to=2026-02-28&by=sku&by=brand")
    assert calls == {"Query": 1}
