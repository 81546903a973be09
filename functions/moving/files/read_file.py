"""A file as groups of rows, whichever system wrote it: what it is shows in its columns, or in the fields of its objects. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from functions.moving.files import shopify, woocommerce
from functions.moving.files.cells import Cells
from functions.moving.model.group import Fault, Group, Kind
from functions.shared.plain.amounts import decimal_mark_of
from functions.shared.plain.files.decode import BrokenFile, decoded
from functions.shared.plain.files.delimited import SEPARATORS, header_of, rows_of, without_hint
from functions.shared.plain.files.formulas import unguarded

MAX_THINGS, MAX_ROWS = 20_000, 60_000
"""What is read well within the time of one call of the worker."""


def read_file(data: bytes, kind: Kind, timezone: str, charset: str | None = None) -> list[Group]:
    """In the order of the file. Raises BrokenFile: unreadable, too large, or of another kind than was said."""
    text = decoded(data, charset)
    groups = _objects(text, kind, timezone) if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") else _table(text, kind, timezone)
    if not groups:
        raise BrokenFile("empty_file", "There are no rows in the file.")
    if len(groups) > MAX_THINGS:
        raise BrokenFile("too_many_rows", f"At most {MAX_THINGS} {kind.value} in one file; split it.")
    return _with_earlier(groups)


def _table(text: str, kind: Kind, timezone: str) -> list[Group]:
    text, before = without_hint(text)
    separator = max(SEPARATORS, key=lambda one: len(header_of(text, one)))
    lines = rows_of(text, separator, before)
    header = next(lines, None)
    if header is None:
        raise BrokenFile("empty_file", "The file is empty.")
    names = [name.strip().removeprefix("\ufeff") for name in header[1]]
    there = frozenset(names)
    rows = list(_rows(names, lines))
    if there >= shopify.ORDER_COLUMNS:
        _check(kind, Kind.ORDERS)
        return shopify.order_groups(rows, timezone, decimal_mark_of(_cells(rows, shopify.AMOUNTS)))
    if there >= woocommerce.ORDER_COLUMNS:
        _check(kind, Kind.ORDERS)
        return woocommerce.order_groups(rows, timezone, decimal_mark_of(_cells(rows, woocommerce.AMOUNTS)))
    if "Email" in there and (there & shopify.CUSTOMER_COLUMNS or "First Name" in there):
        _check(kind, Kind.CUSTOMERS)
        return shopify.customer_groups(rows, timezone)
    if there & woocommerce.CUSTOMER_COLUMNS and there & {"user_email", "billing_email", "email", "Email"}:
        _check(kind, Kind.CUSTOMERS)
        return woocommerce.customer_groups(rows, timezone)
    raise BrokenFile("missing_columns", "Neither Shopify's nor WooCommerce's columns of customers or orders.", before + 1)


def _rows(names: Sequence[str], lines: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, Cells]]:
    for number, (line, cells) in enumerate(lines):
        if number == MAX_ROWS:
            raise BrokenFile("too_many_rows", f"At most {MAX_ROWS} rows in one file; split it.", line)
        if len(cells) > len(names) and any(cells[len(names) :]):
            raise BrokenFile("broken_csv", f"Line {line} has more cells than there are columns.", line)
        yield line, {name: unguarded(cell) for name, cell in zip(names, cells, strict=False) if name and cell.strip()}


def _cells(rows: Sequence[tuple[int, Cells]], columns: Sequence[str]) -> Iterator[str]:
    return (row[column] for _, row in rows for column in columns if column in row)


def _check(said: Kind, found: Kind) -> None:
    if said is not found:
        raise BrokenFile("wrong_kind", f"These are {found.value}, and {said.value} were announced.", 1)


def _objects(text: str, kind: Kind, timezone: str) -> list[Group]:
    groups = []
    for line, told in _each_object(text):
        if not isinstance(told, dict):
            groups.append(Group((line,), {}, [Fault(line, "", "invalid_row", "An object is wanted.")]))
        elif "line_items" in told:
            _check(kind, Kind.ORDERS)
            groups.append(woocommerce.order_of(line, told, timezone))
        elif "billing" in told or "is_paying_customer" in told:
            _check(kind, Kind.CUSTOMERS)
            groups.append(woocommerce.customer_of(line, told, timezone))
        else:
            groups.append(Group((line,), told))
    return groups


def _each_object(text: str) -> Iterator[tuple[int, Any]]:
    """Of an array as numbered from 1; of lines with theirs."""
    text = text.lstrip("\ufeff")
    if text.lstrip().startswith("["):
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BrokenFile("broken_json", "The file is no JSON array.") from error
        yield from enumerate(told, 1)
        return
    lines = text.split("\n")
    if len(lines) > MAX_ROWS:
        raise BrokenFile("too_many_rows", f"At most {MAX_ROWS} rows in one file; split it.", MAX_ROWS)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, None


def _with_earlier(groups: Sequence[Group]) -> list[Group]:
    """Each told of the row before that has its name. An order is known by its external id alone, a person by that or their address."""
    seen: dict[str, int] = {}
    found = []
    for group in groups:
        names = [f"{name}:{_folded(group.body.get(name))}" for name in ("external_id", "email") if group.body.get(name)]
        if "placed_at" in group.body or "lines" in group.body:
            names = [name for name in names if name.startswith("external_id")]
        earlier = next((seen[name] for name in names if name in seen), None)
        for name in names:
            seen.setdefault(name, group.lines[0])
        found.append(replace(group, earlier=earlier) if earlier is not None else group)
    return found


def _folded(value: object) -> str:
    return str(value).strip().casefold()
