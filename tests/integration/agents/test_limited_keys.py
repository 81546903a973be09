"""Staff's machines whose makers act for some warehouses or merchants only: they find, read and do what their makers may, nothing else."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.agents.staff.tools import STAFF_TOOLS
from functions.platform.service.contract import operations
from functions.shared.auth import standing
from functions.shared.auth.scope import WHOLE_SHOP, _is_open
from functions.shared.http.operation import Operation
from tests.integration.access.key_makers import Person
from tests.integration.access.marketplace import Marketplace, opened
from tests.integration.access.standings import stand
from tests.integration.agents import test_staff_tools
from tests.integration.agents.agent import stored
from tests.integration.agents.test_mcp import rpc
from tests.integration.agents.test_staff_tools import call, listed
from tests.integration.orders.buyer import stock_of

api = test_staff_tools.api


def key_of(**limits: Any) -> str:
    """Made by an owner who was limited afterwards: who has limits makes none."""
    subject = str(uuid.uuid4())
    maker = Person(subject, stand(subject, "owner"))
    made = maker.make(*{scope for tool in STAFF_TOOLS.values() for scope in tool.needs})
    stand(subject, "owner", **limits)
    standing.forget()
    assert maker.make("orders.read").code == "out_of_scope"
    return str(made.json["secret"])


def refused(secret: str, name: str, **arguments: Any) -> str:
    """Also before anybody is asked to confirm it."""
    answer = rpc("tools/call", {"name": name, "arguments": arguments}, headers={"x-api-key": secret}).json
    if "error" in answer:
        return str(answer["error"]["data"]["code"])
    told = answer["result"]["structuredContent"]
    assert (told["status"], "confirm_token" in told) == ("refused", False), told
    return str(told["code"])


def on_orders(order: str) -> list[tuple[str, dict[str, Any]]]:
    amount = {"amount": 100, "currency": "CNY"}
    return [
        ("add_note", {"id": order, "text": "x"}), ("cancel_order", {"id": order}), ("hold_order", {"id": order, "reason": "x"}),
        ("release_order", {"id": order}), ("refund_order", {"id": order, "reason": "x", "amount": amount}), ("held_orders", {}),
        ("low_stock", {}), ("read_report", {"report": "live"}),
    ]  # fmt: skip


@pytest.fixture
def market() -> Marketplace:
    return opened()


def test_a_tool_is_closed_to_the_limits_with_which_the_api_refuses_it() -> None:
    """The tools say what the operations declare; reports are the whole shop's, and who has limits is a buyer where buyers cancel."""
    known = {f"{one.method} {one.path}": one for one in operations()}

    def closed(operation: Operation) -> set[str]:
        whole = operation.scope is WHOLE_SHOP
        named = {"merchants": operation.scope.merchants, "warehouses": operation.scope.warehouses}
        return {name for name, touched in named.items() if whole or (touched is None and not _is_open(operation.permission, name))}

    for tool in STAFF_TOOLS.values():
        path = tool.calls.replace("{report}", "sales")
        reads = [tool.first.reads] if tool.first else []
        assert tool.closed_to == set[str]().union(*(closed(known[one]) for one in (path, *reads))), tool.name


def test_a_key_of_one_warehouse(market: Marketplace, api: str) -> None:
    """H07 by MCP"""
    secret, order = key_of(warehouses=("w1",)), market.order(market.own)["id"]
    tools = listed(x_api_key=secret)[0]
    assert {"adjust_stock", "read_stock", "find_orders", "read_order"} <= set(tools)
    assert not {"refund_order", "cancel_order", "read_report", "publish_product"} & set(tools)
    assert call(secret, "read_stock", variant_id=market.own)["status"] == "read"
    wish = {"variant_id": market.own, "delta": 5, "reason": "found"}
    before = stored()
    for name, arguments in [*on_orders(order), ("adjust_stock", {**wish, "warehouse_id": "w2"}), ("adjust_stock", wish)]:
        assert refused(secret, name, **arguments) == "out_of_scope", name
    after = stored()
    assert {name for name in before if before[name] != after[name]} <= {"audit-facts"}
    there = {**wish, "warehouse_id": "w1"}
    available, _ = stock_of(market.own)
    token = call(secret, "adjust_stock", **there)["confirm_token"]
    assert refused(secret, "adjust_stock", **wish, warehouse_id="w2", confirm_token=token) == "out_of_scope"
    assert call(secret, "adjust_stock", **there, confirm_token=token)["status"] == "done"
    assert stock_of(market.own)[0] == available + 5


def test_a_key_of_one_merchant(market: Marketplace, api: str) -> None:
    """H07 by MCP"""
    secret = key_of(merchants=("m1",))
    own, foreign, shops = (market.order(one)["id"] for one in (market.theirs["1"], market.theirs["2"], market.own))
    tools = listed(x_api_key=secret)[0]
    assert {"find_orders", "read_order", "find_products", "publish_product"} <= set(tools)
    assert not {"adjust_stock", "read_stock", "refund_order", "hold_order", "low_stock"} & set(tools)
    assert [one["id"] for one in call(secret, "find_orders")["data"]["data"]] == [own]
    assert call(secret, "read_order", id=own)["status"] == "read"
    before = stored()
    for order in (foreign, shops):
        assert refused(secret, "read_order", id=order) == "out_of_scope"
    for name, arguments in [*on_orders(own), ("adjust_stock", {"variant_id": market.theirs["1"], "delta": 1, "reason": "x"}),
                            ("read_stock", {"variant_id": market.theirs["1"]})]:  # fmt: skip
        assert refused(secret, name, **arguments) == "out_of_scope", name
    after = stored()
    assert {name for name in before if before[name] != after[name]} <= {"audit-facts"}
