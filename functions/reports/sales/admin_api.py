"""HTTP operations for staff: reports."""

from __future__ import annotations

from functions.reports.model.rollup import by_period, totals
from functions.reports.model.sales_range import range_of, zone_of
from functions.reports.sales.sales import sales_rows
from functions.reports.sales.schemas import FiguresOut, SalesQuery, SalesReport, figures_fields, sales_row
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.plain import times
from functions.shared.plain.settings import settings

admin_api = Api("reports")


@admin_api.operation(
    "GET",
    "/v1/admin/reports/sales",
    summary="Sales by period",
    permission="reports.read",
    query=SalesQuery,
    response=SalesReport,
)
def sales(req: Request[NoBody, SalesQuery]) -> Reply:
    """Paid orders by the time of payment, counted once an hour; `from` and `to` of the answer are what was really counted."""
    query = req.query
    name = query.timezone or settings().store_timezone
    zone = zone_of(name)
    asked = range_of(query.start, query.end, query.grain, zone)
    rows = list(sales_rows(asked, query.by))
    report = SalesReport(
        start=times.iso(asked.start),
        end=times.iso(asked.end),
        grain=query.grain,
        by=query.by,
        timezone=name,
        data=[sales_row(row) for row in by_period(rows, query.grain, zone)],
        totals=[FiguresOut(**figures_fields(figures, currency)) for currency, figures in totals(rows).items()],
    )
    return Reply(report.model_dump_json(by_alias=True))
