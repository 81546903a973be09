"""Conditions and updates are written as PynamoDB writes them."""

from __future__ import annotations

from typing import Any

import pytest
from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from functions.orders.store.records import CartRecord, OrderRecord
from functions.shared.store.expressions import expressions, is_new
from functions.shared.store.transactions import Check, Delete, Put, Update, Write, _parameters, put_new
from functions.stock.store.records import StockRecord

CONDITIONS: list[Condition | None] = [
    None,
    is_new(CartRecord),
    (CartRecord.version == 3) & (CartRecord.status == "open"),
    (StockRecord.available >= 2) & StockRecord.recalls.does_not_exist() & ~(StockRecord.available >= 9),
    StockRecord.pk.exists() | (StockRecord.version < 4),
    OrderRecord.status.is_in("paid", "shipped") & OrderRecord.status.startswith("p") & OrderRecord.body.contains("x"),
    (Path("body") == "text") & (Path(["a", "b[1]", "c"]) == 1) & (Path("list[0]") == 2),
    OrderRecord.version.between(1, 4) & Path("body").is_type("S"),
]
ACTIONS: list[list[Action] | None] = [
    None,
    [CartRecord.status.set("placed"), CartRecord.version.set(4), CartRecord.ttl.remove()],
    [StockRecord.version.add(1), StockRecord.reserved.add(2), StockRecord.available.add(-2), StockRecord.body.set("x")],
    [CartRecord.version.set(CartRecord.version + 1), CartRecord.ttl.set(CartRecord.ttl | 5), Path("body").set(None)],
    [Path("many").add({"a", "b"}), Path("few").delete({"c"}), Path("list").set(Path("list").append([1]))],
]


def _pynamodb(condition: Condition | None, actions: list[Action] | None) -> dict[str, Any]:
    whole = Connection.get_operation_kwargs(_Keys(), "carts", "a", "b", condition=condition, actions=actions)
    return {name: said for name, said in whole.items() if name not in ("TableName", "Key")}


class _Keys(Connection):
    """Knows the keys of its one table without asking for them."""

    def __init__(self) -> None:
        """Nothing is sent."""

    def get_identifier_map(self, table_name: str, hash_key: str, range_key: str | None = None, key: str = "Key") -> dict[str, Any]:
        return {key: {"pk": {"S": hash_key}, "sk": {"S": range_key}}}


@pytest.mark.parametrize("actions", ACTIONS)
@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_same_texts_names_and_values(condition: Condition | None, actions: list[Action] | None) -> None:
    assert expressions(CartRecord, condition, actions) == _pynamodb(condition, actions)


CART = CartRecord(pk="CART#1", sk="CART", status="open", version=3, ttl=5)
PLACE = {"TableName": CartRecord.Meta.table_name}
KEY = {"pk": {"S": "CART#1"}, "sk": {"S": "CART"}}
WRITES: list[tuple[Write, dict[str, Any]]] = [
    (Check(CartRecord, "CART#1", "CART", CartRecord.version == 3), {"Key": KEY} | _pynamodb(CartRecord.version == 3, None)),
    (Delete(CART), {"Key": KEY}),
    (Put(CART), {"Item": CART.serialize()}),
    (put_new(CART), {"Item": CART.serialize()} | _pynamodb(CartRecord.pk.does_not_exist(), None)),
    (Update(CartRecord, "CART#1", "CART", [CartRecord.version.add(1)]), {"Key": KEY} | _pynamodb(None, [CartRecord.version.add(1)])),
]


@pytest.mark.parametrize(("write", "said"), WRITES, ids=lambda one: type(one).__name__)
def test_a_write_names_its_table_and_its_item(write: Write, said: dict[str, Any]) -> None:
    assert _parameters(write) == PLACE | said
