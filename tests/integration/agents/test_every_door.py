"""The same session and the same basket by every door: REST and MCP of UCP, ACP, the storefront."""

from __future__ import annotations

from typing import Any

import pytest

from functions.agents.sessions import complete
from functions.agents.store.answers import Once
from functions.agents.store.records import AgentsTable
from functions.orders import place_basket
from functions.orders.model.order import Order
from functions.shared.plain.bodies import load
from tests.integration.agents import acp
from tests.integration.agents.acp import AcpAgent, total_of, wanted
from tests.integration.agents.agent import SESSIONS, Agent, amount_of, basket, fee_of_599, orders, orders_hear, paid_with
from tests.integration.agents.test_mcp import tool
from tests.integration.orders.buyer import a_guest, a_variant, stock_of
from tests.integration.promotions.shop import a_coupon


def _opened(agent: Agent) -> tuple[str, dict[str, Any]]:
    session = agent.opened(basket((a_variant(sku="MUG-1"), 1)))
    return session["id"], paid_with(agent.lent(session["id"], amount_of(session)))


def _one_of_everything(agent: Agent) -> None:
    orders_hear()
    assert len(orders()) == 1
    assert [one["status"] for one in agent.provider.charges.values()] == ["succeeded"]


@pytest.mark.parametrize("lost", ["the answer", "a 5xx after the charge"])
def test_another_door_after_a_lost_answer(agent: Agent, lost: str) -> None:
    """Issue 15, case 18 (a) to (d), (f)."""
    session, body = _opened(agent)
    path = f"{SESSIONS}/{session}/complete"
    if lost == "the answer":
        first = agent.call("POST", path, body, key="K")
        assert first.json["status"] == "completed"
    else:
        agent.provider.lost_answers = 1
        assert agent.call("POST", path, body, key="K").status == 503
        first = agent.call("POST", path, body, key="K")
    order = first.json["order"]
    # (a) the first answer; (b), (c) the completed session by another door and with another key; (d) and in another protocol.
    again = agent.call("POST", path, body, key="K")
    assert (again.json, again.headers["idempotent-replayed"]) == (first.json, "true")
    assert tool(agent, "complete_checkout", key="K", id=session, checkout=body)["structuredContent"]["order"] == order
    assert agent.call("POST", path, body, key="new").json["order"] == order
    buyer = AcpAgent.made(agent)
    token = body["payment"]["instruments"][0]["credential"]["token"]
    for key in ("K", "other"):
        told = acp.checked(buyer.complete(session, token, key=key).json)
        assert (told["status"], told["order"]["id"]) == ("completed", order["id"])
    # (f) what ends something has a key; what only reads needs none.
    for refused in (tool(agent, "complete_checkout", id=session, checkout=body), tool(agent, "cancel_checkout", id=session)):
        assert refused["data"]["code"] == "idempotency_key_required"
    assert tool(agent, "get_checkout", id=session)["structuredContent"]["status"] == "completed"
    _one_of_everything(agent)


