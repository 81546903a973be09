"""X13: what is sold through some channels only."""

from __future__ import annotations

from typing import Any

from functions.agents.ucp.catalog import look_up
from functions.agents.ucp.requests import LookupIn
from functions.catalog.app import app
from functions.orders.app import app as orders_app
from tests.integration.access.key_makers import a_person
from tests.integration.catalog.searching.support import rebuild
from tests.integration.catalog.support import published
from tests.integration.orders.buyer import Buyer, a_guest, staff
from tests.support.http import Client


def _sold(title: str, *channels: str) -> tuple[str, str]:
    product: dict[str, Any] = published(title={"en": title}, channels=list(channels))
    return product["id"], product["variants"][0]["id"]


def _key(channel: str) -> dict[str, str]:
    return {"x-api-key": a_person("manager").make(kind="publishable", channel=channel).json["secret"]}


def test_a_key_sees_what_its_channel_sells_and_orders_there() -> None:
    """X13: elsewhere it is not there; the order says through which channel it came."""
    (everywhere, _), (kiosk, variant), (web, on_web), (_, of_agents) = (
        _sold("everywhere"), _sold("kiosk", "kiosk"), _sold("web", "web"), _sold("agents", "agent"),
    )  # fmt: skip
    rebuild()
    key = _key("kiosk")
    here, there = Client(app, key), Client(app)
    assert [here.get(f"/v1/products/{one}").status for one in (everywhere, kiosk, web)] == [200, 200, 404]
    assert [there.get(f"/v1/products/{one}").status for one in (everywhere, kiosk, web)] == [200, 404, 200]
    assert here.get(f"/v1/products/{kiosk}").headers["cache-control"] == "private, no-store"
    for client, seen in ((here, {everywhere, kiosk}), (there, {everywhere, web})):
        assert {row["id"] for row in client.get("/v1/products").json["data"]} == seen
    assert "X-Api-Key" in there.get("/v1/products").headers["vary"]
    sitemap = there.get("/v1/sitemap.xml").text
    assert ("/kiosk<" in sitemap, "/web<" in sitemap) == (False, True)
    found = look_up(LookupIn.model_validate({"ids": [variant, on_web, of_agents]}), ["en"])["products"]
    assert [one["variants"][0]["id"] for one in found] == [of_agents]
    refused = a_guest().add(variant)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "unknown_variant")
    made = Client(orders_app, key).post("/v1/carts", {})
    buyer = Buyer(Client(orders_app, key | {"x-cart-token": made.json["token"]}), made.json["id"])
    assert buyer.add(variant).status == 201
    elsewhere = Buyer(Client(orders_app, {"x-cart-token": made.json["token"]}), made.json["id"])
    assert [one["code"] for one in elsewhere.client.get(elsewhere.cart).json["lines"][0]["notices"]] == ["not_offered"]
    refused = elsewhere.ready().place()
    assert (refused.status, refused.json["code"]) == (409, "not_offered")
    order = buyer.place(buyer.preview()["preview_hash"])
    assert order.status == 201, order.text
    assert staff().get(f"/v1/admin/orders/{order.json['id']}").json["channel"] == "kiosk"


def test_a_key_says_currency_and_language_of_who_names_none() -> None:
    """X13: in pages, lists and new carts; what the call says goes before it, and no cache keeps what a channel is told."""
    product = published(
        title={"zh": "杯子", "en": "Mug"},
        variants=[{"sku": "MUG", "price": {"amount": 8900, "currency": "CNY"}, "prices": [{"price": {"amount": 1200, "currency": "USD"}}]}],
    )
    rebuild()
    made = a_person("manager").make(kind="publishable", channel="app", currency="USD", language="en").json
    assert (made["currency"], made["language"]) == ("USD", "en")
    key = {"x-api-key": made["secret"]}
    here, path = Client(app, key), f"/v1/products/{product['id']}"
    for url in (path, "/v1/products"):
        own = here.get(url)
        shown = own.json["data"][0] if "data" in own.json else own.json
        assert (shown["title"], shown["price_from"]) == ("Mug", {"amount": 1200, "currency": "USD"}), url
        assert own.headers["cache-control"] == "private, no-store"
        assert Client(app).get(url).headers["cache-control"].startswith("public")
    said = here.get(f"{path}?currency=CNY", **{"accept-language": "zh"}).json
    assert (said["title"], said["price_from"]["currency"]) == ("杯子", "CNY")
    assert Client(app).get(path).json["price_from"]["currency"] == "CNY"
    carts = [Client(orders_app, key).post("/v1/carts", body).json["currency"] for body in ({}, {"currency": "CNY"})]
    assert carts == ["USD", "CNY"]
    wrong = a_person("manager").make(kind="publishable", currency="XXQ", language="klingon")
    assert {one["pointer"] for one in wrong.json["errors"]} == {"/currency", "/language"}
