"""Costs as they come in: CSV as advertisers' tools write it, or JSON. Each row is judged by one schema."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from functions.reports.model.spend import Spend
from functions.reports.spend.schemas import SpendRow
from functions.shared.http.validation import lost_in, received
from functions.shared.plain.encodings import UnknownEncoding, decode
from functions.shared.plain.errors import Fault, Invalid, Unreadable
from functions.shared.plain.money import CURRENCIES, from_decimal

MOST_ROWS, _MOST_FAULTS = 2_000, 50
COLUMNS = ("day", "source", "campaign", "keyword", "currency", "cost", "clicks", "impressions")
_NEEDED = {"day", "source", "campaign", "currency", "cost"}


def read_csv(data: bytes, charset: str | None) -> list[Mapping[str, Any]]:
    """Rows with `cost` in minor units. Any of the usual separators; `cost` as people write it (12.34), in the row's currency. Raises
    Unreadable (400 `unreadable_csv`), Invalid (422 `missing_column`, `unknown_column`)."""
    try:
        text = decode(data, charset, keep_lost=True).text.lstrip("\ufeff")
    except UnknownEncoding as error:
        raise Unreadable("The file's characters cannot be read; send it in UTF-8.", code="unreadable_csv") from error
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        _check_columns(names)
        return [_plain(row) for row in reader]
    except csv.Error as error:
        raise Unreadable(f"The file is no CSV: {error}.", code="unreadable_csv") from error


def read_json(data: bytes) -> list[Any]:
    """`{"rows": [...]}`. Raises Unreadable (400)."""
    try:
        told = json.loads(data.decode())
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unreadable("The body is not JSON.", code="invalid_json") from error
    if not isinstance(told, dict) or set(told) != {"rows"} or not isinstance(told["rows"], list):
        raise Invalid.field("/rows", "rows_missing", 'Send {"rows": [...]}.')
    return list(told["rows"])


def judged(rows: Iterable[Any], today: date) -> list[Spend]:
    """Raises Invalid with the pointers of what is wrong (422 `no_rows`, `too_many_rows`; of rows `in_future`,
    `repeated_row`, `unknown_encoding`)."""
    found, faults, seen = list[Spend](), list[Fault](), dict[tuple[str, ...], int]()
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            raise Invalid(f"At most {MOST_ROWS} rows at once.", code="too_many_rows")
        one = _one(row, number, faults)
        if one is None:
            continue
        if one.day > today.isoformat():
            faults.append(Fault(f"/rows/{number}/day", "in_future", "What was spent lies behind us."))
        if one.key in seen:
            faults.append(Fault(f"/rows/{number}", "repeated_row", f"The same day, keyword and currency as row {seen[one.key]}."))
        seen[one.key] = number
        found.append(one)
    if faults:
        raise Invalid("Nothing was kept: some rows are wrong.", faults=faults[:_MOST_FAULTS])
    if not found:
        raise Invalid("There are no rows.", code="no_rows")
    return found


def _one(row: Any, number: int, faults: list[Fault]) -> Spend | None:
    if isinstance(row, Mapping) and isinstance(wrong := row.get("cost"), InvalidCost):
        faults.append(Fault(f"/rows/{number}/cost", "invalid_amount", wrong.detail))
        return None
    if lost := lost_in(row, f"/rows/{number}"):
        faults += lost
        return None
    try:
        read = received(row, SpendRow)
    except ValidationError as error:
        for one in error.errors():
            pointer = "/".join(str(part) for part in one["loc"])
            faults.append(Fault(f"/rows/{number}/{pointer}".rstrip("/"), str(one["type"]), str(one["msg"])))
        return None
    return Spend(read.day, read.source, read.campaign, read.keyword, read.cost.currency, read.cost.amount, read.clicks, read.impressions)


class InvalidCost:
    """Stands where a row's cost could not be read."""

    def __init__(self, detail: str) -> None:
        self.detail = detail


def _plain(row: Mapping[str | None, Any]) -> dict[str, Any]:
    if None in row:
        raise csv.Error("a row has more values than columns")
    read = {str(name): (value or "").strip() for name, value in row.items()}
    currency, cost = read.pop("currency").upper(), read.pop("cost")
    whole: dict[str, Any] = {name: value for name, value in read.items() if name not in ("clicks", "impressions")}
    for name in ("clicks", "impressions"):
        if text := read.get(name, ""):
            whole[name] = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text
    whole["cost"] = _cost(cost, currency)
    return whole


def _cost(text: str, currency: str) -> Any:
    if currency not in CURRENCIES:
        return {"amount": 0, "currency": currency}  # the schema refuses it, with its reason
    try:
        return {"amount": from_decimal(text, currency).amount, "currency": currency}
    except ValueError:
        return InvalidCost(f"{text[:40]!r} is no amount of {currency}; write it with a point and no separators, such as 1234.50.")


def _check_columns(names: list[str]) -> None:
    if gone := sorted(_NEEDED - set(names)):
        raise Invalid(f"Columns are missing: {', '.join(gone)}.", code="missing_column")
    if more := sorted(set(names) - set(COLUMNS)):
        raise Invalid(
            f"Unknown columns: {', '.join(name[:40] for name in more[:10])}; there are {', '.join(COLUMNS)}.", code="unknown_column"
        )
    if len(set(names)) != len(names):
        raise Invalid("A column stands there twice.", code="unknown_column")
