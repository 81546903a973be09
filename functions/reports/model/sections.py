"""What the file of a counted day holds: its rows in several orders, and sums of them that most questions can be answered from. Pure.

`rows:<dimension>`: every row, sorted by that dimension, so that a page of products reads few of them. `sum:<dimensions>`: added up by
these, by the day of the store, some also by the quarter hour. `bare:<dimension>,<other>`: of rows without a product (SKU), by the other.
An order is sold once, so how many orders have some of a key adds up over days, though not over keys (ADR 126).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from functions.reports.model.cells import COLUMNS, TEXTS
from functions.reports.model.measures import MEASURES

FEW = ("channel", "country", "method", "customer", "coupon", "campaign", "reason")
SOME = (*FEW, "category", "brand")
MANY = ("product", "sku")
SORTED = (*MANY, "category", "brand")
ROWS = "rows:product"
_KEYS = ("product", "sku", "category", "brand", "channel", "country", "method", "customer", "coupon", "campaign", "reason")
_TIMES = ("slot", "day", "hour")
ORDERS_WITH = "count(DISTINCT CASE WHEN kind = 'sale' THEN order_id END)"


def sums_for(names: Collection[str], *, by_day: bool) -> str | None:
    """The section of sums that says everything by these dimensions; None where only rows do. `by_day`: whole days of the store."""
    if not set(names) <= set(SOME):
        return None
    is_fine = not names or (len(names) == 1 and set(names) <= set(FEW))
    return "sum:" + ",".join(name for name in SOME if name in names) if by_day or is_fine else None


def rows_for(names: Sequence[str]) -> str:
    """The section whose rows lie in the order of these dimensions, as far as there is one."""
    lead = next((name for name in names if name in SORTED), "product")
    return f"rows:{lead}"


def bare_for(names: Sequence[str]) -> str | None:
    """The section of what has no product (or SKU), where the other dimension is one of some."""
    lead = next((name for name in names if name in MANY), None)
    others = [name for name in names if name != lead]
    if lead is None or not set(others) <= set(SOME):
        return None
    return f"bare:{','.join([lead, *others])}"


def in_order(made: str) -> str:
    """The statement that reads a table into which all `parts` were put, in the order in which they are written."""
    lead = " ".join(f"WHEN 'rows:{name}' THEN {name}" for name in SORTED)
    order = ", ".join((*_KEYS, *_TIMES, "late_of", "order_id", "kind", "revenue", "refunds"))
    return f"SELECT * FROM {made} ORDER BY section, CASE section {lead} ELSE '' END, {order}"  # noqa: S608 — our own names


def rows_in_order(lead: str, files: str) -> str:
    """The statement that reads the rows of days in the order of a dimension of `SORTED`. `source`: the name of the day's file."""
    section = f"rows:{lead}" if lead in SORTED else ROWS
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    order = ", ".join((lead, *(name for name in _KEYS if name != lead), *_TIMES, "late_of", "order_id", "kind", "revenue", "refunds"))
    return (
        f"SELECT 0 AS orders_with, {columns}, parse_filename(filename) AS source FROM {files} "  # noqa: S608 — our own names
        f"WHERE section = '{section}' ORDER BY {order}"
    )


def parts(table: str) -> Iterator[str]:
    """The statements that make the sections of the rows of a table, one each: all at once need more room than a function has."""
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    for name in SORTED:
        yield f"SELECT 'rows:{name}' AS section, CAST(0 AS BIGINT) AS orders_with, {columns} FROM {table}"  # noqa: S608 — our own names
    yield _sum(table, "sum:", (), is_fine=True)
    for name in SOME:
        yield _sum(table, f"sum:{name}", (name,), is_fine=name in FEW)
    for pair in combinations(SOME, 2):
        yield _sum(table, f"sum:{','.join(pair)}", pair)
    for lead in MANY:
        yield _sum(table, f"bare:{lead}", (), without=lead)
        for name in SOME:
            yield _sum(table, f"bare:{lead},{name}", (name,), without=lead)


def _sum(table: str, section: str, by: Sequence[str], *, is_fine: bool = False, without: str = "") -> str:
    kept = (*(_TIMES if is_fine else ("day",)), "currency", *by)
    texts = ", ".join(f'"{name}"' if name in kept else f"'' AS \"{name}\"" for name in TEXTS)
    amounts = ", ".join(f'CAST(sum("{name}") AS BIGINT) AS "{name}"' for name in MEASURES)
    only = f"WHERE {without} = ''" if without else ""
    keys = ", ".join(f'"{name}"' for name in kept)
    return f"SELECT '{section}' AS section, {ORDERS_WITH} AS orders_with, {texts}, {amounts} FROM {table} {only} GROUP BY {keys}"  # noqa: S608
