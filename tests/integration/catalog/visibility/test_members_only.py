"""I11: products for members alone, from the page to the order."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.agents.permalinks.asked import asked_by
from functions.agents.permalinks.press import pressed
from functions.agents.ucp.catalog import look_up, product_detail, search
from functions.agents.ucp.requests import LookupIn, ProductIn, SearchIn
from functions.catalog.app import app
from functions.catalog.feeds.feed import Feed
from functions.catalog.feeds.items import Maker
from functions.catalog.store.records import PRODUCT_SK, ProductRecord, product_pk
from functions.catalog.store.repository import stored_tree
from functions.orders.app import app as orders_app
from functions.promotions.app import app as promotions_app
from functions.recommendations.app import app as recommendations_app
from functions.shared.outside import clock
from functions.shared.plain.errors import Invalid
from functions.shared.store.records import find
from tests.integration.catalog.searching.support import rebuild
from tests.integration.catalog.support import published, staff
from tests.integration.orders.buyer import Buyer, a_customer, a_guest, counted
from tests.integration.pricing.shop import in_groups, with_level
from tests.integration.promotions.bundles.shelf import a_bundle
from tests.integration.promotions.shop import NOON
from tests.support.http import Client
from tests.support.identity import bearer

GOLD = ["level:gold"]
PRIVATE = "private, no-store"


def _sold(title: str, **fields: Any) -> tuple[dict[str, Any], str]:
    product = published(title={"en": title}, slug=title.replace(" ", "-"), tags=["board"], **fields)
    return product, product["variants"][0]["id"]


@pytest.fixture
def subject() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def member(subject: str) -> Client:
    with_level(subject, "gold")
    return Client(app, bearer(subject=subject))


def _found(client: Client, url: str) -> list[str]:
    answer = client.get(url)
    assert answer.status == 200, answer.text
    return [row["id"] for row in answer.json["data"]]


def test_a_stranger_reads_nothing_of_it_and_a_member_all(member: Client) -> None:
    """I11, case 12: page, variants, reviews and questions are 404, as of what is not there; a member's answers are in no cache."""
    (product, _), (plain, _) = _sold("golden", visible_to=GOLD), _sold("plain")
    others = (Client(app), Client(app, bearer(subject=str(uuid.uuid4()))))
    for path in ("", "/variants", "/reviews", "/questions"):
        own = member.get(f"/v1/products/{product['id']}{path}")
        assert (own.status, own.headers["cache-control"]) == (200, PRIVATE), path
        for other in others:
            tagged = other.get(f"/v1/products/{product['id']}{path}", **{"if-none-match": own.headers.get("etag", "*x")})
            unknown = other.get(f"/v1/products/prod_{'0' * 26}{path}")
            assert (tagged.status, tagged.json["detail"], tagged.headers.get("cache-control")) == (
                404,
                unknown.json["detail"],
                unknown.headers.get("cache-control"),
            ), path
        assert Client(app).get(f"/v1/products/{plain['id']}{path}").headers["cache-control"].startswith("public"), path
    assert Client(app).get("/v1/products/golden").status == 404
    asked = others[1].post(f"/v1/products/{product['id']}/questions", {"text": "How wide is it?"})
    assert asked.status == 404, asked.text


def test_lists_search_suggestions_and_collections_are_without_it(member: Client) -> None:
    """I11: not in lists, counts, completions and collections; a member finds it everywhere."""
    (product, _), (plain, _) = _sold("golden board", visible_to=GOLD), _sold("plain board")
    rebuild()
    body = {"name": {"en": "Boards"}, "slug": "boards", "status": "active", "products": [product["id"], plain["id"]]}
    assert staff().post("/v1/admin/collections", body).status == 201
    stranger = Client(app)
    for url in ("/v1/products", "/v1/search?q=board", "/v1/products?tag=board", "/v1/collections/boards/products"):
        assert (sorted(_found(member, url)), _found(stranger, url)) == (sorted([product["id"], plain["id"]]), [plain["id"]]), url
        own, public = member.get(url), stranger.get(url)
        assert (own.headers["cache-control"], "Authorization" in public.headers["vary"]) == (PRIVATE, True), url
    assert [client.get("/v1/products?facets=true").json["facets"]["tags"][0]["count"] for client in (member, stranger)] == [2, 1]
    assert stranger.get("/v1/search?q=golden").json["match"] == "none"
    assert ["golden" in client.get("/v1/products/suggest?q=gold").text for client in (member, stranger)] == [True, False]
    assert sorted(row["id"] for row in staff().get("/v1/admin/products/search?q=board").json["data"]) == sorted(
        [product["id"], plain["id"]]
    )


