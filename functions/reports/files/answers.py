"""A report in the form that its reader accepts: JSON, CSV or a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from functions.reports.files.sheets import MOST_ROWS, XLSX_TYPE, xlsx_of
from functions.shared.http.operation import Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.files.csv_rows import CSV_TYPE, Cell, csv_of
from functions.shared.plain.money import Money, to_decimal

FILES = {200: ["text/csv", XLSX_TYPE]}
TOO_MANY = (422, "too_many_rows")


@dataclass(frozen=True)
class Table:
    """All rows, whatever the page."""

    name: str
    head: Sequence[str]
    rows: Sequence[Any]
    cells: Callable[[Iterable[Any]], Iterable[Sequence[Cell]]] = lambda rows: rows


def told(req: Request[Any, Any], said: Callable[[], Schema], table: Callable[[], Table]) -> Reply:
    """As `Accept` wishes: `text/csv`, the type of spreadsheets, or else JSON. Raises Invalid (422 `too_many_rows`): a file has at most
    20,000 rows, an export (`POST /v1/admin/report_exports`) of sales any number."""
    accepted = req.headers.get("accept", "").lower()
    if "spreadsheetml" in accepted:
        return _file(table(), XLSX_TYPE, "xlsx")
    if "text/csv" in accepted:
        return _file(table(), CSV_TYPE, "csv")
    return Reply(said().model_dump_json(by_alias=True))


def _file(table: Table, kind: str, ending: str) -> Reply:
    not_too_many(len(table.rows))
    rows = [table.head, *table.cells(table.rows)]
    content = xlsx_of(rows, table.name) if kind == XLSX_TYPE else csv_of(rows)
    return Reply(content, headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{table.name}.{ending}"'})


def not_too_many(rows: int) -> None:
    """Raises Invalid (422 `too_many_rows`), which says where the whole is to be had."""
    if rows > MOST_ROWS:
        detail = f"A file has at most {MOST_ROWS} rows, this report {rows}: ask for an export (POST /v1/admin/report_exports), "
        raise Invalid(detail + "read it in pages (limit, cursor), or ask for less.", code="too_many_rows")


def amount_of(amount: int, currency: str) -> Decimal:
    """In the currency's own unit, as files have it."""
    return to_decimal(Money(amount, currency))


def flat(row: Any, *, without: Sequence[str] = ()) -> list[Cell]:
    """A row of an answer as cells, in the order of its fields: money in the currency's own unit."""
    cells = list[Cell]()
    for value in row.model_dump(exclude=set(without)).values():
        if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
            cells.append(amount_of(value["amount"], value["currency"]))
        elif isinstance(value, bool):
            cells.append(str(value).lower())
        else:
            cells.append(value)
    return cells
