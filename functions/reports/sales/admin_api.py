"""HTTP operations for staff: reports."""

from __future__ import annotations

from functions.reports.model.asked import span_of
from functions.reports.model.dimensions import Dimension
from functions.reports.sales.report import Line, Report, report
from functions.reports.sales.schemas import ReportQuery, SalesQuery, SalesReport, sales_report
from functions.reports.sales.tables import CSV_TYPE, MOST_ROWS, XLSX_TYPE, csv_of, table_of, xlsx_of
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.plain import pages
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import CURRENCIES
from functions.shared.plain.settings import settings

admin_api = Api("reports")
WRONG = [
    (400, "invalid_cursor"), (422, "unknown_timezone"), (422, "invalid_time"), (422, "reversed_range"), (422, "range_too_long"),
    (422, "too_many_rows"), (422, "unknown_currency"), (422, "same_dimension"),
]  # fmt: skip


@admin_api.operation(
    "GET", "/v1/admin/reports/sales", summary="Sales by period", permission="reports.read", query=SalesQuery, response=SalesReport,
    scope=WHOLE_SHOP, errors=WRONG, own_answers={200: ["text/csv", XLSX_TYPE]},
)  # fmt: skip
def sales(req: Request[NoBody, SalesQuery]) -> Reply:
    """Paid orders by the time of payment, what was taken back when it was; counted once an hour. `from` and `to` of the answer are what was
    really counted. `Accept: text/csv` or the type of spreadsheets asks for a file, of at most 20,000 rows."""
    found = asked(req.query)
    accepted = req.headers.get("accept", "").lower()
    if "spreadsheetml" in accepted:
        _fits(found)
        return Reply(xlsx_of(table_of(found), "sales"), headers=_file(XLSX_TYPE, "xlsx"))
    if "text/csv" in accepted:
        _fits(found)
        return Reply(csv_of(table_of(found)), headers=_file(CSV_TYPE, "csv"))
    lines, cursor = _page(found, req.query)
    return Reply(sales_report(found, lines, cursor).model_dump_json(by_alias=True))


def asked(query: ReportQuery) -> Report:
    """Raises Invalid."""
    if query.currency is not None and query.currency not in CURRENCIES:
        raise Invalid.field("/currency", "unknown_currency", "Send a currency of ISO 4217 such as CNY.")
    by = [one for one in query.by if one is not Dimension.NONE]
    if len(set(by)) < len(by):
        raise Invalid.field("/by", "same_dimension", "Cross two that are not the same.")
    span = span_of(query.start, query.end, query.grain, asked_zone=query.timezone, store_zone=settings().store_timezone)
    without = settings().default_currency
    return report(span, by, currency=query.currency, currency_without=without, compare=query.compare)


def _page(found: Report, query: SalesQuery) -> tuple[list[Line], str | None]:
    """After the row that the cursor names, in the order of the rows; a cursor is good for the same report only."""
    name = query.model_dump(mode="json", exclude={"cursor", "limit"})
    position = pages.decode(query.cursor, name)
    first = 0
    if position is not None:
        if not isinstance(position, int) or position < 0:
            raise Invalid.field("/cursor", "invalid_cursor", "The cursor is broken.")
        first = position
    rows = found.lines[first : first + query.limit]
    end = first + len(rows)
    return rows, pages.encode(end, name) if end < len(found.lines) else None


def _fits(found: Report) -> None:
    if len(found.lines) > MOST_ROWS:
        detail = f"A file has at most {MOST_ROWS} rows, this report {len(found.lines)}: read it in pages (limit, cursor), or ask for less."
        raise Invalid(detail, code="too_many_rows")


def _file(kind: str, ending: str) -> dict[str, str]:
    return {"Content-Type": kind, "Content-Disposition": f'attachment; filename="sales.{ending}"'}
