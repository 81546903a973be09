"""Stock arrived for what an order bought ahead: its pieces of the variant wait no longer, are planned, and its buyer is told."""

from __future__ import annotations

from contextlib import suppress

from functions.orders.model.states import Status
from functions.orders.planning.plan_order import plan_order
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.orders.store.repository import get_order
from functions.shared.events.contracts.order_reviews import OrderStockArrived
from functions.shared.events.contracts.stock import StockWaitEnded
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Put, Update, transact

_TELLS_NOTHING = frozenset({Status.PENDING_PAYMENT, Status.CANCELLED})


class _Known(Conflict):
    """It was told before."""


def stock_arrived(told: StockWaitEnded) -> None:
    """However often it is told. An order that is not paid yet is planned once it is."""
    record = get_order(told.order_id)
    actions = [OrderRecord.owed.delete({told.variant_id}), OrderRecord.version.add(1)]
    waits = OrderRecord.owed.contains(told.variant_id)
    with suppress(_Known):
        transact([Update(OrderRecord, record.pk, record.sk, actions, waits, _Known()), *_told(record, told)])
    plan_order(told.order_id, StockWaitEnded.TYPE)


def _told(record: OrderRecord, told: StockWaitEnded) -> list[Put]:
    """Nobody is told of pieces that they gave back, or have not paid for."""
    order = order_of(record)
    lines = [line for line in order.lines if line.variant_id == told.variant_id]
    if not told.pieces or not lines or record.status in _TELLS_NOTHING:
        return []
    quantity, rest = sum(line.quantity for line in lines), set(record.owed or ()) - {told.variant_id}
    arrived = OrderStockArrived(order.summary(), told.variant_id, lines[0].sku, quantity, bool(rest))
    return [event_put(OrdersTable, record.pk, arrived, subject=order.id, actor=SYSTEM, cause=f"arrived#{told.variant_id}", **order.told)]
