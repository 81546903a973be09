"""Face: which orders hold recalled variants, and what is done at once with those whose pieces have not left."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from functions.orders.model.states import CancelReason, Status
from functions.orders.placed.cancel_order import ending
from functions.orders.reviewing.hold_order import hold
from functions.orders.store.number import NumberOf
from functions.orders.store.order_index import walk
from functions.orders.store.order_page import page_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, month_key, order_pk, placed_key
from functions.orders.store.shipments import parcels_of
from functions.orders.store.stock_moves import transact_moving
from functions.shared.auth.caller import staff_caller
from functions.shared.events.envelope import SYSTEM
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.records import find_many
from functions.shared.store.shards import former_partition, shards_of

_AT_ONCE = 100
_SHOP = staff_caller("system", "manager")


def orders_holding(variant_ids: Collection[str], month: str, cursor: str | None) -> tuple[list[str], str | None]:
    """The orders placed in a UTC month that hold one of them, some at a time, and where to go on. Where an order stands in the list of its
    month never changes, so none is missed or met twice. A query per shard and a BatchGetItem."""
    places = [*shards_of(placed_key(month)), *former_partition(OrdersTable, month_key(month))]
    page = walk(
        OrdersTable, "gsi1", [places], between=("0", "~"), accept=lambda _: True, limit=_AT_ONCE, cursor=cursor,
        query={"list": "recalled", "month": month}, selective=True,
    )  # fmt: skip
    keys = sorted({(_order_pk(item), ORDER_SK) for item in page.data})
    marks = [f'"variant_id":"{variant_id}"' for variant_id in variant_ids]
    found = find_many({OrderRecord: keys}) if keys else {}
    held = [record.pk for record in found.values() if any(mark in (record.body or "") for mark in marks)]
    return [pk.removeprefix(order_pk("")) for pk in held], page.next_cursor


def _order_pk(item: OrdersTable) -> str:
    """Of a number's item, or of an event in its order's partition, where version 0.1 listed it."""
    return item.pk if item.kind == "event" else order_pk(load(NumberOf, item.body).order_id)


def stop_recalled(order_id: str, reason: str) -> None:
    """Not paid, it ends, and its pieces are free again (which nobody can buy); paid, what has not left is held, once."""

    def end_unpaid() -> None:
        page = page_of(parcels_of(order_id))
        if page.record.status == Status.PENDING_PAYMENT:
            # Under the order's version: who pays in this moment has paid, and their pieces are held.
            transact_moving(*ending(page, CancelReason.STAFF, SYSTEM))

    again(end_unpaid)
    with suppress(Conflict):
        hold(order_id, reason, caller=_SHOP, if_match=None, remember=lambda _: [])
