"""UCP's carts: what goods cost before anybody says where they go; one checkout each."""

from __future__ import annotations

from ucp_sdk.models.schemas.shopping.cart import Cart
from ucp_sdk.models.schemas.shopping.discount import Cart as CartWithCodes

from functions.agents.model.profile import VERSIONS
from tests.integration.agents.agent import BUYER, SESSIONS, Agent, amount_of, basket, codes_of, orders, paid_with
from tests.integration.agents.test_mcp import tool
from tests.integration.orders.buyer import a_variant, stock_of
from tests.integration.promotions.shop import a_coupon

CARTS = "/ucp/v1/carts"


def goods(*lines: tuple[str, int], **more: object) -> dict[str, object]:
    return {"line_items": [{"item": {"id": variant}, "quantity": quantity} for variant, quantity in lines], **more}


def test_a_cart_becomes_one_checkout(agent: Agent) -> None:
    """X47"""
    agent.version = "2026-08-25"
    agent.known()
    mug, bowl = a_variant(price=5900), a_variant(price=3100, sku="BOWL")
    made = agent.call("POST", CARTS, goods((mug, 1), buyer=BUYER))
    assert made.status == 201, made.text
    Cart.model_validate(made.json)
    cart = made.json
    assert (amount_of(cart, "subtotal"), cart["messages"], list(cart["ucp"]["capabilities"])) == (
        5900,
        [],
        ["dev.ucp.shopping.cart", "dev.ucp.shopping.discount"],
    )
    kept = {line["item"]["id"]: line["id"] for line in cart["line_items"]}
    changed = agent.call("PUT", f"{CARTS}/{cart['id']}", goods((mug, 2), (bowl, 1), buyer=BUYER)).json
    assert (amount_of(changed, "subtotal"), changed["line_items"][0]["id"]) == (14900, kept[mug])
    # Goods and buyer are the cart's, whatever else is sent.
    other = basket((bowl, 9), cart_id=cart["id"], buyer={"email": "other@example.com"})
    first = agent.call("POST", SESSIONS, other)
    checkout = first.json
    assert (checkout["status"], checkout["buyer"]["email"]) == ("ready_for_complete", "buyer@example.com")
    assert [line["quantity"] for line in checkout["line_items"]] == [2, 1]
    repeated = agent.call("POST", SESSIONS, {"cart_id": cart["id"]})
    again = repeated.json
    assert (first.status, repeated.status) == (201, 200)
    assert (again["id"], again["totals"]) == (checkout["id"], checkout["totals"])
    done = agent.call("POST", f"{SESSIONS}/{again['id']}/complete", paid_with(agent.lent(again["id"], amount_of(again)))).json
    assert (done["status"], len(orders()), stock_of(mug)) == ("completed", 1, (18, 2))
    for method, body in (("GET", None), ("PUT", goods((mug, 1)))):
        assert agent.call(method, f"{CARTS}/{cart['id']}", body).status == 404
    assert agent.call("POST", SESSIONS, {"cart_id": cart["id"]}).status == 404


def test_what_is_wrong_with_goods_is_told_and_a_cart_is_given_up(agent: Agent) -> None:
    few = a_variant(stock=1)
    cart = agent.call("POST", CARTS, goods((few, 2), (a_variant(), 1))).json
    assert codes_of(cart) == {"out_of_stock"}
    assert agent.call("POST", CARTS, goods()).status == 400
    assert codes_of(agent.call("POST", CARTS, goods(("var_00000000000000000000000000", 1))).json) == {"item_unavailable"}
    gone = agent.call("POST", f"{CARTS}/{cart['id']}/cancel")
    assert (gone.status, gone.json["id"]) == (200, cart["id"])
    assert agent.call("GET", f"{CARTS}/{cart['id']}").status == 404
    assert agent.call("POST", f"{CARTS}/{cart['id']}/cancel").status == 404


def test_the_same_by_mcp(agent: Agent) -> None:
    mug = a_variant(price=5900)
    cart = tool(agent, "create_cart", cart=goods((mug, 1)))["structuredContent"]
    assert tool(agent, "get_cart", id=cart["id"])["structuredContent"]["totals"] == cart["totals"]
    changed = tool(agent, "update_cart", id=cart["id"], cart=goods((mug, 3)))["structuredContent"]
    assert amount_of(changed, "subtotal") == 17700
    assert tool(agent, "cancel_cart", id=cart["id"])["data"]["code"] == "idempotency_key_required"
    assert tool(agent, "cancel_cart", key="c", id=cart["id"])["isError"] is False
    assert tool(agent, "get_cart", id=cart["id"])["isError"] is True


def test_codes_of_a_cart_are_carried_on(agent: Agent) -> None:
    """X47: the extension `discount` extends carts, too."""
    agent.version = "2026-08-25"
    agent.known()
    mug = a_variant(price=5900)
    a_coupon(code="TEN")
    cart = agent.call("POST", CARTS, goods((mug, 1), discounts={"codes": ["NOBODY"]})).json
    CartWithCodes.model_validate(cart)
    assert (cart["discounts"]["codes"], cart["discounts"]["applied"], codes_of(cart)) == (["NOBODY"], [], {"discount_code_invalid"})
    told = cart["ucp"]["capabilities"]["dev.ucp.shopping.discount"]
    assert told[0]["extends"] == ["dev.ucp.shopping.checkout", "dev.ucp.shopping.cart"]
    cut = agent.call("PUT", f"{CARTS}/{cart['id']}", goods((mug, 1), discounts={"codes": ["TEN"]})).json
    CartWithCodes.model_validate(cut)
    assert (codes_of(cut), [one["code"] for one in cut["discounts"]["applied"]]) == (set(), ["TEN"])
    assert amount_of(cut, "discount") == -cut["discounts"]["applied"][0]["amount"]
    assert amount_of(cut) == amount_of(cut, "subtotal") + amount_of(cut, "discount") + amount_of(cut, "fulfillment")
    assert agent.call("POST", SESSIONS, {"cart_id": cart["id"]}).json["discounts"] == cut["discounts"]
    # What is not sent is not in it afterwards; an agent that knows no codes is told of none.
    assert agent.call("PUT", f"{CARTS}/{cart['id']}", goods((mug, 1))).json["discounts"] == {"codes": [], "applied": []}
    agent.capabilities = {"dev.ucp.shopping.cart": VERSIONS}
    agent.known()
    blind = agent.call("POST", CARTS, goods((mug, 1), discounts={"codes": ["TEN"]})).json
    assert ("discounts" in blind, amount_of(blind)) == (False, amount_of(blind, "subtotal"))
