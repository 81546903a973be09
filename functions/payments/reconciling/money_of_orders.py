"""Face: the money of orders as the ledger has it."""

from __future__ import annotations

from functions.payments.model.ledger import Entry
from functions.payments.store.records import LedgerRecord, order_partition
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.listing import query_all

_REFUNDS = ("refund", "refund_failure")


@dataclass(frozen=True)
class Moved:
    """`amount`: what the order is owed for more (taken) or less (given back, charged back)."""

    at: str
    kind: str
    currency: str
    amount: int

    @property
    def is_refund(self) -> bool:
        return self.kind in _REFUNDS


def money_of_order(order_id: str) -> list[Moved]:
    """What moved for it, oldest first. One Query."""
    entries = [
        load(Entry, record.body)
        for record in query_all(LedgerRecord, order_partition(order_id), range_condition=LedgerRecord.sk.startswith("LED#"))
    ]
    account = f"order:{order_id}"
    found = [
        Moved(entry.occurred_at, entry.movement.kind if entry.movement else "chargeback_lost", entry.currency, -posting.amount)
        for entry in entries
        for posting in entry.postings
        if posting.account == account
    ]
    return sorted(found, key=lambda one: one.at)
