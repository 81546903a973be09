"""What an agent's profile does not have is not there for it, by REST and by MCP; what it has does no more than the extensions beside it."""

from __future__ import annotations

from typing import Any

import pytest

from functions.agents.model.profile import CART, CHECKOUT, CONSENT, DISCOUNT, FULFILLMENT, LOOKUP, ORDER, SEARCH, VERSIONS
from functions.agents.store.records import AgentsTable
from tests.integration.agents.agent import BUYER, SESSIONS, Agent, amount_of, basket, codes_of, orders, paid_with
from tests.integration.agents.test_carts import CARTS, goods
from tests.integration.agents.test_mcp import tool
from tests.integration.orders.buyer import a_variant, stock_of
from tests.integration.promotions.shop import a_coupon

WHOLE = (CHECKOUT, CART, SEARCH, LOOKUP, ORDER)


def knowing(agent: Agent, *names: str) -> None:
    agent.capabilities = dict.fromkeys(names, VERSIONS)
    agent.known()


@pytest.mark.parametrize("missing", WHOLE)
def test_operations_are_those_of_the_capabilities_in_common(agent: Agent, missing: str) -> None:
    """X47: a profile of the catalogue alone opens no checkout."""
    mug = a_variant()
    cart, session = agent.call("POST", CARTS, goods((mug, 1))).json["id"], agent.opened(basket((mug, 1)))["id"]
    token = agent.lent(session, 10**6)
    asked: dict[str, list[tuple[str, str, Any, str, dict[str, Any]]]] = {
        CHECKOUT: [
            ("POST", SESSIONS, basket((mug, 1)), "create_checkout", {"checkout": basket((mug, 1))}),
            ("GET", f"{SESSIONS}/{session}", None, "get_checkout", {"id": session}),
            ("PUT", f"{SESSIONS}/{session}", basket((mug, 2)), "update_checkout", {"id": session, "checkout": basket((mug, 2))}),
            (
                "POST",
                f"{SESSIONS}/{session}/complete",
                paid_with(token),
                "complete_checkout",
                {"id": session, "checkout": paid_with(token)},
            ),
            ("POST", f"{SESSIONS}/{session}/cancel", None, "cancel_checkout", {"id": session}),
        ],
        CART: [
            ("POST", CARTS, goods((mug, 1)), "create_cart", {"cart": goods((mug, 1))}),
            ("GET", f"{CARTS}/{cart}", None, "get_cart", {"id": cart}),
            ("PUT", f"{CARTS}/{cart}", goods((mug, 2)), "update_cart", {"id": cart, "cart": goods((mug, 2))}),
            ("POST", f"{CARTS}/{cart}/cancel", None, "cancel_cart", {"id": cart}),
        ],
        SEARCH: [("POST", "/ucp/v1/catalog/search", {"query": "x"}, "search_catalog", {"catalog": {"query": "x"}})],
        LOOKUP: [
            ("POST", "/ucp/v1/catalog/lookup", {"ids": [mug]}, "lookup_catalog", {"catalog": {"ids": [mug]}}),
            ("POST", "/ucp/v1/catalog/product", {"id": mug}, "get_product", {"catalog": {"id": mug}}),
        ],
        ORDER: [("GET", "/ucp/v1/orders/x.y", None, "get_order", {"id": "x.y"})],
    }
    knowing(agent, *(name for name in WHOLE if name != missing))
    before = kept()
    for n, (method, path, body, name, given) in enumerate(asked[missing]):
        by_rest = agent.call(method, path, body)
        by_mcp = tool(agent, name, key=f"k{n}", **given)
        assert (by_rest.status, by_rest.json["ucp"]["status"], codes_of(by_rest.json)) == (200, "error", {"capabilities_incompatible"}), (
            path
        )
        assert (by_mcp["isError"], codes_of(by_mcp["structuredContent"])) == (True, {"capabilities_incompatible"}), name
    assert (kept(), orders(), stock_of(mug)) == (before, [], (20, 0))


def kept() -> list[Any]:
    return sorted((one.pk, one.body) for one in AgentsTable.scan() if not one.pk.startswith("ANSWER#"))


def test_a_checkout_does_what_the_extensions_in_common_say(agent: Agent) -> None:
    """X47: what is sent in one that is not is not looked at, and nothing of it is told."""
    mug = a_variant(price=5900)
    a_coupon(code="TEN")
    body = basket((mug, 1), discounts={"codes": ["TEN"]}, buyer=BUYER | {"consent": {"marketing": True}})
    knowing(agent, CHECKOUT, FULFILLMENT, DISCOUNT, CONSENT)
    whole = agent.opened(body)
    assert (whole["status"], amount_of(whole, "discount") < 0, whole["buyer"]["consent"]) == (
        "ready_for_complete",
        True,
        {"marketing": True},
    )
    knowing(agent, CHECKOUT)
    bare = agent.opened(body)
    assert (bare["status"], codes_of(bare), amount_of(bare)) == ("requires_escalation", {"fulfillment_required"}, 5900)
    assert ({"fulfillment", "discounts"} & set(bare), "consent" in bare["buyer"], list(bare["ucp"]["capabilities"])) == (
        set(),
        False,
        [CHECKOUT],
    )
    assert agent.complete(bare["id"], agent.lent(bare["id"], 10**6)).json["status"] == "requires_escalation"
    # A cart is named in the extension of carts: without it the goods that are sent count.
    knowing(agent, CHECKOUT, CART)
    cart = agent.call("POST", CARTS, goods((mug, 3))).json["id"]
    knowing(agent, CHECKOUT)
    alone = agent.opened(basket((mug, 1), cart_id=cart))
    assert (alone["id"] == cart, [line["quantity"] for line in alone["line_items"]], orders()) == (False, [1], [])


def test_bodies_are_json(agent: Agent) -> None:
    """UCP: requests use application/json."""
    mug = a_variant()
    for media in ("text/plain", "application/x-www-form-urlencoded", "application/xml; charset=utf-8"):
        refused = agent.call("POST", SESSIONS, basket((mug, 1)), **{"content-type": media})
        assert (refused.status, refused.json["code"]) == (415, "unsupported_media_type"), refused.text
    assert agent.call("POST", SESSIONS, basket((mug, 1)), **{"content-type": "application/json; charset=utf-8"}).status == 201
    assert agent.call("GET", f"{SESSIONS}/chk_x", **{"content-type": "text/plain"}).status == 404


def test_a_search_says_what_it_searches(agent: Agent) -> None:
    """UCP (CAT-010): words, or a filter that we know."""
    filters: list[dict[str, Any]] = [{}, {"price": {}}, {"colour": "red"}, {"categories": []}]
    nothings: list[dict[str, Any]] = [{}, {"query": " "}, *({"filters": one} for one in filters)]
    for nothing in nothings:
        told = agent.call("POST", "/ucp/v1/catalog/search", nothing)
        assert (told.status, told.json["code"]) == (400, "invalid_request"), nothing
    # Here is no index to be searched; that it is asked for is enough.
    assert agent.call("POST", "/ucp/v1/catalog/search", {"filters": {"price": {"min": 0}}}).json["code"] == "search_not_ready"
