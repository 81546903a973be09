"""Which order was imported under which name of another system, and its item: in a state from which nothing leads on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pynamodb.attributes import UnicodeAttribute

from functions.orders.model.imported.imported_order import ImportedOrder
from functions.orders.model.order import Order
from functions.orders.model.states import NOT_PAID, PaymentStatus, Status, StockState
from functions.orders.store.people.bodies import order_body
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, customer_key, order_pk
from functions.orders.store.status_lists import listing
from functions.shared.plain.settings import table_name
from functions.shared.sealing import new_key
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Put, put_new


class ImportedRecord(OrdersTable):
    """pk `IMPORTED#<hash of source and name>`, sk `IMPORTED`. It stays when its order is emptied."""

    class Meta:
        table_name = table_name("orders")

    order_id = UnicodeAttribute()


IMPORTED_SK = "IMPORTED"


def imported_orders(keys: Iterable[str]) -> dict[str, str]:
    """The ids of those that are here, by their names. One BatchGetItem per 100."""
    by_pk = {_pk(key): key for key in keys}
    found = find_many({ImportedRecord: [(pk, IMPORTED_SK) for pk in by_pk]})
    return {by_pk[record.pk]: record.order_id for record in found.values() if isinstance(record, ImportedRecord)}


def note_imported(key: str, order_id: str, on_fail: Exception) -> Put:
    return put_new(ImportedRecord(pk=_pk(key), sk=IMPORTED_SK, kind="imported", order_id=order_id), on_fail)


def imported_record(order: Order, told: ImportedOrder) -> OrderRecord:
    """Its stock never was here, so none is set aside or given back."""
    position, key = f"{order.placed_at}#{order.id}", new_key(order.id)
    record = OrderRecord(
        pk=order_pk(order.id),
        sk=ORDER_SK,
        kind="order",
        body=order_body(order),
        status=Status.IMPORTED.value,
        payment_status=told.payment_status.value,
        fulfilment_status=told.fulfilment_status.value,
        stock=StockState.BACK.value,
        captured=0 if told.payment_status in NOT_PAID else _captured(told),
        refunded=told.refunded,
        paid_at=told.paid_at or None,
        cancelled_at=told.cancelled_at or None,
        gsi1pk=customer_key(order.customer_id) if order.customer_id else None,
        gsi1sk=position if order.customer_id else None,
    )
    record.key = key
    record.listed_pk, record.listed_sk = listing(order.id, Status.IMPORTED.value, order.placed_at)
    return record


def _captured(told: ImportedOrder) -> int:
    return told.total if told.payment_status is not PaymentStatus.PARTIALLY_PAID else 0


def _pk(key: str) -> str:
    return f"IMPORTED#{hashlib.sha256(key.encode()).hexdigest()[:40]}"
