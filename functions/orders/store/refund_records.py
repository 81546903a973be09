"""What an order knows of its refunds, and of goodwill, as items beside it."""

from __future__ import annotations

from functions.orders.model.order_refund import OrderCompensation, OrderRefund
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.plain.bodies import dump

COMPENSATION = "compensation"


def refund_record(order_id: str, refund: OrderRefund) -> OrdersTable:
    return OrdersTable(pk=order_pk(order_id), sk=f"REF#{refund.refund_id}", kind="refund", body=dump(refund))


def compensation_record(order_id: str, given: OrderCompensation) -> OrdersTable:
    """Behind the order itself, so that its page is read with it by one Query."""
    return OrdersTable(pk=order_pk(order_id), sk=f"RECOMPENSE#{given.id}", kind=COMPENSATION, body=dump(given))