def test_sitemap_feeds_recommendations_and_agents_are_without_it(subject: str, member: Client) -> None:
    """I11: nor is what machines read; favourites, and what goes with a product, are for who sees it."""
    (product, variant), (plain, _) = _sold("golden", visible_to=GOLD), _sold("plain")
    rebuild()
    sitemap = Client(app).get("/v1/sitemap.xml").text
    assert ("/plain<" in sitemap, "golden" in sitemap) == (True, False)
    maker = Maker(Feed("cn", "CN", "en", ("google",), "Shop"), stored_tree().tree)
    for one, shown in ((product, False), (plain, True)):
        assert (maker.made(one["id"], find(ProductRecord, product_pk(one["id"]), PRODUCT_SK)) is not None) is shown
    chosen = Client(recommendations_app, bearer("owner")).put(f"/v1/admin/related_products/{plain['id']}", {"product_ids": [product["id"]]})
    assert chosen.status == 200, chosen.text
    readers: tuple[tuple[dict[str, str], list[str], str], ...] = (
        (member.headers, [product["id"]], PRIVATE),
        (bearer(subject=str(uuid.uuid4())), [], PRIVATE),
        ({}, [], "public"),
    )
    for headers, related_ids, cache in readers:
        reader = Client(recommendations_app, headers)
        related = reader.get(f"/v1/products/{plain['id']}/related")
        assert [row["product"]["id"] for row in related.json["data"]] == related_ids
        assert (related.headers["cache-control"].startswith(cache), "Authorization" in related.headers["vary"]) == (True, cache == "public")
        assert reader.get(f"/v1/products/{product['id']}/related").status == (200 if related_ids else 404)
    found = search(SearchIn.model_validate({"query": "golden"}), ["en"])
    assert found["products"] == []
    assert look_up(LookupIn.model_validate({"ids": [product["id"], variant]}), ["en"])["products"] == []
    assert product_detail(ProductIn.model_validate({"id": product["id"]}), ["en"]) is None
    path = f"/v1/me/favourites/{product['id']}"
    assert [client.put(path).status for client in (member, Client(app, bearer(subject=str(uuid.uuid4()))))] == [204, 404]
    assert [row["product"]["id"] for row in member.get("/v1/me/favourites").json["data"]] == [product["id"]]
    with_level(subject, None)
    (kept,) = member.get("/v1/me/favourites").json["data"]
    assert (kept["product"], kept["saleable"]) == (None, False)


def test_only_a_member_buys_it_also_with_a_copied_cart(subject: str, member: Client) -> None:
    """I11: a stranger's cart takes no such variant, by a line, as a whole or by an agent's permalink; a member's cart in other hands tells
    nothing of it and places nothing, and is as it was for the member."""
    (_, variant), (_, plain) = _sold("golden", visible_to=GOLD), _sold("plain")
    guest = a_guest()
    for variant_id in (variant, f"var_{'0' * 26}"):
        refused = guest.add(variant_id)
        whole = Client(orders_app).post("/v1/carts", {"lines": [{"variant_id": variant_id, "quantity": 1}]})
        for answer in (refused, whole):
            assert (answer.status, answer.json["errors"][0]["code"], "golden" in answer.text) == (422, "unknown_variant", False)
        with pytest.raises(Invalid) as agents:
            pressed(asked_by(f"{variant_id}:1", ""), "a buyer", ["en"])
        assert agents.value.faults[0].code == "unknown_variant"
    gold = Buyer(Client(orders_app, guest.client.headers | bearer(subject=subject)), guest.cart_id)
    own = gold.add(variant).json["lines"][0]
    assert (own["title"], own["notices"], own["unit_price"]["amount"]) == ("golden", [], 8900)
    for seen in (
        guest.client.get(guest.cart),
        guest.add(plain),
        guest.client.patch(guest.cart, {"email": "a@example.com"}),
        guest.client.get(f"{guest.cart}/preview"),
    ):
        assert seen.status in (200, 201), seen.text
        line = seen.json["lines"][0]
        assert ([one["code"] for one in line["notices"]], line["title"], line["sku"], line["unit_price"]["amount"]) == (
            ["not_offered"],
            "",
            "",
            0,
        )
        assert "golden" not in seen.text
    refused = guest.ready().place()
    assert (refused.status, refused.json["code"]) == (409, "not_offered")
    line = gold.client.get(gold.cart).json["lines"][0]
    assert (line["title"], line["notices"]) == ("golden", [])
    assert gold.place(gold.preview()["preview_hash"]).status == 201


