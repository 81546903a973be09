"""What no report takes: each kind answers with a problem that names the field, and none with a failure of ours."""

from __future__ import annotations

import pytest

from functions.reports.app import app
from tests.support.http import Answer, Client
from tests.support.identity import bearer

DAYS = "from=2026-02-01&to=2026-02-03"
DAYS_OF_STORE = ("funnel", "search_words", "product_health", "cohorts", "process_times", "activity", "data_quality", "store_days", "pack",
                 "spend", "couriers")  # fmt: skip
RANGES = ("sales", "rfm", "purchases", "campaigns", "coupons", "payments", "turnover")
REPORTS = (*DAYS_OF_STORE, *RANGES)
BY_DIMENSION = ("sales", "rfm", "purchases", "couriers")
IN_A_ZONE = ("sales", "rfm", "purchases", "campaigns", "coupons", "payments")
IN_A_CURRENCY = ("sales", "rfm", "purchases", "campaigns", "coupons")
PAGED = ("sales", "campaigns", "coupons", "product_health")


def ask(report: str, query: str, accept: str = "*/*") -> Answer:
    return Client(app, {**bearer("analyst"), "accept": accept}).get(f"/v1/admin/reports/{report}?{query}")


def refused(report: str, query: str) -> tuple[str, str]:
    """Where and why."""
    answer = ask(report, query)
    assert answer.status == 422, (report, query, answer.status, answer.text[:300])
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json["detail"]
    return tuple((answer.json.get("errors") or [{"pointer": "", "code": answer.json["code"]}])[0][name] for name in ("pointer", "code"))


@pytest.mark.parametrize("report", REPORTS)
def test_days_that_are_none(report: str) -> None:
    assert refused(report, "from=2026-02-03&to=2026-02-01") in (("/to", "reversed_range"), ("", "reversed_range"))
    assert refused(report, "from=2016-01-01&to=2026-01-01&grain=hour" if report == "sales" else "from=2016-01-01&to=2026-01-01") in (
        ("/to", "range_too_long"), ("", "range_too_long"),
    )  # fmt: skip
    for wrong in ("2026-02-30", "0000-01-01", "now", "2026-02-01'--", "٢٠٢٦-٠٢-٠١", "", "1e9"):
        assert refused(report, f"from={wrong}&to=2026-03-01")[0] == "/from"
    assert refused(report, "from=2026-02-01")[0] == "/to"
    for far in ("0001-01-01", "9999-12-31"):
        assert refused(report, f"from={far}&to={far}") == ("/from", "invalid_time")


@pytest.mark.parametrize("report", REPORTS)
def test_a_parameter_that_no_report_has(report: str) -> None:
    assert refused(report, f"{DAYS}&by=colour")[0] == "/by"
    assert refused(report, f"{DAYS}&colour=red") == ("/colour", "extra_forbidden")


@pytest.mark.parametrize("report", IN_A_ZONE)
def test_zones_and_currencies(report: str) -> None:
    for zone in ("Mars/Base", "../../etc/passwd", "%00", "+08:00"):
        assert refused(report, f"{DAYS}&timezone={zone}")[0] == "/timezone"
    for currency in ("ZZZ", "cny", "", "US$"):
        assert refused(report, f"{DAYS}&currency={currency}")[0] == "/currency"


@pytest.mark.parametrize("report", IN_A_CURRENCY)
@pytest.mark.parametrize("accept", ["application/json", "text/csv"])
def test_a_currency_without_sales_is_an_empty_report(report: str, accept: str) -> None:
    answer = ask(report, f"{DAYS}&currency=ISK", accept)
    assert answer.status == 200, answer.text


@pytest.mark.parametrize("report", PAGED)
def test_cursors_that_are_not_of_this_report(report: str) -> None:
    for cursor in ("nonsense", "e30", "eyJhIjoxfQ==", "💥", "A" * 900):
        answer = ask(report, f"{DAYS}&cursor={cursor}")
        assert (answer.status, answer.json["code"]) == (400, "invalid_cursor"), (report, cursor, answer.text)
    assert refused(report, f"{DAYS}&cursor={'A' * 1001}")[0] == "/cursor"
    for limit in ("0", "-1", "1000000", "x", "1.5"):
        assert refused(report, f"{DAYS}&limit={limit}")[0] == "/limit"
