"""What goodwill cost, for finance."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.payments.goodwill.report import By, cost_rows, totals
from functions.payments.reconciling.ledger_api import Period
from functions.shared.http.operation import Api, Request
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.plain import times

goodwill_report_api = Api("payments")


class CostsOf(Period):
    """`from` and `to` are dates of the store (both included) or moments (`to` left out); the last 31 days, at most 92."""

    by: By = By.KIND


class CostRowOut(Schema):
    key: str = Field(description="The kind, the roles of who gave it, the person, or the reason.")
    count: int
    cost: MoneyModel


class CostReport(Schema):
    """Equals the ledger's account `costs:goodwill`. Money counts when it has gone, a coupon when it is given, at what it is worth."""

    by: By
    data: list[CostRowOut]
    totals: list[MoneyModel]


@goodwill_report_api.operation(
    "GET",
    "/v1/admin/reports/compensations",
    summary="What goodwill cost",
    permission="reports.read",
    query=CostsOf,
    response=CostReport,
    errors=[(422, "invalid_date"), (422, "invalid_period")],
)
def costs(req: Request[Any, CostsOf]) -> CostReport:
    start, end = req.query.period()
    rows = cost_rows(times.parse(start), times.parse(end), req.query.by)
    return CostReport(
        by=req.query.by,
        data=[CostRowOut(key=row.key, count=row.count, cost=MoneyModel.shown(row.amount, row.currency)) for row in rows],
        totals=[MoneyModel.shown(amount, currency) for currency, amount in sorted(totals(rows).items())],
    )
