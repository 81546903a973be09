"""Whether an order's stock is still set aside or has been committed: kept on the order, never concluded from its payment."""

from __future__ import annotations

from pynamodb.expressions.update import Action

from functions.orders.model.states import Status, StockState
from functions.orders.store.records import OrderRecord


def is_committed(record: OrderRecord) -> bool:
    """An order written before this was kept was committed when it left `pending_payment`, by payment or by release."""
    if not record.stock:
        return record.status not in (Status.PENDING_PAYMENT, Status.CANCELLED)
    return record.stock == StockState.COMMITTED


def is_planned(record: OrderRecord) -> bool:
    """Whether a plan takes its pieces from the shelves; else stock's follower does, or did."""
    return bool(record.planned)


def committed() -> Action:
    """Beside the writes that commit the stock."""
    return OrderRecord.stock.set(StockState.COMMITTED.value)


def back() -> Action:
    """Beside the writes that release or restock it."""
    return OrderRecord.stock.set(StockState.BACK.value)
