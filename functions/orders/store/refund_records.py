"""What an order knows of its refunds, as items beside it."""

from __future__ import annotations

from functions.orders.model.order_refund import OrderRefund
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.plain.bodies import dump


def refund_record(order_id: str, refund: OrderRefund) -> OrdersTable:
    return OrdersTable(pk=order_pk(order_id), sk=f"REF#{refund.refund_id}", kind="refund", body=dump(refund))
