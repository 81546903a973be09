"""What was paid back of an order comes off what its campaigns are compared by."""

from __future__ import annotations

from dataclasses import replace

from functions.promotions.store.trials import refunded_writes
from functions.promotions.store.used_records import moved, used_by
from functions.shared.store.transactions import transact


def note_refund(order_id: str, total_refunded: int) -> None:
    """Once, however often and in whatever order it is told. What is not counted yet is only noted."""
    found = used_by(order_id)
    if found is None or not found[0].trials or total_refunded <= found[0].refunded:
        return
    uses, record = found
    counted = refunded_writes(uses, total_refunded - uses.refunded) if uses.compared else ()
    transact([moved(record, record.state, replace(uses, refunded=total_refunded)), *counted])
