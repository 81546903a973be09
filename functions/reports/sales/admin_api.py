"""HTTP operations for staff: reports."""

from __future__ import annotations

from functions.reports.files.answers import FILES, TOO_MANY, Table, not_too_many, told
from functions.reports.files.pages import page_of, place_after
from functions.reports.sales.asking import SalesQuery, span_asked
from functions.reports.sales.figures import count_of
from functions.reports.sales.read_page import read_page
from functions.reports.sales.report import report
from functions.reports.sales.schemas import SalesReport, sales_report
from functions.reports.sales.tables import head_of, rows_of
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.plain.settings import settings

admin_api = Api("reports")
WRONG = [
    (400, "invalid_cursor"), (422, "unknown_timezone"), (422, "invalid_time"), (422, "reversed_range"), (422, "range_too_long"),
    TOO_MANY, (422, "unknown_currency"), (422, "same_dimension"),
]  # fmt: skip


@admin_api.operation(
    "GET", "/v1/admin/reports/sales", summary="Sales by period", permission="reports.read", query=SalesQuery, response=SalesReport,
    scope=WHOLE_SHOP, errors=WRONG, own_answers=FILES,
)  # fmt: skip
def sales(req: Request[NoBody, SalesQuery]) -> Reply:
    """Paid orders by the time of payment, what was taken back when it was; counted once an hour. `from` and `to` of the answer are what was
    really counted. A page begins after the row where the one before it ended, also where figures were counted anew meanwhile.
    `Accept: text/csv` or the type of spreadsheets asks for a file, of at most 20,000 rows."""
    query = req.query
    is_compared = query.compare is not None

    def page() -> SalesReport:
        name = query.model_dump(mode="json", exclude={"cursor", "limit"})
        span, by = span_asked(query)
        found = read_page(
            span, by, currency=query.currency, currency_without=settings().default_currency, compare=query.compare,
            after=place_after(query.cursor, name, [""] * (3 + len(by))), limit=query.limit,
        )  # fmt: skip
        lines, cursor = page_of(found.lines, lambda line: line.place, name, cursor=query.cursor, limit=query.limit)
        return sales_report(found, lines, cursor)

    def table() -> Table:
        span, by = span_asked(query)
        not_too_many(count_of(span, by, query.currency))
        found = report(span, by, currency=query.currency, currency_without=settings().default_currency, compare=query.compare)
        head = head_of(found.by, is_compared=is_compared)
        return Table("sales", head, found.lines, lambda lines: rows_of(lines, is_compared=is_compared))

    return told(req, page, table)