def test_while_the_first_is_still_running(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 15, case 18 (e): the same key waits at every door; another one ends in the same order."""
    session, body = _opened(agent)
    path, buyer, told = f"{SESSIONS}/{session}/complete", AcpAgent.made(agent), list[Any]()
    token = body["payment"]["instruments"][0]["credential"]["token"]
    place = place_basket

    def meanwhile(*args: Any, **kwargs: Any) -> str:
        monkeypatch.setattr(complete, "place_basket", place)
        busy = agent.call("POST", path, body, key="K")
        assert (busy.status, busy.json["code"], busy.headers["retry-after"]) == (409, "idempotency_in_flight", "1")
        told.append(agent.call("POST", path, body, key="another").json)
        told.append(buyer.complete(session, token, key="K").json)
        return place(*args, **kwargs)

    monkeypatch.setattr(complete, "place_basket", meanwhile)
    done = agent.call("POST", path, body, key="K")
    assert done.json["status"] == "completed", done.text
    assert {one["order"]["id"] for one in told} == {done.json["order"]["id"]}
    _one_of_everything(agent)


def test_a_key_in_flight_is_told_in_each_protocol_s_words(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 15, case 18 (e): MCP says -32000 with retry_after, ACP 409 with Retry-After."""
    session, body = _opened(agent)
    buyer, told = AcpAgent.made(agent), dict[str, Any]()
    token = body["payment"]["instruments"][0]["credential"]["token"]
    begin = Once.begin

    def meanwhile(once: Once) -> Any:
        monkeypatch.setattr(Once, "begin", begin)
        found = begin(once)
        told["mcp"] = told.get("mcp") or tool(agent, "complete_checkout", key="K", id=session, checkout=body)
        told["acp"] = told.get("acp") or buyer.complete(session, token, key="K")
        return found

    monkeypatch.setattr(Once, "begin", meanwhile)
    assert tool(agent, "complete_checkout", key="K", id=session, checkout=body)["structuredContent"]["status"] == "completed"
    assert (told["mcp"]["code"], told["mcp"]["data"]["retry_after"]) == (-32000, 1)
    monkeypatch.setattr(Once, "begin", meanwhile)
    told.pop("acp")
    assert buyer.complete(session, token, key="K2").status == 200
    _one_of_everything(agent)


def test_one_basket_costs_and_reserves_the_same_by_every_door(agent: Agent) -> None:
    """X36. Issue 15, case 16: all entries of the sum but the total add up to it."""
    mug, bowl = a_variant(price=5900, sku="MUG-1"), a_variant(price=3101, sku="BOWL-1")
    shopper, buyer = a_guest(), AcpAgent.made(agent)
    shopper.add(mug, 2)
    shopper.add(bowl, 3)
    shown = shopper.ready().preview()
    price = shown["totals"]["total"]["amount"]
    placed = shopper.place().json
    assert placed["totals"]["total"]["amount"] == price
    sold = [(stock_of(mug), stock_of(bowl))]

    def bought(session: str, total: int, complete: Any) -> None:
        assert total == price
        assert complete(session, agent.lent(session, total))["status"] == "completed"
        sold.append((stock_of(mug), stock_of(bowl)))

    by_rest = agent.opened(basket((mug, 2), (bowl, 3)))
    bought(by_rest["id"], amount_of(by_rest), lambda session, token: agent.complete(session, token).json)
    by_mcp = tool(agent, "create_checkout", checkout=basket((mug, 2), (bowl, 3)))["structuredContent"]
    bought(
        by_mcp["id"], amount_of(by_mcp),
        lambda session, token: tool(agent, "complete_checkout", key="m", id=session, checkout=paid_with(token))["structuredContent"],
    )  # fmt: skip
    by_acp = buyer.chosen(wanted({"id": mug, "quantity": 2}, {"id": bowl, "quantity": 3}))
    bought(by_acp["id"], total_of(by_acp), lambda session, token: acp.checked(buyer.complete(session, token).json))
    assert by_rest["totals"] == by_mcp["totals"]
    for document in (by_rest, by_mcp, by_acp):
        assert sum(one["amount"] for one in document["totals"] if one["type"] != "total") == price
    # Each took two mugs and three bowls.
    assert sold == [((20 - 2 * n, 2 * n), (20 - 3 * n, 3 * n)) for n in (1, 2, 3, 4)]
    orders_hear()
    assert {load(Order, order.body).channel for order in orders()} == {"web", "agent:agent.example", "agent:chat"}


def test_free_delivery_is_taken_off_once_and_included_tax_is_not_added(agent: Agent) -> None:
    """Issue 15, case 16."""

    fee_of_599()
    a_coupon(code="FREE", rule={"kind": "free_shipping", "amount": None})
    mug, buyer = a_variant(price=3200), AcpAgent.made(agent)
    by_rest = agent.opened(basket((mug, 1), discounts={"codes": ["FREE"]}))
    by_mcp = tool(agent, "create_checkout", checkout=basket((mug, 1), discounts={"codes": ["FREE"]}))["structuredContent"]
    by_acp = buyer.chosen(wanted({"id": mug}, discounts={"codes": ["FREE"]}))
    done = agent.complete(by_rest["id"], agent.lent(by_rest["id"], 3200)).json
    orders_hear()
    [order] = orders()
    assert load(Order, order.body).totals.total == 3200
    read = agent.call("GET", f"/ucp/v1/orders/{done['order']['id']}").json
    acp_done = acp.checked(buyer.complete(by_acp["id"], agent.lent(by_acp["id"], 3200)).json)
    for document in (by_rest, by_mcp, by_acp, done, read, acp_done, acp_done["order"]):
        told = {one["type"]: one["amount"] for one in document["totals"]}
        assert told.pop("total") == 3200 == sum(told.values()), document["totals"]
        assert (told.get("fulfillment"), told.get("discount", 0), "tax" in told) in ((599, -599, False), (0, 0, False))


def test_five_hundred_replays_change_nothing(agent: Agent) -> None:
    """Each is answered what was answered first, or refused."""
    session, body = _opened(agent)
    buyer = AcpAgent.made(agent)
    path = f"{SESSIONS}/{session}/complete"
    token = body["payment"]["instruments"][0]["credential"]["token"]
    first = agent.call("POST", path, body, key="K").json
    acp_first = buyer.complete(session, token, key="K").json
    orders_hear()
    before, calls = sorted(str(one.attribute_values) for one in AgentsTable.scan()), len(agent.provider.calls)
    for n in range(125):
        assert agent.call("POST", path, body, key="K").json == first
        assert buyer.complete(session, token, key="K").json == acp_first
        assert agent.call("POST", path, paid_with(f"spt_{n}"), key="K").json["code"] == "idempotency_conflict"
        assert buyer.complete(session, f"spt_{n}", key="K").status == 422
    assert sorted(str(one.attribute_values) for one in AgentsTable.scan()) == before
    assert len(agent.provider.calls) == calls
    _one_of_everything(agent)
