"""I11, case 12: lists and search at the prices of whoever asks."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.catalog.app import app
from functions.recommendations.app import app as recommendations_app
from tests.integration.catalog.searching.support import rebuild
from tests.integration.catalog.support import published
from tests.integration.orders.buyer import counted
from tests.integration.pricing.shop import GOLD, asks, lists, staff, with_level
from tests.support.http import Client
from tests.support.identity import bearer


def _sold(slug: str, amount: int) -> tuple[str, str]:
    product = published(slug=slug, variants=[{"sku": f"V-{slug}", "price": {"amount": amount, "currency": "CNY"}}])
    return product["id"], product["variants"][0]["id"]


def _rows(client: Client, url: str) -> list[Any]:
    return [(row["id"], row["price_from"]["amount"], row["price_list"]) for row in client.get(url).json["data"]]


@pytest.fixture
def member() -> Client:
    subject = str(uuid.uuid4())
    with_level(subject, "gold")
    return Client(app, bearer(subject=subject))


def test_a_member_filters_and_orders_by_their_own_prices(member: Client) -> None:
    """I11: price_max finds it for the member only; order, counts and pages follow their prices, and those of nobody else."""
    (dear, variant), (middle, _), (cheap, raised) = _sold("dear", 10_000), _sold("middle", 9_000), _sold("cheap", 5_000)
    rebuild()
    lists(GOLD)
    asks(variant, gold=8_000)
    asks(raised, gold=9_500)
    stranger, path = Client(app), "/v1/products?sort=price_asc"
    assert _rows(stranger, path) == [(cheap, 5_000, None), (middle, 9_000, None), (dear, 10_000, None)]
    assert _rows(member, path) == [(dear, 8_000, "gold"), (middle, 9_000, None), (cheap, 9_500, "gold")]
    assert [row[0] for row in _rows(member, "/v1/products?sort=price_desc")] == [cheap, middle, dear]
    for url in ("/v1/products?price_max=8999", "/v1/search?price_max=8999"):
        assert (_rows(member, url), _rows(stranger, url)) == ([(dear, 8_000, "gold")], [(cheap, 5_000, None)])
    first = member.get(f"{path}&limit=2").json
    rest = member.get(f"{path}&limit=2&cursor={first['next_cursor']}").json
    assert [row["id"] for row in (*first["data"], *rest["data"])] == [dear, middle, cheap]


def test_lists_of_a_member_are_in_no_cache(member: Client) -> None:
    """Case 12: a stranger who sends any tag of the member's answer gets 200 at the price of everybody, never 304."""
    product, variant = _sold("dear", 10_000)
    rebuild()
    lists(GOLD)
    asks(variant, gold=8_000)
    stranger = Client(app)
    for url in ("/v1/products", "/v1/search?q=board"):
        own = member.get(url)
        assert (own.json["data"][0]["price_from"]["amount"], own.headers["cache-control"]) == (8_000, "private, no-store")
        public = stranger.get(url, **{"if-none-match": own.headers.get("etag", "*x")})
        assert (public.status, public.json["data"][0]["price_from"]["amount"]) == (200, 10_000)
        assert "Authorization" in public.headers["vary"]
    assert "price" not in member.get("/v1/products/suggest?q=cut").text
    assert product in stranger.get("/v1/products").text


def test_recommendations_are_at_the_prices_of_whoever_asks(member: Client) -> None:
    """Case 12"""
    (product, variant), (other, _) = _sold("dear", 10_000), _sold("other", 10_000)
    lists(GOLD)
    asks(variant, gold=8_000)
    chosen = Client(recommendations_app, bearer("owner")).put(f"/v1/admin/related_products/{other}", {"product_ids": [product]})
    assert chosen.status == 200, chosen.text
    path = f"/v1/products/{other}/related"
    own = Client(recommendations_app, member.headers).get(path)
    public = Client(recommendations_app).get(path)
    assert [answer.json["data"][0]["product"]["price_from"]["amount"] for answer in (own, public)] == [8_000, 10_000]
    assert (own.headers["cache-control"], public.headers["cache-control"].split(",")[0]) == ("private, no-store", "public")


def test_a_list_costs_nothing_in_a_shop_without_price_lists(member: Client) -> None:
    """X15: no request of a list; with price lists three for a member once a minute, then one for who they are."""
    _, variant = _sold("dear", 10_000)
    rebuild()
    for client in (Client(app), member):
        client.get("/v1/products")
        with counted() as calls:
            assert client.get("/v1/products").status == 200
        assert sum(calls.values()) == 0
    lists(GOLD)
    asks(variant, gold=8_000)
    member.get("/v1/products")
    for client, requests in ((Client(app), 0), (member, 1)):
        with counted() as calls:
            assert client.get("/v1/products").status == 200
        assert sum(calls.values()) == requests
    assert staff().get("/v1/admin/price_lists").status == 200
