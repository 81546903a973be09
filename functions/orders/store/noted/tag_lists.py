"""Which orders have a tag: an item per tag in the partition of its order, in the index `listed` (keys only), cut into shards.

The order's attribute `tags` says what they are; these items follow it in the same transaction, under the order's version.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.model.noted.tags import key_of
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.store.shards import place
from functions.shared.store.transactions import Delete, Put, Write

KIND = "tag"


def tag_writes(order_id: str, placed_at: str, before: Sequence[str], after: Sequence[str]) -> list[Write]:
    """What of the index changes. The version of the order is held by whoever writes its attribute beside it."""
    old, new = ({key_of(tag) for tag in tags} for tags in (before, after))
    gone: list[Write] = [Delete(OrdersTable(pk=order_pk(order_id), sk=_sk(key))) for key in sorted(old - new)]
    return [*gone, *(Put(_item(order_id, placed_at, key)) for key in sorted(new - old))]


def tagged(tag: str) -> str:
    """The list of the orders with this tag (`orders_filed`)."""
    return f"TAGGED#{key_of(tag)}"


def _item(order_id: str, placed_at: str, key: str) -> OrdersTable:
    partition, at = place(tagged(key), f"{placed_at}#{order_id}", of=order_id)
    return OrdersTable(pk=order_pk(order_id), sk=_sk(key), kind=KIND, version=1, listed_pk=partition, listed_sk=at)


def _sk(key: str) -> str:
    return f"TAG#{key}"