def test_no_bundle_has_it() -> None:
    """I11: a bundle is for everybody, so one with such a part is not there."""
    with clock.frozen(NOON):
        (_, variant), (_, plain) = _sold("golden", visible_to=GOLD), _sold("plain")
        hidden, shown = a_bundle((variant, 1), (plain, 1)), a_bundle((plain, 2))
        client = Client(promotions_app)
        assert [row["id"] for row in client.get("/v1/bundles").json["data"]] == [shown]
        assert client.get(f"/v1/bundles/{hidden}").status == 404
        buyer = a_guest()
        refused = buyer.client.post(f"{buyer.cart}/bundles", {"bundle_id": hidden, "quantity": 1})
        assert (refused.status, refused.json["code"]) == (404, "not_found")


def test_a_level_that_is_taken_away_ends_it_at_the_next_read(subject: str, member: Client) -> None:
    """I11, case 12: the page is 404, the cart's line says so and placing is refused with the same code; given back, it goes on."""
    product, variant = _sold("golden", visible_to=GOLD)
    buyer = a_customer(subject)
    assert buyer.add(variant).status == 201
    shown = buyer.ready().preview()
    with_level(subject, None)
    assert member.get(f"/v1/products/{product['id']}").status == 404
    line = buyer.client.get(buyer.cart).json["lines"][0]
    assert ([one["code"] for one in line["notices"]], line["title"]) == (["not_offered"], "")
    with counted() as calls:
        refused = buyer.place(shown["preview_hash"])
    assert (refused.status, refused.json["code"], refused.json["variant_ids"]) == (409, "not_offered", [variant])
    assert "TransactWriteItems" not in calls
    with_level(subject, "gold")
    assert buyer.client.get(buyer.cart).json["lines"][0]["notices"] == []
    assert buyer.place(shown["preview_hash"]).status == 201


def test_a_group_of_staff_counts_as_a_level_and_an_edit_holds_at_once(subject: str) -> None:
    """I11: carts follow the product's own edit, also of a product that was for all when it came into the cart."""
    product, variant = _sold("plain")
    buyer, customer = a_customer(subject), Client(app, bearer(subject=subject))
    assert buyer.add(variant).status == 201
    version = str(product["version"])
    edited = staff().patch(f"/v1/admin/products/{product['id']}", {"visible_to": ["trade", "trade"]}, **{"if-match": version})
    assert (edited.status, edited.json["visible_to"]) == (200, ["trade"])
    assert [one["code"] for one in buyer.client.get(buyer.cart).json["lines"][0]["notices"]] == ["not_offered"]
    assert customer.get(f"/v1/products/{product['id']}").status == 404
    in_groups(subject, "trade")
    assert customer.get(f"/v1/products/{product['id']}").status == 200
    assert buyer.client.get(buyer.cart).json["lines"][0]["notices"] == []
    for wrong in ({"visible_to": ["Not Gold"]}, {"visible_to": None}, {"channels": ["a:b"]}, {"channels": [""]}):
        assert staff().patch(f"/v1/admin/products/{product['id']}", wrong).status == 422


def test_what_is_for_everybody_costs_what_it_did(member: Client) -> None:
    """I11: no request more for a member's page, list and completion in a shop that shows everything; one more where it does not."""
    product, _ = _sold("plain")
    rebuild()
    urls = (f"/v1/products/{product['id']}", "/v1/products", "/v1/products/suggest?q=pl")
    for url in urls:
        member.get(url)
    with counted() as calls:
        for url in urls:
            member.get(url)
    assert dict(calls) == {"GetItem": 1}
    _sold("golden", visible_to=GOLD)
    rebuild()
    with counted() as calls:
        member.get("/v1/products")
    assert dict(calls) == {"BatchGetItem": 1}
