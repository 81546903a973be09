"""ACP's carts (2026-04-17): goods and what they cost, before anybody says where they go; one checkout each."""

from __future__ import annotations

from typing import Any

import pytest

from functions.agents.app import app
from tests.integration.agents.acp import SESSIONS, AcpAgent, checked, total_of, wanted
from tests.integration.agents.agent import Agent, orders
from tests.integration.orders.buyer import a_variant, stock_of
from tests.support.http import Client

CARTS = "/acp/carts"
_CLOSED = {"id", "line_items", "buyer", "currency", "totals", "messages", "continue_url", "expires_at"}
BUYER = {"first_name": "雷", "last_name": "李", "email": "buyer@example.com"}
_STANDARD = [{"type": "shipping", "option_id": "standard", "item_ids": []}]


@pytest.fixture
def acp(agent: Agent) -> AcpAgent:
    return AcpAgent.made(agent)


def goods(*lines: tuple[str, int], **more: object) -> dict[str, object]:
    return {"line_items": [{"id": variant, "quantity": quantity} for variant, quantity in lines], **more}


def looked_at(document: Any, *beside: str) -> Any:
    """Raises AssertionError for what the schema does not know or lacks, or for totals that do not add up."""
    assert set(document) <= _CLOSED | set(beside), set(document) - _CLOSED
    assert {"id", "line_items", "currency", "totals"} <= set(document)
    amounts = {one["type"]: one["amount"] for one in document["totals"]}
    assert sum(amount for kind, amount in amounts.items() if kind != "total") == amounts["total"]
    return document


def test_a_cart_becomes_one_checkout(acp: AcpAgent) -> None:
    """X47"""
    mug, bowl = a_variant(price=5900), a_variant(price=3100, sku="BOWL")
    assert "carts" in Client(app).get("/.well-known/acp.json").json["capabilities"]["services"]
    made = acp.call("POST", CARTS, goods((mug, 1), buyer=BUYER), key="once")
    cart = looked_at(made.json)
    assert (made.status, total_of(cart), cart["currency"], cart["messages"]) == (201, 5900, "cny", [])
    assert acp.call("POST", CARTS, goods((mug, 1), buyer=BUYER), key="once").json == cart
    kept = {line["item"]["id"]: line["id"] for line in cart["line_items"]}
    changed = looked_at(acp.call("POST", f"{CARTS}/{cart['id']}", goods((mug, 2), (bowl, 1), buyer=BUYER)).json)
    assert (total_of(changed), changed["line_items"][0]["id"], changed["buyer"]) == (14900, kept[mug], BUYER)
    assert looked_at(acp.call("GET", f"{CARTS}/{cart['id']}").json) == changed
    # Goods and buyer are the cart's, whatever else is sent.
    other = wanted({"id": bowl, "quantity": 9}, cart_id=cart["id"], buyer={"email": "other@example.com"})
    opened = acp.opened(other | {"selected_fulfillment_options": _STANDARD})
    assert (opened["id"], opened["status"], opened["buyer"]) == (cart["id"], "ready_for_payment", BUYER)
    assert [line["quantity"] for line in opened["line_items"]] == [2, 1]
    again = acp.opened(other | {"line_items": []})
    assert (again["id"], again["totals"], again["status"]) == (opened["id"], opened["totals"], "ready_for_payment")
    # What its checkout is told shows in the cart.
    acp.changed(opened["id"], {"line_items": [{"id": mug, "quantity": 2}]})
    assert [line["quantity"] for line in acp.call("GET", f"{CARTS}/{cart['id']}").json["line_items"]] == [2]
    done = checked(acp.complete(opened["id"], acp.wallet.lent(opened["id"], 11800)).json)
    assert (done["status"], len(orders()), stock_of(mug)) == ("completed", 1, (18, 2))
    for method, path, body in (("GET", "", None), ("POST", "", goods((mug, 1))), ("POST", "/cancel", {})):
        assert acp.call(method, f"{CARTS}/{cart['id']}{path}", body).status == 404
    assert acp.call("POST", SESSIONS, other).status == 404


def test_what_is_wrong_with_carts(acp: AcpAgent) -> None:
    mug, few = a_variant(), a_variant(stock=1, sku="FEW")
    cart = looked_at(acp.call("POST", CARTS, goods((few, 2), (mug, 1))).json)
    assert {one["code"] for one in cart["messages"]} == {"out_of_stock"}
    refused = [
        acp.call("POST", CARTS, goods()), acp.call("POST", CARTS, {}), acp.call("POST", CARTS, goods((mug, 0))),
        acp.call("POST", CARTS, goods((mug, 1)), idempotency_key=""), acp.call("POST", CARTS, goods((mug, 1)), api_version="2020-01-01"),
        acp.call("POST", SESSIONS, wanted(cart_id=cart["id"]) | {"currency": "usd"}),
        acp.call("POST", f"{CARTS}/{cart['id']}", goods()),
    ]  # fmt: skip
    assert [one.status for one in refused] == [400] * len(refused)
    assert all(set(one.json) <= {"type", "code", "message", "param", "supported_versions"} for one in refused)
    other = AcpAgent.made(acp.wallet, "another")
    for method, path in (("GET", ""), ("POST", "/cancel")):
        assert other.call(method, f"{CARTS}/{cart['id']}{path}", {} if method == "POST" else None).status == 404
    assert Client(app).get(f"{CARTS}/{cart['id']}", **{"api-version": "2026-04-17"}).status == 401
    gone = acp.call("POST", f"{CARTS}/{cart['id']}/cancel")
    assert (gone.status, looked_at(gone.json)["id"]) == (200, cart["id"])
    assert acp.call("GET", f"{CARTS}/{cart['id']}").status == acp.call("POST", f"{CARTS}/{cart['id']}/cancel").status == 404


def test_codes_of_a_cart_are_carried_on(acp: AcpAgent) -> None:
    mug = a_variant()
    cart = looked_at(acp.call("POST", CARTS, goods((mug, 1), discounts={"codes": ["NOBODY"]})).json, "discounts")
    assert [one["code"] for one in cart["discounts"]["rejected"]] == ["NOBODY"]
    opened = acp.opened(wanted(cart_id=cart["id"]))
    assert opened["discounts"]["codes"] == ["NOBODY"]
    emptied = looked_at(acp.call("POST", f"{CARTS}/{cart['id']}", goods((mug, 1))).json)
    assert "discounts" not in emptied
