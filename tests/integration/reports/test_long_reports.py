"""Reports over HTTP as staff ask them: people, campaigns, pages while figures change, and exports beyond one answer."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from functions.reports import app as reports
from functions.reports.app import app, record_facts
from functions.reports.exports import book, parts
from functions.reports.files import answers
from functions.reports.sales import admin_api
from functions.shared.outside import clock
from functions.shared.outside.objects import get_object
from functions.shared.plain import times
from tests.integration.reports.test_report_api import XLSX, ask, count, read, sold
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs
from tests.support.orders import an_order, paid_event
from tests.unit.reports.sheets import sheets_of

RANGE = "from=2026-02-01&to=2026-02-03"


def bought(at: str, amount: int, customer: str) -> None:
    order = an_order(quantities=(1,), price=amount, customer_id=customer or None)
    with clock.frozen(times.parse(at)):
        event = paid_event(replace(order, totals=replace(order.totals, shipping=0, total=amount), timezone="Asia/Shanghai"))
        if amount > 150:
            event.data["order"]["campaigns"] = [{"campaign_id": "cam_1", "amount": 5}]
        assert record_facts(sqs_of_events([event]), None) == {"batchItemFailures": []}


def get(path: str, who: str = "analyst", accept: str = "application/json") -> Any:
    return Client(app, {**bearer(who), "accept": accept}).get(f"/v1/admin/reports/{path}")


def test_people_and_campaigns() -> None:
    for at, amount, customer in (
        ("2026-02-01T04:00:00Z", 100, "cus_a"),
        ("2026-02-02T04:00:00Z", 200, "cus_a"),
        ("2026-02-02T05:00:00Z", 300, "cus_b"),
        ("2026-02-03T05:00:00Z", 70, ""),
    ):
        bought(at, amount, customer)
    count()
    report = get(f"rfm?{RANGE}&by=value&compare=previous").json
    assert [(row["key"], row["buyers"]) for row in report["rows"]] == [("5", 0), ("4", 0), ("3", 0), ("2", 1), ("1", 1)]
    whole = report["totals"]
    assert (whole["buyers"], whole["orders"], whole["net"]["amount"], whole["share"], whole["buyers_before"]) == (2, 3, 600, 10_000, 0)
    assert len(get(f"rfm?{RANGE}&by=scores").json["rows"]) == 25
    for one in csv.DictReader(io.StringIO(get(f"rfm?{RANGE}", accept="text/csv").text)):
        assert one["key"] in {"champions", "loyal", "at_risk", "promising", "new", "cooling", "dormant"}
    assert "cus_" not in get(f"rfm?{RANGE}&by=scores").text
    effects = get(f"campaigns?{RANGE}").json
    (campaign, none) = effects["data"]
    assert (campaign["key"], campaign["orders_with"], campaign["new_customers"], campaign["returning_customers"]) == ("cam_1", 2, 1, 1)
    assert (campaign["during"]["orders"], campaign["before"]["orders"], campaign["lift"]) == (2, 1, 40_000)
    assert (none["key"], none["guests"], none["orders"], none["before"]) == (None, 1, 2, None)
    assert effects["totals"]["net"] == read(RANGE)["totals"][0]["net"]
    first = get(f"campaigns?{RANGE}&limit=1").json
    assert get(f"campaigns?{RANGE}&limit=1&cursor={first['next_cursor']}").json["data"] == [none]
    assert get(f"coupons?{RANGE}&limit=1&cursor={first['next_cursor']}").json["code"] == "invalid_cursor"
    assert get(f"coupons?{RANGE}", accept=XLSX).headers["content-type"] == XLSX


def test_how_people_buy() -> None:
    """M06: told as JSON, CSV and a spreadsheet, beside the days before; what was cancelled was bought all the same."""
    for at, amount, customer in (
        ("2026-01-31T04:00:00Z", 100, "cus_a"), ("2026-02-01T04:00:00Z", 100, "cus_a"), ("2026-02-02T05:30:00Z", 2_300, "cus_a"),
        ("2026-02-02T17:00:00Z", 99, "cus_b"), ("2026-02-03T04:10:00Z", 70, ""),
    ):  # fmt: skip
        bought(at, amount, customer)
    count()
    wanted = {
        "orders_per_customer": {"1": 1, "2": 2, "unknown": 1}, "hour_of_day": {"01": 1, "12": 2, "13": 1},
        "order_value": {"0": 2, "100": 1, "2000": 1}, "payment_method": {read(RANGE + "&by=method")["data"][0]["key"] or "unknown": 4},
    }  # fmt: skip
    for by, keys in wanted.items():
        report = get(f"purchases?{RANGE}&by={by}&compare=previous").json
        found = Counter[str]()
        for row in report["rows"]:
            found[row["key"]] += row["orders"]
        assert +found == keys, by
        assert report["orders"] == found.total() == sum(one["orders"] for one in read(RANGE)["totals"]) == 4
        assert report["orders_before"] == sum(row["orders_before"] for row in report["rows"]) == 1
        assert (report["compared"]["from"], report["compared"]["to"]) == ("2026-01-29", "2026-01-31")
        text = get(f"purchases?{RANGE}&by={by}", accept="text/csv").text.lstrip("\ufeff")
        assert sum(int(row["orders"]) for row in csv.DictReader(io.StringIO(text))) == 4
        assert "cus_" not in text
        (sheet,) = sheets_of(get(f"purchases?{RANGE}&by={by}", accept=XLSX).content).values()
        assert len(sheet) == len(text.splitlines())
    tokyo = get(f"purchases?{RANGE}&by=hour_of_day&timezone=Asia/Tokyo").json["rows"]
    assert {row["key"] for row in tokyo} == {"02", "13", "14"}


@pytest.mark.parametrize("report", ["rfm", "campaigns", "coupons"])
def test_who_may_ask_and_what_is_refused(report: str) -> None:
    assert [get(f"{report}?{RANGE}", who).status for who in ("owner", "finance", "support", "customer")] == [200, 200, 403, 403]
    for query, code in (
        ("from=2026-02-02&to=2026-02-01", "reversed_range"),
        ("from=2016-01-01&to=2026-01-01", "range_too_long"),
        (f"{RANGE}&timezone=Mars/Base", "unknown_timezone"),
        (f"{RANGE}&currency=ZZZ", "unknown_currency"),
    ):
        answer = get(f"{report}?{query}")
        assert (answer.status, answer.json["errors"][0]["code"]) == (422, code), (report, query)
    assert get(f"{report}?{RANGE}&currency=JPY").json["totals"]["net"] == {"amount": 0, "currency": "JPY"}


def test_a_page_goes_on_where_the_one_before_it_ended() -> None:
    for sku in "bdfh":
        sold("2026-02-01T04:00:00Z", 100, sku=sku)
    count()
    query = "from=2026-02-01&to=2026-02-01&by=sku&limit=2"
    first = read(query)
    for sku in "ae":
        sold("2026-02-01T04:00:00Z", 100, sku=sku)
    count()
    rest = read(f"{query}&cursor={first['next_cursor']}")
    last = read(f"{query}&cursor={rest['next_cursor']}")
    assert [row["key"] for page in (first, rest, last) for row in page["data"]] == ["b", "d", "e", "f", "h"]


def _export(**asked: Any) -> tuple[bytes, Any]:
    staff = Client(app, bearer("analyst"))
    started = staff.post("/v1/admin/report_exports", {"from": "2026-02-01", "to": "2026-02-28", **asked})
    assert started.status == 202, started.text
    run_jobs(reports.report_jobs)
    job = staff.get(f"/v1/admin/report_exports/{started.json['id']}").json
    assert job["state"] == "succeeded", job
    ending = job["result"]["filename"].partition(".")[2]
    return get_object(f"jobs/report_exports/{job['id']}/sales.{ending}") or b"", job


def _as_read(row: list[Any]) -> list[str | float]:
    """Numbers as numbers, texts without the guard that CSV has; as many cells as the head."""
    cells = ["" if cell is None else cell.removeprefix("'") if isinstance(cell, str) else cell for cell in row]
    cells = [float(cell) if isinstance(cell, str) and re.fullmatch(r"-?[0-9.]+", cell) else cell for cell in cells]
    return [*cells, *("" for _ in range(100 - len(cells)))]


def test_a_file_that_is_too_long_is_refused_before_a_row_of_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 12: a spreadsheet of a million rows. The answer says where it is to be had; the same question there begins a job."""
    for sku in "abc":
        sold("2026-02-01T04:00:00Z", 100, sku=sku)
    count()
    monkeypatch.setattr(answers, "MOST_ROWS", 2)
    with monkeypatch.context() as patched:
        patched.setattr(admin_api, "report", lambda *_a, **_b: pytest.fail("rows were made"))
        for accept in (XLSX, "text/csv"):
            refused = ask("from=2026-02-01&to=2026-02-01&by=sku", accept)
            assert (refused.status, refused.code) == (422, "too_many_rows")
            assert "POST /v1/admin/report_exports" in refused.json["detail"]
            assert "this report 3" in refused.json["detail"]
    assert ask("from=2026-02-01&to=2026-02-01&by=channel", XLSX).status == 200
    data, _ = _export(by=["sku"], to="2026-02-01", format="xlsx")
    assert len(sheets_of(data)["sales"]) == 1 + 3


