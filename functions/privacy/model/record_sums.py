"""What the rows of exported records add up to, by currency. Pure.

orders: how many, and their totals. payments: what stands on each account of the ledger, those of orders together; they add up to zero, as
every entry does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from functions.privacy.model.record_export import RecordKind

Sums = dict[str, Counter[str]]


class Adding:
    def __init__(self, kind: RecordKind) -> None:
        self._add = _ADD[kind]
        self._sums: Sums = defaultdict(Counter)
        self.rows = self.restricted = 0

    def row(self, row: Mapping[str, Any]) -> None:
        self.rows += 1
        self.restricted += "restricted" in row
        self._add(self._sums, row)

    @property
    def sums(self) -> dict[str, dict[str, int]]:
        return {currency: dict(sorted(amounts.items())) for currency, amounts in sorted(self._sums.items())}


def _order(sums: Sums, row: Mapping[str, Any]) -> None:
    order = row["order"]
    sums[order["currency"]].update({"orders": 1, "total": order["totals"]["total"]})


def _entry(sums: Sums, row: Mapping[str, Any]) -> None:
    for posting in row["postings"]:
        account = "orders" if posting["account"].startswith("order:") else posting["account"]
        sums[row["currency"]][account] += posting["amount"]


def _nothing(_sums: Sums, _row: Mapping[str, Any]) -> None:
    """A decision has no amount."""


_ADD: Mapping[RecordKind, Callable[[Sums, Mapping[str, Any]], None]] = {
    RecordKind.ORDERS: _order,
    RecordKind.PAYMENTS: _entry,
    RecordKind.CONSENTS: _nothing,
}
