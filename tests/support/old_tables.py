"""Everything a shop of version 0.1 had in its tables: written once by that version through its own handlers, and never again.

`tests/fixtures/tables-0.1.json` holds the items as DynamoDB returns them, and the names of what was done (`names`): nine orders in as
many states (unpaid, paid, refunded in part, delivered, shipped in part, cancelled, to be collected, paid by transfer, paid oddly), two
products, stock, carts, promotions, a customer, jobs, mails and reports. A later version that stores anything differently keeps this file
and adds its own.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.tables import kept_tables

_FILE = Path(__file__).parents[1] / "fixtures" / "tables-0.1.json"
Item = dict[str, dict[str, Any]]


@cache
def _read() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_FILE.read_text())
    return content


def names() -> dict[str, Any]:
    found: dict[str, Any] = _read()["names"]
    return found


def items() -> dict[str, list[Item]]:
    """By table."""
    found: dict[str, list[Item]] = _read()["tables"]
    return found


def load_old_tables() -> dict[str, Any]:
    """The tables are as the old shop left them; the names of what is in them. Put into moto's own store: calls would take a second."""
    made = kept_tables()
    for table, rows in items().items():
        for row in rows:
            made[table].put_item(row)
    return names()
