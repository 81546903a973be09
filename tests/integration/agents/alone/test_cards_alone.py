"""X36, ADR 170: gift cards alone are bought by machines without choosing a delivery."""

from __future__ import annotations

from tests.integration.agents.acp import SESSIONS as ACP_SESSIONS
from tests.integration.agents.acp import AcpAgent
from tests.integration.agents.agent import SESSIONS, Agent, amount_of, orders
from tests.integration.orders.buyer import a_variant

EMAIL = "ada@example.com"


def a_card() -> str:
    return a_variant(price=10_000, tax_class="gift_card", sku="CARD")


def test_by_ucp(agent: Agent) -> None:
    lines = [{"item": {"id": a_card()}, "quantity": 1}]
    opened = agent.opened({"line_items": lines})
    assert (opened["status"], opened["fulfillment"]) == ("incomplete", {"methods": []})
    assert [(one["code"], one["path"]) for one in opened["messages"]] == [("missing", "$.buyer.email")]
    known = agent.call("PUT", f"{SESSIONS}/{opened['id']}", {"line_items": lines, "buyer": {"email": EMAIL}}).json
    assert (known["status"], known["messages"], amount_of(known)) == ("ready_for_complete", [], 10_000)
    assert agent.read(opened["id"])["fulfillment"] == {"methods": []}
    done = agent.complete(opened["id"], agent.lent(opened["id"], 10_000))
    assert (done.status, done.json["status"], len(orders())) == (200, "completed", 1), done.text
    # Goods beside it, and the delivery is to be chosen as ever.
    both = agent.opened({"line_items": [*lines, {"item": {"id": a_variant()}, "quantity": 1}], "buyer": {"email": EMAIL}})
    assert (both["status"], len(both["fulfillment"]["methods"])) == ("incomplete", 1)


def test_by_acp(agent: Agent) -> None:
    buyer = AcpAgent.made(agent)
    opened = buyer.opened({"line_items": [{"id": a_card(), "quantity": 1}], "currency": "cny", "capabilities": {}})
    assert (opened["status"], opened["fulfillment_options"]) == ("not_ready_for_payment", [])
    assert [one["param"] for one in opened["messages"]] == ["$.buyer.email"]
    ready = buyer.changed(opened["id"], {"buyer": {"first_name": "Ada", "last_name": "L", "email": EMAIL}})
    assert (ready["status"], ready["messages"]) == ("ready_for_payment", [])
    done = buyer.complete(opened["id"], buyer.wallet.lent(opened["id"], 10_000))
    assert (done.status, done.json["status"], len(orders())) == (200, "completed", 1), done.text
    assert buyer.call("GET", f"{ACP_SESSIONS}/{opened['id']}").json["status"] == "completed"
