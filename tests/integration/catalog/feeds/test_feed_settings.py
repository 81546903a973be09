"""X36: which feeds there are, what is wrong with their products, and what cannot be set."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from functions.catalog.feeds import make_feeds as making
from functions.shared.plain.settings import settings
from tests.integration.catalog.feeds.shop import asked, feed, fetched, problems, run, set_feeds
from tests.integration.catalog.support import cny, published, staff


def test_problems_are_listed_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """X36: errors listed."""
    monkeypatch.setattr(making, "PART", 2)
    for number in range(4):
        published(variants=[{"sku": f"S-{number}", "price": cny(100), "barcode": "own-1" + str(number)}], title={"zh": "杯"})
    set_feeds(feed(kinds=["google"]))
    run()
    whole = problems("cn", limit=100)
    assert {(field, code, out) for _, field, code, out in whole} == {
        ("title", "not_in_language", False), ("brand", "missing", False), ("gtin", "no_article_number", False),
    }  # fmt: skip
    assert len(whole) == 12
    for limit in (1, 2, 5):
        assert problems("cn", limit=limit) == whole
    page = staff().get("/v1/admin/feeds/cn/problems?limit=1").json
    assert staff().get(f"/v1/admin/feeds/cn/problems?cursor={page['next_cursor']}x").status == 400
    how = staff().get("/v1/admin/feeds/cn").json
    assert (how["products"], how["variants"], how["problems"]) == (4, 4, 12)
    assert how["files"][0]["size"] > 0
    assert how["made_at"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"link": "https://shop.example/{slug.title}"}, "/feeds/0"),
        ({"link": "https://shop.example/{0}"}, "/feeds/0"),
        ({"link": "https://shop.example/{slug!r}"}, "/feeds/0"),
        ({"link": "https://shop.example/{slug:9}"}, "/feeds/0"),
        ({"link": "https://shop.example/{slug"}, "/feeds/0"),
        ({"link": "https://shop.example/p"}, "/feeds/0"),
        ({"link": "javascript:{slug}"}, "/feeds/0/link"),
        ({"kinds": []}, "/feeds/0/kinds"),
        ({"kinds": ["bing"]}, "/feeds/0/kinds/0"),
        ({"country": "XX"}, "/feeds/0/country"),
        ({"code": "../x"}, "/feeds/0/code"),
        ({"seller_name": "  "}, "/feeds/0/seller_name"),
    ],
)
def test_bad_settings_are_refused(wrong: dict[str, Any], pointer: str) -> None:
    answer = staff().put("/v1/admin/feeds", {"feeds": [feed(**wrong)]})
    assert answer.status == 422, answer.text
    assert [one["pointer"] for one in answer.json["errors"]] == [pointer]


def test_a_feed_that_is_not_wanted_any_more_is_gone() -> None:
    published()
    set_feeds(feed("cn", kinds=["google", "meta"]), feed("us", "US"))
    run()
    set_feeds(feed("cn", kinds=["google"]))
    for file, code in (("meta.csv", "cn"), ("google.xml", "us"), ("google.csv", "cn"), ("google.xml", "none")):
        assert asked(file, code).status == 404, (file, code)
    run()
    stored = boto3.client("s3").list_objects_v2(Bucket=settings().bucket, Prefix="feeds/")["Contents"]
    assert {one["Key"] for one in stored if "/parts/" not in one["Key"]} == {"feeds/cn/google.xml"}
    assert all(one["Key"].startswith("feeds/cn/") for one in stored)
    assert staff().put("/v1/admin/feeds", {"feeds": [feed("cn"), feed("cn")]}).json["errors"][0]["code"] == "named_twice"
    assert fetched("google.xml").endswith("</channel></rss>\n")
