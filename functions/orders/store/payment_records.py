"""What an order knows of its payments, as items beside it."""

from __future__ import annotations

from functions.orders.model.order_payment import OrderPayment
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.plain.bodies import dump


def payment_sk(payment_id: str) -> str:
    return f"PAY#{payment_id}"


def payment_record(order_id: str, payment: OrderPayment) -> OrdersTable:
    return OrdersTable(pk=order_pk(order_id), sk=payment_sk(payment.payment_id), kind="payment", body=dump(payment))
