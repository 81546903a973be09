"""Optimistic locks: a write holds only at the version that was read."""

from __future__ import annotations

import pytest

from functions.orders.store.records import OrdersTable
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Write, transact
from functions.shared.store.versions import locked_delete, locked_put, locked_update


def item(version: int, body: str = "first") -> OrdersTable:
    return OrdersTable(pk="A", sk="A", kind="x", version=version, body=body)


def update(version: int, *, kind: str = "x") -> Write:
    return locked_update(OrdersTable, "A", "A", [OrdersTable.version.set(version + 1)], version, besides=OrdersTable.kind == kind)


def test_what_was_read_is_written_once() -> None:
    transact([locked_put(item(1), 0)])
    transact([locked_put(item(2), 1)])
    transact([update(2)])
    left = find(OrdersTable, "A", "A")
    assert left is not None
    assert int(left.version) == 3
    transact([locked_delete(left, 3), locked_put(OrdersTable(pk="B", sk="B", kind="x"), 0)])
    assert find(OrdersTable, "A", "A") is None


@pytest.mark.parametrize(
    "late",
    [
        locked_put(item(1, "late"), 0),
        locked_put(item(5, "late"), 4),
        update(4),
        update(2, kind="y"),
        locked_delete(item(1), 1),
        locked_delete(item(2), 2, besides=OrdersTable.kind == "y"),
    ],
)
def test_who_was_overtaken_writes_nothing(late: Write) -> None:
    transact([locked_put(item(2), 0)])
    with pytest.raises(Overtaken):
        transact([late, locked_put(OrdersTable(pk="B", sk="B", kind="x"), 0)])
    left = find(OrdersTable, "A", "A")
    assert left is not None
    assert (int(left.version), left.body, find(OrdersTable, "B", "B")) == (2, "first", None)