def test_what_is_too_long_for_one_answer_is_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes as the report itself, however many parts there are, and whatever is counted meanwhile."""
    for day in (1, 2, 9):
        for sku in ("=a", "b"):
            sold(f"2026-02-{day:02}T04:00:00Z", 100 + day, sku=sku, currency="JPY" if day == 9 else "CNY")
            sold(f"2026-01-{day:02}T04:00:00Z", 50 + day, sku=sku)
    count()
    query = "from=2026-02-01&to=2026-02-28&by=sku&compare=previous"
    whole = ask(query, "text/csv").text
    monkeypatch.setattr(parts, "MOST_ROWS", 7)
    data, job = _export(by=["sku"], compare="previous")
    assert gzip.decompress(data).decode() == whole
    assert job["progress"]["done"] == len(whole.splitlines()) - 1
    books, _ = _export(by=["sku"], compare="previous", format="xlsx")
    (rows,) = sheets_of(books).values()
    lines = list(csv.reader(io.StringIO(whole)))
    assert rows[0] == lines[0]
    assert [_as_read(row) for row in rows[1:]] == [_as_read(line) for line in lines[1:]]
    assert len(rows) > 5 * 7
    monkeypatch.setattr(book, "MOST_ROWS", 10)
    several, _ = _export(by=["sku"], compare="previous", format="xlsx")
    assert [row for some in sheets_of(several).values() for row in some[1:]] == rows[1:]
    staff = Client(app, bearer("analyst"))
    for wrong, code in (
        ({"timezone": "Mars/Base"}, "unknown_timezone"),
        ({"from": "2026-03-01"}, "reversed_range"),
        ({"by": ["sku", "sku"]}, "same_dimension"),
        ({"grain": "hour", "from": "2016-01-01"}, "range_too_long"),
    ):
        refused = staff.post("/v1/admin/report_exports", {"from": "2026-02-01", "to": "2026-02-28", **wrong})
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, code)
    assert Client(app, bearer("support")).post("/v1/admin/report_exports", {"from": "2026-02-01", "to": "2026-02-28"}).status == 403
    assert staff.get("/v1/admin/report_exports/job_01JD5Z6N7W8X9Y0Z1A2B3C4D5E").status == 404
