"""Stock arrived for what an order bought ahead: its pieces of the variant wait no longer, and are planned."""

from __future__ import annotations

from contextlib import suppress

from functions.orders.planning.plan_order import plan_order
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.shared.events.contracts.stock import StockWaitEnded
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Update, transact


class _Known(Conflict):
    """It was told before."""


def stock_arrived(told: StockWaitEnded) -> None:
    """However often it is told. An order that is not paid yet is planned once it is."""
    actions = [OrderRecord.owed.delete({told.variant_id}), OrderRecord.version.add(1)]
    waits = OrderRecord.owed.contains(told.variant_id)
    with suppress(_Known):
        transact([Update(OrderRecord, order_pk(told.order_id), ORDER_SK, actions, waits, _Known())])
    plan_order(told.order_id, StockWaitEnded.TYPE)
