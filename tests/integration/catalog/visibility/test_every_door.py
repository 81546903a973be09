"""I11, I07, A14, A15,: a product that is for some only is named to a stranger by no door, and every door that is there is looked at."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from functions.catalog.app import app
from functions.content.app import app as content_app
from functions.marketing.app import app as marketing_app
from functions.orders.app import app as orders_app
from functions.promotions.app import app as promotions_app
from functions.promotions.store import shown_variants
from functions.recommendations.app import app as recommendations_app
from functions.shared.outside import clock
from tests.integration.agents.agent import Agent
from tests.integration.catalog.feeds import shop as feeds
from tests.integration.catalog.searching.support import rebuild
from tests.integration.catalog.support import made, published, staff
from tests.integration.orders.buyer import Buyer
from tests.integration.pricing.shop import in_groups, with_level
from tests.integration.promotions import shop as promotions
from tests.integration.promotions.bundles.shelf import a_bundle
from tests.integration.promotions.group_buys.groups import a_group_buy
from tests.integration.promotions.shop import NOON
from tests.integration.promotions.test_flash_sales import a_sale
from tests.support.http import Answer, Client
from tests.support.identity import bearer

WORD, PRICE = "zephyrine", 777_700
PRIVATE = "private, no-store"

NAME_NO_PRODUCT = {
    # Profiles, categories, brands and tags, which staff write down; texts of the shop; what was paid for; whoever holds its signed link.
    "/.well-known/oauth-authorization-server", "/oauth/authorize", "/acp/carts/{id}",
    "/.well-known/acp.json", "/.well-known/ucp", "/.well-known/ucp/{version}", "/v1/article_categories", "/v1/brands", "/v1/campaigns",
    "/v1/categories", "/v1/collections", "/v1/collections/{id}", "/v1/coupons", "/v1/faq", "/v1/groups/{id}", "/v1/health",
    "/v1/media/{id}/{size}", "/v1/notices", "/v1/openapi.json", "/v1/payment_methods", "/v1/payments/{id}", "/v1/pickup_points",
    "/v1/robots.txt", "/v1/search/trending", "/v1/site", "/v1/tags", "/v1/articles.xml",
    # Of an order, a case or a cart: for who has its token.
    "/v1/complaints/{id}", "/v1/recalls/{signed}", "/v1/returns/{id}", "/v1/surveys/{signed}", "/v1/carts/{id}/payment_methods",
    "/v1/carts/{id}/delivery_options", "/acp/checkout_sessions/{id}", "/ucp/v1/carts/{id}", "/ucp/v1/checkout-sessions/{id}",
    "/ucp/v1/orders/{id}",
}  # fmt: skip
_OF_OTHER_TESTS = {"/s/{code}", "/ucp/buy/{items}", "/v1/feeds/{file}", "/v1/carts/{id}", "/v1/carts/{id}/preview"}
_OF_ORDERS = ("/o/", "/v1/orders")


class World:
    """A product for a level, one of a channel, and one for everybody, with everything that could lead from one to the other."""

    def __init__(self, **hidden: Any) -> None:
        self.product = published(title={"en": f"{WORD} board"}, slug=f"{WORD}-board", tags=["board"], **_variant(f"{WORD}-1"), **hidden)
        self.plain = published(title={"en": "plain board"}, slug="plain-board", tags=["board"], **_variant("PLAIN-1", 1200))
        self.id, self.variant = self.product["id"], self.product["variants"][0]["id"]
        both = [self.id, self.plain["id"]]
        made(staff().post("/v1/admin/collections", {"name": {"en": "B"}, "slug": "boards", "status": "active", "products": both}))
        block = {"kind": "products", "items": both}
        editor = Client(content_app, bearer("catalog_editor"))
        made(editor.put("/v1/admin/slots/deals", {"blocks": [block]}))
        made(editor.post("/v1/admin/slots/deals/publish"))
        texts = {"en": {"title": "Picks", "summary": "", "body": "What we like."}}
        made(editor.post("/v1/admin/article_categories", {"code": "guides", "parent": None, "names": {"en": "Guides"}}))
        fields = {"slug": "picks", "category": "guides", "kind": "guide", "texts": texts, "blocks": [block]}
        article = made(editor.post("/v1/admin/articles", fields))
        made(editor.post(f"/v1/admin/articles/{article['id']}/publish"))
        chosen = Client(recommendations_app, bearer("owner"))
        made(chosen.put(f"/v1/admin/related_products/{self.plain['id']}", {"product_ids": [self.id]}))
        self.sale = a_sale(self.variant, price={"amount": PRICE - 100, "currency": "CNY"})["id"]
        self.deal = a_group_buy(self.variant, price={"amount": PRICE - 100, "currency": "CNY"})["id"]
        self.bundle = a_bundle((self.variant, 1), (self.plain["variants"][0]["id"], 1))
        self.old_slug = f"{WORD}-board"
        made(staff().patch(f"/v1/admin/products/{self.id}", {"slug": f"{WORD}-table"}))
        rebuild()


def doors(world: Any) -> dict[str, tuple[Any, list[str]]]:
    """By path, who serves it and what is asked of it."""
    names = (world.id, f"{WORD}-table", world.old_slug)
    category = world.product.get("category_id") or "cat_none"
    brand = world.product.get("brand_id") or "brand_none"
    pages = {
        f"/v1/products/{{id}}{part}": (app, [f"/v1/products/{name}{part}" for name in names])
        for part in ("", "/variants", "/reviews", "/questions")
    }
    return pages | {
        "/v1/products/{id}/questions/{question_id}/answers": (app, [f"/v1/products/{world.id}/questions/qst_{'0' * 26}/answers"]),
        "/v1/products/{id}/related": (recommendations_app, [f"/v1/products/{one}/related" for one in (world.id, world.plain["id"])]),
        "/v1/products": (app, ["/v1/products?facets=true", "/v1/products?tag=board", "/v1/products?sort=best_selling"]),
        "/v1/products/suggest": (app, [f"/v1/products/suggest?q={WORD[:4]}"]),
        "/v1/search": (app, [f"/v1/search?q={WORD}", "/v1/search?q=board&facets=true"]),
        "/v1/categories/{id}/products": (app, [f"/v1/categories/{category}/products"]),
        "/v1/brands/{id}/products": (app, [f"/v1/brands/{brand}/products"]),
        "/v1/collections/{id}/products": (app, ["/v1/collections/boards/products"]),
        "/v1/sitemap.xml": (app, ["/v1/sitemap.xml"]),
        "/v1/recommendations": (recommendations_app, ["/v1/recommendations", f"/v1/recommendations?viewed={world.id}"]),
        "/v1/home": (content_app, ["/v1/home"]),
        "/v1/articles": (content_app, ["/v1/articles"]),
        "/v1/articles/{slug}": (content_app, ["/v1/articles/picks"]),
        "/v1/bundles": (promotions_app, ["/v1/bundles", f"/v1/bundles?variant_id={world.variant}"]),
        "/v1/bundles/{id}": (promotions_app, [f"/v1/bundles/{world.bundle}"]),
        "/v1/flash_sales/{id}": (promotions_app, [f"/v1/flash_sales/{world.sale}"]),
        "/v1/group_buys/{id}": (promotions_app, [f"/v1/group_buys/{world.deal}"]),
    }  # fmt: skip


def _variant(sku: str, price: int = PRICE) -> dict[str, Any]:
    return {"variants": [{"sku": sku, "price": {"amount": price, "currency": "CNY"}}]}


def said(answer: Answer) -> str:
    return (answer.text + str(answer.headers)).lower()


def names_it(answer: Answer, world: World, asked: str) -> list[str]:
    """What of it is told. A problem repeats the address that was asked, and a search its words: that is no news."""
    told = said(answer).replace(asked.partition("?")[0].lower(), "")
    if "?q=" in asked:
        told = told.replace(f'"{asked.partition("?q=")[2].lower()}"', "")
    return [one for one in (world.id.lower(), world.variant.lower(), WORD, "7777.00", str(PRICE), str(PRICE - 100)) if one in told]


STRANGERS: list[Callable[[], dict[str, str]]] = [dict, lambda: bearer(subject=str(uuid.uuid4()))]


@pytest.mark.parametrize("hidden", [{"visible_to": ["level:gold"]}, {"channels": ["app"]}], ids=["groups", "channels"])
def test_no_door_names_it_to_a_stranger(hidden: dict[str, Any]) -> None:
    """I11: by page, list, search, suggestion, collection, slot, recommendation, bundle, sale, group buy and sitemap, nor by an old name."""
    with clock.frozen(NOON):
        world = World(**hidden)
        for who in STRANGERS:
            headers = who()
            for path, (served, urls) in doors(world).items():
                for url in urls:
                    answer = Client(served, headers).get(url)
                    assert answer.status in (200, 404), f"{path}: {answer.text}"
                    assert names_it(answer, world, url) == [], f"{path} {url}: {answer.text[:400]}"


def test_who_it_is_for_is_told_by_the_same_doors_and_no_cache_keeps_it() -> None:
    """I11, I07: else the test above would say nothing."""
    with clock.frozen(NOON):
        world, subject = World(visible_to=["level:gold"]), str(uuid.uuid4())
        with_level(subject, "gold")
        for path in ("/v1/products/{id}", "/v1/search", "/v1/collections/{id}/products", "/v1/flash_sales/{id}", "/v1/group_buys/{id}"):
            served, urls = doors(world)[path]
            answer = Client(served, bearer(subject=subject)).get(urls[0])
            assert (answer.status, answer.headers["cache-control"]) == (200, PRIVATE), path
            assert world.id.lower() in said(answer) or world.variant.lower() in said(answer), path
        moved = Client(app, bearer(subject=subject)).get(f"/v1/products/{world.old_slug}")
        assert (moved.status, moved.headers["location"], moved.headers["cache-control"]) == (301, f"/v1/products/{WORD}-table", PRIVATE)
        stranger, unknown = (Client(app).get(f"/v1/products/{name}") for name in (world.old_slug, "never-was"))
        assert (stranger.status, stranger.json["detail"]) == (unknown.status, unknown.json["detail"]) == (404, unknown.json["detail"])
        made(staff().patch(f"/v1/admin/products/{world.id}", {"visible_to": []}))
        everybody = Client(app).get(f"/v1/products/{world.old_slug}")
        assert (everybody.status, everybody.headers["cache-control"].split(",")[0]) == (301, "public")


def test_a_flash_sale_and_a_group_buy_are_there_for_its_buyers_alone() -> None:
    """I07: asked by id, entered, joined; as one that never was for everybody else."""
    with clock.frozen(NOON):
        world, stranger, member = World(visible_to=["trade"]), str(uuid.uuid4()), str(uuid.uuid4())
        in_groups(member, "trade")
        for path, name in ((f"/v1/flash_sales/{world.sale}", "fls"), (f"/v1/group_buys/{world.deal}", "gby")):
            other, none = (Client(promotions_app, bearer(subject=stranger)).get(one) for one in (path, f"{path[:-26]}{'0' * 26}"))
            assert (other.status, other.json["detail"], other.headers.get("cache-control")) == (
                404, none.json["detail"], none.headers.get("cache-control"),
            ), name  # fmt: skip
            assert Client(promotions_app, bearer(subject=member)).get(path).status == 200
        assert promotions.shopper(stranger).post(f"/v1/flash_sales/{world.sale}/tokens").status == 404
        assert promotions.shopper(member).post(f"/v1/flash_sales/{world.sale}/tokens").status == 201
        made(staff().patch(f"/v1/admin/products/{world.id}", {"visible_to": []}))
        shown_variants.forget()
        open_to_all = Client(promotions_app).get(f"/v1/flash_sales/{world.sale}")
        assert (open_to_all.status, open_to_all.headers["cache-control"]) == (200, "public, max-age=1")


def test_feeds_and_agents_do_not_name_it() -> None:
    """I11: files for search engines and markets, and what agents look up over HTTP, at the public price."""
    published(title={"en": "plain board"}, slug="plain", **_variant("PLAIN-1", 1200))
    hidden = published(title={"en": f"{WORD} board"}, slug=WORD, visible_to=["level:gold"], **_variant("Z-1"))
    with feeds.noted():
        feeds.set_feeds(feeds.feed())
        feeds.run()
    rebuild()
    text = feeds.fetched("google.xml")
    assert (WORD in text, "plain board" in text, "12.00 CNY" in text) == (False, True, True)
    provider: Any = None  # nothing is paid
    agent, variant = Agent(provider), hidden["variants"][0]["id"]
    for path, body, plainly in (
        ("search", {"query": "board"}, True), ("search", {"query": WORD}, False), ("lookup", {"ids": [hidden["id"], variant]}, False),
        ("product", {"id": hidden["id"]}, False),
    ):  # fmt: skip
        answer = agent.call("POST", f"/ucp/v1/catalog/{path}", body)
        told = said(answer)
        assert (answer.status, "plain board" in told) == (200, plainly), (path, answer.text)
        assert [one for one in (str(PRICE), "7777.00", f"{WORD} board") if one in told] == [], (path, answer.text)


def test_carts_stock_notices_and_favourites_of_strangers_do_not_know_it() -> None:
    """I11, I07: whatever id they have got hold of."""
    with clock.frozen(NOON):
        world = World(visible_to=["trade"])
        subject = str(uuid.uuid4())
        cart = promotions.a_cart(subject=subject)
        buyer = Buyer(Client(orders_app, bearer(subject=subject)), cart.cart_id)
        me = bearer(subject=subject)
        for answer in (
            buyer.add(world.variant),
            buyer.client.put(f"{buyer.cart}/flash_token", {"flash_sale_id": world.sale, "token": "x" * 43}),
            buyer.client.put(f"{buyer.cart}/group_buy", {"group_buy_id": world.deal}),
            buyer.client.post(f"{buyer.cart}/bundles", {"bundle_id": world.bundle, "quantity": 1}),
            Client(marketing_app, me).post("/v1/stock_notices", {"variant_id": world.variant}),
            Client(app, me).put(f"/v1/me/favourites/{world.id}"),
            Client(app, me).put(f"/v1/me/history/{world.id}"),
            Client(app, me).post(f"/v1/products/{world.id}/questions", {"text": "How wide is it?"}),
        ):
            assert answer.status in (404, 422), answer.text
            assert (WORD in said(answer), str(PRICE) in said(answer)) == (False, False), answer.text


def test_a_cart_does_not_tell_that_a_sale_or_a_group_buy_is_there() -> None:
    """I07, I11: to a stranger the id of one for some answers as an id that never was, in a cart with the variant and in one without; its
    buyers get it."""
    with clock.frozen(NOON):
        world, stranger, member = World(visible_to=["trade"]), str(uuid.uuid4()), str(uuid.uuid4())
        in_groups(member, "trade")
        led = promotions.a_cart(subject=member, variant=world.variant)
        assert led.client.put(f"{led.cart}/group_buy", {"group_buy_id": world.deal}).status == 200
        taken_away = promotions.a_cart(subject=str(uuid.uuid4()), variant=world.plain["variants"][0]["id"])
        for cart in (promotions.a_cart(subject=stranger), taken_away):
            for way, key, there in (("flash_token", "flash_sale_id", world.sale), ("group_buy", "group_buy_id", world.deal)):
                rest = {"token": "x" * 43} if way == "flash_token" else {}
                own, none = (cart.client.put(f"{cart.cart}/{way}", {key: one, **rest}) for one in (there, f"{there[:-26]}{'0' * 26}"))
                assert (own.status, own.json["detail"], own.code) == (none.status, none.json["detail"], none.code) == (
                    404, none.json["detail"], "not_found",
                ), way  # fmt: skip
        token = made(promotions.shopper(member).post(f"/v1/flash_sales/{world.sale}/tokens"))["token"]
        assert led.client.put(f"{led.cart}/flash_token", {"flash_sale_id": world.sale, "token": token}).status == 200


def test_every_public_door_is_looked_at() -> None:
    """I11: a new read that anybody may make names no product, or is one of the doors above."""
    nothing = SimpleNamespace(id="", old_slug="", variant="", sale="", deal="", bundle="", plain={"id": ""}, product={})
    known = {*doors(nothing), *NAME_NO_PRODUCT, *_OF_OTHER_TESTS}
    rows = [
        row.split("|")
        for row in (Path(__file__).parents[4] / "docs/endpoints.md").read_text(encoding="utf-8").splitlines()
        if row.startswith("| GET |")
    ]
    public = {path.strip(" `") for _, _, path, _, who, *_ in rows if who.strip() == "public"}
    assert len(public) > 50
    assert {one for one in public - known if not one.startswith(_OF_ORDERS)} == set()
