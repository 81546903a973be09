"""The lake asked by Amazon Athena, where it has outgrown a function. The tables over its files stand in the template
(infra/parts/lake.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.reports.model.lake_row import COLUMNS
from functions.shared.outside import aws
from functions.shared.outside.pauses import pause
from functions.shared.plain.settings import settings

_NUMBERS = frozenset({"bigint", "integer", "smallint", "tinyint"})
_TRIES = 400
"""Three minutes and more: Athena ends a query of our sizes in seconds."""


class NotAnswered(Exception):
    """Athena refused the statement, or took too long."""


def events_view(hours: list[str], start: str, end: str, day: str) -> str:
    """The rows of the hours' files of which `start` ≤ at < `end`. Only the days they are in are read (and paid for)."""
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    days = ", ".join(f"'{one}'" for one in sorted({hour[:10] for hour in hours}))
    return f"""SELECT {names}, '{day}' AS store_day FROM lake_events WHERE dt IN ({days}) AND "at" >= '{start}' AND "at" < '{end}'"""  # noqa: S608 — our own names and days


def days_view(table: str, first: str, last: str) -> str:
    return f"SELECT * FROM lake_{table} WHERE dt >= '{first}' AND dt <= '{last}'"  # noqa: S608 — our own names and days


def ask_athena(sql: str, views: Mapping[str, str]) -> list[dict[str, Any]]:
    """As `Lake.ask`: whole numbers as int, all else as text. `views` are put before the statement. Raises NotAnswered."""
    client = aws.client("athena")
    named = ", ".join(f"{name} AS ({view})" for name, view in views.items())
    given = sql.strip()
    rest_of = f", {given.removeprefix('WITH ')}" if given.startswith("WITH ") else f" {given}"
    began = client.start_query_execution(
        QueryString=f"WITH {named}{rest_of}", WorkGroup=settings().athena, QueryExecutionContext={"Database": settings().athena}
    )
    number = began["QueryExecutionId"]
    _wait(client, number)
    rows: list[dict[str, Any]] = []
    for page in client.get_paginator("get_query_results").paginate(QueryExecutionId=number):
        columns = page["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
        rows += [_row(columns, row["Data"]) for row in page["ResultSet"]["Rows"]]
    # The first row of the first page has the names.
    return rows[1:]


def _row(columns: list[dict[str, Any]], data: list[dict[str, str]]) -> dict[str, Any]:
    return {column["Name"]: _value(column["Type"], cell.get("VarCharValue")) for column, cell in zip(columns, data, strict=True)}


def _value(kind: str, text: str | None) -> Any:
    if kind in _NUMBERS and text is not None and text.lstrip("-").isdigit():
        return int(text)
    return text or ""


def _wait(client: Any, number: str) -> None:
    for attempt in range(_TRIES):
        status = client.get_query_execution(QueryExecutionId=number)["QueryExecution"]["Status"]
        if status["State"] == "SUCCEEDED":
            return
        if status["State"] in ("FAILED", "CANCELLED"):
            raise NotAnswered(str(status.get("StateChangeReason", status["State"])))
        pause(attempt)
    client.stop_query_execution(QueryExecutionId=number)
    raise NotAnswered("Athena took too long.")
