"""X31: machines that buy what is sold before it is there are told so, with the day, as far as their protocol has a place for it."""

from __future__ import annotations

from typing import Any

from ucp_sdk.models.schemas.shopping.checkout import Checkout
from ucp_sdk.models.schemas.shopping.order import Order

from tests.integration.agents.acp import AcpAgent, total_of, wanted
from tests.integration.agents.agent import Agent, amount_of, basket
from tests.integration.agents.test_mcp import tool
from tests.integration.orders.buyer import a_variant
from tests.integration.stock.ahead import day, sold_ahead


def _waits(document: Any, code: str, where: str = "path") -> list[tuple[str, str]]:
    return [(one[where], one["content"]) for one in document["messages"] if (one["type"], one.get("code")) == ("warning", code)]


def test_ucp_tells_the_day_in_cart_checkout_and_order_and_by_mcp(agent: Agent) -> None:
    """X31, X35: a warning at the line, in carts and checkouts, before and after it is bought; an expectation of its own in the order."""
    agent.version = "2026-08-25"
    agent.known()
    there, later = a_variant(price=5000), a_variant(stock=0, price=7000)
    sold_ahead(later, 3, "preorder")
    told = [("$.line_items[1]", f"A pre-order: it is sent once it is there; promised for {day(30)}.")]
    lines = [{"item": {"id": there}, "quantity": 1}, {"item": {"id": later}, "quantity": 2}]
    cart = agent.call("POST", "/ucp/v1/carts", {"line_items": lines}).json
    assert _waits(cart, "preorder") == told
    opened = agent.opened(basket((there, 1), (later, 2)))
    Checkout.model_validate(opened)
    assert (_waits(opened, "preorder"), opened["status"]) == (told, "ready_for_complete")
    assert _waits(tool(agent, "get_checkout", id=opened["id"])["structuredContent"], "preorder") == told
    done = agent.complete(opened["id"], agent.lent(opened["id"], amount_of(opened))).json
    assert (done["status"], _waits(done, "preorder")) == ("completed", told)
    order = agent.call("GET", f"/ucp/v1/orders/{done['order']['id']}").json
    Order.model_validate(order)
    first, second = order["fulfillment"]["expectations"]
    assert [one["quantity"] for one in (*first["line_items"], *second["line_items"])] == [1, 2]
    assert ("fulfillable_on" in first, second["fulfillable_on"], second["description"]) == (False, day(30), f"Promised for {day(30)}")


def test_acp_tells_it_in_the_fields_of_the_line(agent: Agent) -> None:
    """X31, X36: the line has its state and the day (midnight of the store), beside the warning `shipping_delay`."""
    buyer = AcpAgent.made(agent)
    there, later = a_variant(price=5000), a_variant(stock=0, price=7000)
    sold_ahead(later, 3)
    chosen = buyer.chosen(wanted({"id": there, "quantity": 1}, {"id": later, "quantity": 1}))
    told = [("$.line_items[1]", f"A back-order: it is sent once it is there; promised for {day(30)}.")]
    assert _waits(chosen, "shipping_delay", "param") == told
    midnight = f"{day(29)}T16:00:00.000Z"
    assert [(one.get("availability_status"), one.get("fulfillable_on")) for one in chosen["line_items"]] == [
        (None, None),
        ("backorder", midnight),
    ]
    done = buyer.complete(chosen["id"], agent.lent(chosen["id"], total_of(chosen))).json
    assert (done["status"], _waits(done, "shipping_delay", "param")) == ("completed", told)
    assert done["line_items"][1]["fulfillable_on"] == midnight
