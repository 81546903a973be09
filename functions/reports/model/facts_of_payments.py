"""Facts of the money itself, by the way it was paid. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.reports.model.account import Account
from functions.reports.model.facts import Fact, FactKind, Piece, code_of
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Moved:
    """What an event of a payment tells. `sums` by measure (measures.py)."""

    event_id: str
    at: str
    kind: FactKind
    order_id: str
    payment_id: str
    method: str
    currency: str
    sums: Mapping[str, int]
    reason: str = ""


def moved(told: Moved, known: Account, zone: str) -> tuple[Fact, Account]:
    """`zone`: the store's today, for an order that was not told of yet."""
    sums = {name: amount for name, amount in told.sums.items() if amount}
    fact = Fact(
        told.event_id, told.kind, told.at, told.order_id, told.currency, known.zone or zone, [Piece(sums)] if sums else [],
        payment_id=told.payment_id, method=told.method, reason=code_of(told.reason),
    )  # fmt: skip
    if told.kind is FactKind.CAPTURE:
        known = replace(known, methods={**known.methods, told.payment_id: told.method})
    return fact, known
