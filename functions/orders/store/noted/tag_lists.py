"""Which orders have a tag: an item per tag in the partition of its order, in the index `listed`, and by the order's states in `gsi1` (its
status) and `gsi2` (payment and fulfilment), cut into shards (ADR 152).

The order's attribute `tags` says what they are; these items follow it and its states in the same transaction, under the order's version.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from functions.orders.model.noted.tags import key_of
from functions.orders.model.states import FulfilmentStatus, PaymentStatus, Status
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.store.shards import place
from functions.shared.store.transactions import Delete, Put, Write

KIND = "tag"
States = tuple[str, str, str]
"""Status, payment and fulfilment."""
_MOST_LISTS = 8


def tag_writes(order_id: str, placed_at: str, before: Sequence[str], after: Sequence[str], states: States) -> list[Write]:
    """What of the index changes. The version of the order is held by whoever writes its attribute beside it."""
    old, new = ({key_of(tag) for tag in tags} for tags in (before, after))
    gone: list[Write] = [Delete(OrdersTable(pk=order_pk(order_id), sk=_sk(key))) for key in sorted(old - new)]
    return [*gone, *(Put(tag_item(order_id, placed_at, key, states)) for key in sorted(new - old))]


def tagged(tag: str) -> str:
    """The list of the orders with this tag (`orders_filed`)."""
    return f"TAGGED#{key_of(tag)}"


def tagged_lists(
    tag: str, statuses: Sequence[Status], payments: Sequence[PaymentStatus], fulfilments: Sequence[FulfilmentStatus]
) -> list[tuple[str, str]]:
    """The index and the name of each list that holds the tag's orders in these states (of an empty axis any), and few others."""
    key = key_of(tag)
    if payments or fulfilments:
        lists = [("gsi2", _as_paid(key, *one)) for one in product(payments or PaymentStatus, fulfilments or FulfilmentStatus)]
        if len(lists) <= _MOST_LISTS:
            return lists
    return [("gsi1", _in_status(key, one)) for one in statuses] or [("listed", tagged(tag))]


def tag_item(order_id: str, placed_at: str, tag: str, states: States) -> OrdersTable:
    key, at = key_of(tag), f"{placed_at}#{order_id}"
    item = OrdersTable(pk=order_pk(order_id), sk=_sk(key), kind=KIND, version=1)
    item.listed_pk, item.listed_sk = place(tagged(key), at, of=order_id)
    item.gsi1pk, item.gsi1sk = place(_in_status(key, states[0]), at, of=order_id)
    item.gsi2pk, item.gsi2sk = place(_as_paid(key, *states[1:]), at, of=order_id)
    return item


def _in_status(key: str, status: str) -> str:
    return f"TAGGED#{status}#{key}"


def _as_paid(key: str, payment: str, fulfilment: str) -> str:
    return f"TAGGED#{payment}.{fulfilment}#{key}"


def _sk(key: str) -> str:
    return f"TAG#{key}"
