"""Links with goods (UCP 2026-08-25): looking at one writes nothing, its button makes one cart of its buyer, and nothing in it pays."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from functions.agents.app import app
from functions.agents.permalinks import press
from functions.agents.store.records import AgentsTable
from functions.orders import open_basket
from functions.orders.app import app as orders_app
from functions.orders.store.records import CartRecord
from tests.integration.agents.agent import Agent, orders
from tests.integration.orders.buyer import Buyer, a_variant
from tests.support.http import Answer, Client


def look(path: str, cookie: str = "") -> Answer:
    return Client(app).call("GET", path, b"", {"cookie": f"other=1; {cookie}"} if cookie else {})


def page(path: str, cookie: str = "") -> Answer:
    """Followed to the page, as a browser and a preview of links do."""
    went = look(path, cookie)
    assert went.status == 303, went.text
    return look(re.sub(r"^https?://[^/]+", "", went.headers["location"]), cookie)


def once_of(shown: Answer) -> str:
    found = re.search(r'name="once" value="([^"]+)"', shown.text)
    assert found, shown.text
    return found[1]


def press_on(path: str, *, once: str = "", cookie: str = "", to: str = "") -> Answer:
    body = f"once={once}&continue_to={to}&lang=en".encode()
    headers = {"content-type": "application/x-www-form-urlencoded"} | ({"cookie": cookie} if cookie else {})
    return Client(app).call("POST", path, body, headers)


def carts() -> list[str]:
    return [one.pk.removeprefix("CART#") for one in CartRecord.scan(CartRecord.kind == "cart")]


def kept(pressed: Answer) -> str:
    assert pressed.status == 303, pressed.text
    cookie = pressed.headers["set-cookie"]
    assert all(part in cookie for part in ("Path=/ucp/buy", "HttpOnly", "SameSite=Lax", "Max-Age="))
    return cookie.partition(";")[0]


def test_looking_at_a_link_writes_nothing(agent: Agent) -> None:
    """X47: previews of links, robots and browsers that fetch ahead open links that nobody pressed."""
    mug, bowl = a_variant(price=5900), a_variant(price=3100, sku="BOWL")
    told = Client(app).get("/.well-known/ucp/2026-08-25").json["ucp"]["capabilities"]
    assert told["dev.ucp.shopping.permalink"][0]["config"]["endpoint"].endswith("/ucp/buy")
    assert "dev.ucp.shopping.permalink" not in Client(app).get("/.well-known/ucp").json["ucp"]["capabilities"]
    for _ in range(20):
        went = look(f"/ucp/buy/{mug}:2,{bowl}")
        assert (went.status, went.headers["cache-control"], went.headers["referrer-policy"]) == (303, "no-store", "no-referrer")
        assert "set-cookie" not in went.headers
        shown = page(f"/ucp/buy/{mug}:2,{bowl}")
        assert (shown.status, shown.headers["content-type"].partition(";")[0]) == (200, "text/html")
    assert "CNY 149.00" in shown.text
    assert "noindex" in shown.headers["x-robots-tag"]
    assert (carts(), orders(), list(AgentsTable.scan())) == ([], [], [])


def test_one_buyer_of_a_link_has_one_cart(agent: Agent) -> None:
    mug, bowl = a_variant(), a_variant(sku="BOWL")
    link, coded = f"/ucp/buy/{mug}:2,{bowl}", "~" + base64.urlsafe_b64encode(bowl.encode()).decode().rstrip("=")
    once = once_of(page(link))
    first = press_on(link, once=once)
    [cart] = carts()
    assert re.fullmatch(rf"https?://[^/]+/cart#cart={cart}&token=[\w-]{{43}}", first.headers["location"])
    mine = kept(first)
    # Pressed twice at once, opened again, and the same goods written in another way: the same cart.
    assert "/o/cart/" in press_on(link, once=once).headers["location"]
    for again in (link, f"/ucp/buy/{bowl}:1,{mug}:2", f"/ucp/buy/{coded},{mug},{mug}"):
        assert "/o/cart/" in look(again, mine).headers["location"]
        assert "/o/cart/" in press_on(again, cookie=mine).headers["location"]
    assert carts() == [cart]
    # Other goods, and another buyer, are another cart.
    kept(press_on(f"/ucp/buy/{mug}:1", cookie=mine))
    kept(press_on(link, once=once_of(page(link))))
    assert len(carts()) == 3
    assert mine.partition("=")[2] not in str([one.attribute_values for one in AgentsTable.scan()])


def test_after_its_order_a_link_begins_anew(agent: Agent) -> None:
    mug = a_variant()
    link = f"/ucp/buy/{mug}:2"
    went = press_on(link, once=once_of(page(link)))
    mine = kept(went)
    opened = re.search(r"#cart=([^&]+)&token=(.+)$", went.headers["location"])
    assert opened
    shopper = Buyer(Client(orders_app, {"x-cart-token": opened[2]}), opened[1])
    assert shopper.ready().place().status == 201
    assert "shown=true" in look(link, mine).headers["location"]
    again = press_on(link, cookie=mine)
    assert "#cart=" in again.headers["location"]
    assert again.headers["location"] != went.headers["location"]
    assert (len(orders()), len(carts())) == (1, 2)


@pytest.mark.parametrize("begun", ["anew", "after an order"])
def test_two_presses_in_the_same_moment_make_one_cart(agent: Agent, monkeypatch: pytest.MonkeyPatch, begun: str) -> None:
    """What another press wrote between this one's look and its write stands, and this one's cart was never made."""
    link, mine = f"/ucp/buy/{a_variant()}:2", ""
    if begun == "after an order":
        mine = kept(press_on(link, once=once_of(page(link))))
        for one in list(CartRecord.scan(CartRecord.kind == "cart")):
            one.delete()
    once, faster = once_of(page(link)), list[Answer]()

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(press, "open_basket", open_basket)
        faster.append(press_on(link, once=once, cookie=mine))
        return open_basket(*args, **kwargs)

    monkeypatch.setattr(press, "open_basket", meanwhile)
    slower = press_on(link, once=once, cookie=mine)
    [cart] = carts()
    assert f"#cart={cart}&" in faster[0].headers["location"]
    assert "/o/cart/" in slower.headers["location"]


def test_it_leads_nowhere_but_to_this_shop(agent: Agent) -> None:
    """A place that is none of this shop is left out, as UCP wants it, wherever it is said."""
    mug = a_variant()
    shown = page(f"/ucp/buy/{mug}?continue_to=/c/mugs")
    assert 'name="continue_to" value="/c/mugs"' in shown.text
    went = press_on(f"/ucp/buy/{mug}", once=once_of(shown), to="/c/mugs")
    assert "/c/mugs#cart=" in went.headers["location"]
    assert look(f"/ucp/buy/{mug}?continue_to=/c/mugs", kept(went)).headers["location"].endswith("/c/mugs")
    for wrong in ("//evil.example", "https://evil.example", "/%5C%5Cevil", "/\\evil", "/a%0d%0aSet-Cookie:x=1"):
        answer = press_on(f"/ucp/buy/{mug}", to=wrong)
        assert "/cart#cart=" in answer.headers["location"], wrong
        assert "evil" not in answer.headers["location"]
        assert "evil" not in page(f"/ucp/buy/{mug}?continue_to={wrong}").text


def test_what_is_no_link_is_refused(agent: Agent) -> None:
    mug = a_variant()
    text = base64.urlsafe_b64encode(b"a\x00b").decode().rstrip("=")
    for wrong in (f"{mug}:0", f"{mug}:x", "a b", ",", "~a", "~QR", f"~{text}", "~_w", ",".join(f"v{n}" for n in range(150))):
        for answer in (look(f"/ucp/buy/{wrong}"), press_on(f"/ucp/buy/{wrong}")):
            assert (answer.status, answer.code) == (400, "invalid_request"), (wrong, answer.text)
    for gone, status in (("var_00000000000000000000000000", 422), (a_variant(stock=0), 409)):
        for answer in (page(f"/ucp/buy/{gone}"), press_on(f"/ucp/buy/{gone}", once="x")):
            assert (answer.status, "<form method" in answer.text) == (status, False), answer.text
    assert press_on(f"/ucp/buy/{mug}", once="\xff", cookie="link_buyer=x").status == 303
    assert Client(app).call("POST", f"/ucp/buy/{mug}", b"\xff\xfe", {}).status == 303
    assert len(carts()) == 2
