"""Amounts that are each allowed add up to more than one of them may be: in a currency of small units that is a month of a middling shop."""

from __future__ import annotations

import time

from functions.reports.app import app
from functions.reports.model.spend import By, Spend, results
from functions.reports.spend.schemas import MOST_SHOWN, SpendQuery, SpendReport
from functions.shared.outside import clock
from functions.shared.plain.money import MAX_AMOUNT, MAX_SUM
from tests.integration.reports.lake.visits import NOON
from tests.integration.reports.test_bad_input import DAYS, ask
from tests.integration.reports.test_report_api import XLSX, count, sold
from tests.support.http import Client
from tests.support.identity import bearer


def test_sales_of_more_than_one_amount_may_be() -> None:
    for number in range(3):
        sold("2026-02-01T05:00:00Z", MAX_AMOUNT, sku=f"SKU-{number % 2}")
    count()
    for report in ("sales", "payments", "rfm", "coupons", "campaigns", "purchases"):
        for accept in ("application/json", "text/csv", XLSX):
            answer = ask(report, DAYS, accept)
            assert answer.status == 200, (report, accept, answer.text)
    (whole,) = ask("sales", f"{DAYS}&by=sku").json["totals"]
    assert whole["revenue"] == {"amount": 3 * MAX_AMOUNT, "currency": "CNY"}
    assert Client(app, bearer("analyst")).get(f"/v1/admin/reports/pack?{DAYS}&language=en").status == 200


def test_spend_of_more_than_one_amount_may_be() -> None:
    rows = "".join(f"2026-03-08,google,spring,k{number},IDR,{MAX_AMOUNT // 100}\n" for number in range(3))
    with clock.frozen(NOON):
        told = Client(app, bearer("owner")).post(
            "/v1/admin/reports/spend", f"day,source,campaign,keyword,currency,cost\n{rows}".encode(), content_type="text/csv"
        )
        assert told.json == {"kept": 3}
        assert [one["cost"]["amount"] for one in ask("spend", "from=2026-03-08&to=2026-03-08").json["totals"]] == [3 * MAX_AMOUNT]


def test_a_whole_number_to_every_program() -> None:
    assert MAX_AMOUNT < MAX_SUM == 2**53 - 1


def test_twenty_thousand_keywords_are_told_at_once() -> None:
    rows = results([Spend("2026-03-08", "google", "spring", f"k{number}", "CNY", number) for number in range(20_000)], [], By.KEYWORD)
    asked, began = SpendQuery.model_validate({"from": "2026-03-01", "to": "2026-03-10", "by": "keyword"}), time.process_time()
    said = SpendReport.of(asked, "Asia/Shanghai", rows)
    assert time.process_time() - began < 2, "it took 5 s while each row was looked for in a set of its own"
    assert (len(said.rows), said.rest[0].cost.amount) == (MOST_SHOWN, sum(range(20_000 - MOST_SHOWN)))
    assert said.totals[0].cost.amount == sum(range(20_000))
