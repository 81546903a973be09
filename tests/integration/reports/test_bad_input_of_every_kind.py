"""What comes from hands and tools that mean no report: as each role, and nothing of it is a failure of ours or an answer to another
question."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from functions.reports.app import app
from tests.integration.reports.test_bad_input import DAYS, PAGED, RANGES, REPORTS, ask
from tests.integration.reports.test_report_api import XLSX, count, sold
from tests.support.http import Client
from tests.support.identity import bearer
from tests.unit.reports.sheets import sheets_of

EMOJI = quote("💥")
NO_READERS = ("support", "warehouse", "merchandiser", "marketing", "auditor")


@pytest.mark.parametrize("report", REPORTS)
def test_emoji_doubled_and_zero_long(report: str) -> None:
    """Whatever is asked for, what is wrong is named."""
    for query, pointers in (
        (f"from={EMOJI}&to={EMOJI}", {"/from", "/to"}),
        (f"{DAYS}&by={EMOJI}", {"/by"}),
        (f"{DAYS}&timezone={EMOJI}", {"/timezone"}),
        (f"{DAYS}&currency={EMOJI}", {"/currency"}),
        (f"{DAYS}&compare={EMOJI}", {"/compare"}),
        (f"{DAYS}&{EMOJI}=1", {"/💥"}),
        ("from=2026-02-01&from=2026-02-02&to=2026-02-03", {"/from"}),
        ("", {"/from", "/to"}),
    ):
        answer = ask(report, query)
        assert answer.status == 422, (query, answer.text[:300])
        assert {error["pointer"] for error in answer.json["errors"]} == pointers, (query, answer.text[:300])
    same = ask(report, "from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z")
    assert same.status == 422
    assert {error["code"] for error in same.json["errors"]} <= {"reversed_range", "invalid_time"}


@pytest.mark.parametrize("role", [*NO_READERS, None])
def test_who_may_read_none_is_told_nothing_of_what_is_wrong(role: str | None) -> None:
    client = Client(app, bearer(role) if role else bearer())
    for report in (*REPORTS, "live", "forecast", "findings", "quarantine"):
        assert client.get(f"/v1/admin/reports/{report}?from=2026-02-03&to={EMOJI}").status == 403, report
    assert client.post("/v1/admin/report_exports", {"from": "2026-02-03", "to": "2026-02-01", "format": "💥"}).status == 403


@pytest.mark.parametrize("role", ["owner", "manager", "finance", "analyst"])
def test_who_may_read_is_told_what_is_wrong_with_an_export(role: str) -> None:
    client = Client(app, bearer(role))
    wrong: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({"from": "2026-02-03", "to": "2026-02-01"}, "/to", "reversed_range"),
        ({"from": "2016-01-01", "to": "2026-01-01", "grain": "hour"}, "/to", "range_too_long"),
        ({"by": ["💥"]}, "/by", ""), ({"by": ["sku", "sku"]}, "/by", ""), ({"by": ["sku", "brand", "channel"]}, "/by", ""),
        ({"timezone": "Mars/Base"}, "/timezone", "unknown_timezone"), ({"currency": "💥"}, "/currency", ""),
        ({"format": "pdf"}, "/format", ""),
    )  # fmt: skip
    for change, pointer, code in wrong:
        answer = client.post(
            "/v1/admin/report_exports", {"from": "2026-02-01", "to": "2026-02-03", "by": ["sku"], "format": "xlsx", **change}
        )
        assert answer.status == 422, (change, answer.text[:300])
        (error,) = answer.json["errors"]
        assert (error["pointer"].startswith(pointer), code in ("", error["code"])) == (True, True), (change, answer.text[:300])


def test_cursors_of_another_question_are_refused() -> None:
    """The same report, asked otherwise; and each other report."""
    for number in range(3):
        sold(f"2026-02-0{number + 1}T05:00:00Z", 1000, sku=f"SKU-{number}", product_id=f"prod_{number}")
    count()
    page = ask("sales", f"{DAYS}&by=sku&limit=1").json
    assert page["next_cursor"]
    cursor = quote(page["next_cursor"])
    assert ask("sales", f"{DAYS}&by=sku&limit=1&cursor={cursor}").status == 200
    for report, query in (
        ("sales", f"{DAYS}&by=product&limit=1"), ("sales", "from=2026-02-01&to=2026-02-02&by=sku&limit=1"),
        ("sales", f"{DAYS}&by=sku&grain=month&limit=1"), ("sales", f"{DAYS}&by=sku&timezone=Asia/Tokyo&limit=1"),
        *((other, DAYS) for other in PAGED if other != "sales"),
    ):  # fmt: skip
        answer = ask(report, f"{query}&cursor={cursor}")
        assert (answer.status, answer.json.get("code")) == (400, "invalid_cursor"), (report, query)


@pytest.mark.parametrize("report", [*RANGES, "funnel", "process_times", "couriers"])
def test_files_of_nothing_have_a_head_and_no_rows_of_anything(report: str) -> None:
    """Days on which nothing was sold; of a currency that nothing is sold in, where one can be named."""
    days = "from=2031-02-01&to=2031-02-01"
    text = ask(report, days, "text/csv")
    assert text.status == 200, text.text
    head, *rows = text.text.lstrip("\ufeff").splitlines()
    assert "," in head
    assert len(rows) <= 12, rows
    book = ask(report, days, XLSX)
    assert book.status == 200
    (sheet,) = sheets_of(book.content).values()
    assert len(sheet) == len(rows) + 1
