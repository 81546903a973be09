"""What goodwill cost, from the ledger: by kind, by the role of who gave it, by person and by reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.payments.model.compensation import COSTS, Compensation
from functions.payments.model.ledger import Entry
from functions.payments.store.compensations import compensations_at, costs_in
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass


class By(StrEnum):
    KIND = "kind"
    ROLE = "role"
    PERSON = "person"
    REASON = "reason"


@dataclass(frozen=True)
class CostRow:
    """`count`: entries of the ledger; money that came back counts as one that takes its cost away."""

    key: str
    currency: str
    count: int
    amount: int


def cost_rows(start: datetime, end: datetime, by: By) -> list[CostRow]:
    """Most expensive first. `end` is left out."""
    entries = [entry for month in _months(start, end) for entry in costs_in(month, times.iso(start), times.iso(end))]
    known = compensations_at([(entry.order_id, _named(entry)) for entry in entries])
    rows: dict[tuple[str, str], CostRow] = {}
    for entry in entries:
        key = _key(known.get(_named(entry)), by)
        row = rows.get((key, entry.currency), CostRow(key, entry.currency, 0, 0))
        rows[key, entry.currency] = replace(row, count=row.count + 1, amount=row.amount + _cost(entry))
    return sorted(rows.values(), key=lambda row: (row.currency, -row.amount, row.key))


def totals(rows: Iterable[CostRow]) -> dict[str, int]:
    """By currency."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.currency] = found.get(row.currency, 0) + row.amount
    return found


def _cost(entry: Entry) -> int:
    return sum(posting.amount for posting in entry.postings if posting.account == COSTS)


def _named(entry: Entry) -> str:
    return entry.cause.split("|")[1]


def _key(one: Compensation | None, by: By) -> str:
    if one is None:
        return ""
    return {By.KIND: one.kind.value, By.ROLE: "+".join(one.roles), By.PERSON: one.given_by, By.REASON: one.reason}[by]


def _months(start: datetime, end: datetime) -> list[str]:
    months, day = [], start.replace(day=1)
    while day < end:
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return months
