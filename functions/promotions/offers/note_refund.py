"""What was paid back of an order comes off what its campaigns are compared by, and is added again where it came back."""

from __future__ import annotations

from dataclasses import replace

from functions.promotions.model.uses import Uses
from functions.promotions.store.trials import refunded_writes
from functions.promotions.store.used_records import moved, used_by
from functions.shared.events.contracts.orders import OrderRefunded, OrderRefundFailed
from functions.shared.store.transactions import transact


def note_refund(order_id: str, told: OrderRefunded | OrderRefundFailed) -> None:
    """Once, however often and in whatever order it is told. What is not counted yet is only noted."""
    found = used_by(order_id)
    if found is None or not found[0].trials:
        return
    uses, record = found
    after = _with(uses, told)
    if after == uses:
        return
    counted = refunded_writes(uses, after.refunded - uses.refunded) if uses.compared and after.refunded != uses.refunded else ()
    transact([moved(record, record.state, after), *counted])


def _with(uses: Uses, told: OrderRefunded | OrderRefundFailed) -> Uses:
    if isinstance(told, OrderRefunded):
        return replace(uses, refunds=uses.refunds | {told.refund_id: told.amount})
    # One that only failed was never paid back, and may be yet.
    return replace(uses, undone=tuple(sorted({*uses.undone, told.refund_id}))) if told.came_back else uses
