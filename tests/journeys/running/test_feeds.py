"""X36: product feeds on the local stack: real streams, the schedule, the bucket, each function with rights of its own."""

from __future__ import annotations

import json

import urllib3

from tests.journeys.shopper import Shop, eventually


def test_what_changes_is_in_the_feed_after_the_next_run(shop: Shop) -> None:
    owner = shop.staff("owner")
    variant = shop.a_variant()
    feed = {"code": "cn", "country": "CN", "language": "en", "kinds": ["openai", "google"], "seller_name": "Journey"}
    shop.send("PUT", "/v1/admin/feeds", {"feeds": [feed]}, **owner)
    assert _rows(run(shop))[variant["id"]]["availability"] == "in_stock"
    shop.send("PATCH", f"/v1/admin/products/{variant['product_id']}", {"title": {"en": "Told anew"}}, **owner)

    def told() -> str:
        return str(_rows(run(shop))[variant["id"]]["title"])

    assert eventually(told, lambda title: title == "Told anew", seconds=60) == "Told anew"
    how = shop.get("/v1/admin/feeds/cn", **owner)
    assert how["products"] > 0
    assert {one["kind"] for one in how["files"] if one["size"]} == {"openai", "google"}
    assert shop.get("/v1/admin/feeds/cn/problems?limit=5", **owner)["data"]


def run(shop: Shop) -> str:
    """Runs the schedule once; when it is through, where the feed is."""
    owner = shop.staff("owner")
    asked = shop.send("POST", "/v1/admin/schedules/feeds/run", None, 202, **owner)

    def ended() -> bool:
        found = next(one for one in shop.get("/v1/admin/schedules", **owner)["data"] if one["name"] == "feeds")
        told = found["asked"]["run"]
        return bool(told and told["asked"] == asked["id"])

    eventually(ended, bool, seconds=90)
    answer = shop.call("GET", "/v1/feeds/openai.jsonl")
    assert answer.status == 302, answer.text
    return answer.headers["location"]


def _rows(url: str) -> dict[str, dict[str, object]]:
    """The file as anybody's HTTP client reads it: unpacked on the way."""
    answer = urllib3.PoolManager().request("GET", url)
    assert answer.status == 200
    assert "X-Amz-Signature" in url or "Signature" in url
    return {row["item_id"]: row for row in map(json.loads, answer.data.decode().splitlines())}
