"""Search on the deployed template: what an editor changes is found, or gone, within two seconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from operator import eq
from typing import Any
from urllib.parse import quote

from tests.journeys.shopper import Shop, eventually

SECONDS = 2.0


def seconds_until(read: Callable[[], Any], wanted: Callable[[Any], bool]) -> float:
    started = time.monotonic()
    eventually(read, wanted, seconds=15)
    return time.monotonic() - started


def found(shop: Shop, query: str) -> list[str]:
    return [row["id"] for row in shop.get(f"/v1/search?q={quote(query)}")["data"]]


def shows(shop: Shop, query: str, product: str) -> bool:
    return product in found(shop, query)


def test_a_shop_that_has_just_started_lists_searches_and_suggests(shop: Shop) -> None:
    """B01, B02, P11: the demo catalogue, right after `make serve`."""
    answer = eventually(
        lambda: shop.get("/v1/products?facets=true&limit=5&currency=CNY"), lambda page: page["total"] is not None, seconds=30
    )
    assert answer["total"] >= len(answer["data"]) > 0
    assert sum(one["count"] for one in answer["facets"]["prices"]) == answer["total"]
    title = answer["data"][0]["title"]
    assert answer["data"][0]["id"] in found(shop, title)
    top = answer["facets"]["categories"][0]
    assert shop.get(f"/v1/products?currency=CNY&category={top['id']}")["total"] == top["count"]
    assert shop.get(f"/v1/products/suggest?q={quote(top['name'][:2])}")["data"]


def test_changes_are_searchable_within_two_seconds(shop: Shop) -> None:
    """A03: published, renamed, taken off, put back on sale."""
    owner, waits = shop.staff(), []
    for _ in range(3):
        variant = shop.a_variant()
        product, path = variant["product_id"], f"/v1/admin/products/{variant['product_id']}"
        word = shop.get(path, **owner)["title"]["zh"].split()[-1]
        # Where nothing has the word itself, parts of it may find others: only this product is looked for.
        waits.append(seconds_until(partial(shows, shop, word, product), bool))
        for status, there in (("inactive", False), ("active", True)):
            shop.send("PATCH", path, {"status": status}, **owner)
            waits.append(seconds_until(partial(shows, shop, word, product), partial(eq, there)))
        shop.send("PATCH", path, {"title": {"en": f"Samovar {word}"}}, **owner)
        waits.append(seconds_until(partial(shows, shop, f"samovar {word}", product), bool))
    assert statistics.median(waits) < SECONDS, waits


def test_a_product_taken_off_is_gone_everywhere_and_cannot_be_put_into_a_cart(shop: Shop) -> None:
    """A03"""
    owner, variant = shop.staff(), shop.a_variant()
    product = variant["product_id"]
    eventually(lambda: shop.get("/v1/products?limit=5")["data"], lambda rows: product in [row["id"] for row in rows], seconds=10)
    shop.send("PATCH", f"/v1/admin/products/{product}", {"status": "inactive"}, **owner)
    assert shop.call("GET", f"/v1/products/{product}").status == 404
    cart = shop.send("POST", "/v1/carts", {"currency": "CNY"}, 201)
    line = {"variant_id": variant["id"], "quantity": 1}
    refused = shop.call("POST", f"/v1/carts/{cart['id']}/lines", line, **{"X-Cart-Token": cart["token"]})
    assert refused.status == 409, refused.text
    eventually(lambda: shop.get("/v1/products?limit=5")["data"], lambda rows: product not in [row["id"] for row in rows], seconds=10)
    shop.send("PATCH", f"/v1/admin/products/{product}", {"status": "active"}, **owner)
    shop.send("POST", f"/v1/carts/{cart['id']}/lines", line, 201, **{"X-Cart-Token": cart["token"]})


def test_what_is_sold_out_leaves_the_filter_in_stock(shop: Shop) -> None:
    """A13"""
    owner, variant = shop.staff(), shop.a_variant(stock=3)
    product = variant["product_id"]
    word = shop.get(f"/v1/admin/products/{product}", **owner)["title"]["zh"].split()[-1]

    def in_stock() -> list[str]:
        return [row["id"] for row in shop.get(f"/v1/products?in_stock=true&q={word}")["data"]]

    # A search forgives a wrong letter, so products of other tests may be found with it.
    eventually(in_stock, lambda ids: product in ids, seconds=10)
    shop.send("POST", f"/v1/admin/stock/{variant['id']}/adjust", {"delta": -3, "reason": "lost"}, **owner)
    eventually(in_stock, lambda ids: product not in ids, seconds=10)
    assert product in found(shop, word)


def test_a_rebuild_swaps_the_index_and_pages_go_on(shop: Shop) -> None:
    first = shop.get("/v1/products?limit=3&sort=price_asc")
    assert shop.send("POST", "/sandbox/schedules/search-rebuild")["result"]["rebuilt"] is True
    second = shop.get(f"/v1/products?limit=3&sort=price_asc&cursor={first['next_cursor']}")
    both = [row["id"] for row in (*first["data"], *second["data"])]
    whole = [row["id"] for row in shop.get("/v1/products?limit=6&sort=price_asc")["data"]]
    assert both == whole


def test_searches_are_counted(shop: Shop) -> None:
    """B03"""
    shop.get("/v1/search?q=unfindablezz")

    def missed() -> dict[str, int]:
        rows = shop.get("/v1/admin/searches?limit=500", **shop.staff())["data"]
        return {row["q"]: row["without_results"] for row in rows}

    def again() -> dict[str, int]:
        shop.get("/v1/search?q=unfindablezz2")
        return missed()

    words = eventually(again, lambda words: "unfindablezz" in words, seconds=30)
    assert words["unfindablezz"] == 1
