"""X36: files of everything on sale for Google, Meta, OpenAI and WeChat, made by change, errors listed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import botocore.client
import pytest

from functions.catalog.feeds import make_feeds as making
from functions.catalog.feeds.feed_records import marks, states
from functions.catalog.feeds.files import write_files
from functions.catalog.feeds.note_changes import note_changes
from functions.catalog.prices.follow_prices import touch_due_prices
from functions.shared.events.batches import SomeFailed
from functions.shared.outside import clock
from functions.shared.outside.time_left import TimeLeft
from functions.shared.plain.settings import settings
from tests.integration.catalog.feeds.shop import asked, feed, google, jsonl, meta, noted, problems, run, set_feeds, shown
from tests.integration.catalog.support import (
    catalogue_items,
    changes,
    cny,
    follow_stock,
    made,
    published,
    shopper,
    sized,
    staff,
    stocked,
)
from tests.integration.orders.buyer import stock_of

USD = {"amount": 1250, "currency": "USD"}
US = {"markets": [{"code": "us", "name": "United States", "countries": ["US"], "currency": "USD"}]}


def test_every_file_says_what_the_shop_says() -> None:
    """X36"""
    odd = {"zh": "杯", "en": '=Cup & "saucer" <3 🍵'}
    cup = published(title=odd, description={"en": "<p>Fine</p><p>bone &amp; china</p>"})
    shirt = made(staff().post("/v1/admin/products", sized("S", "M")))
    stocked(shirt["variants"][0]["id"], 3)
    follow_stock()
    made(staff().post(f"/v1/admin/products/{shirt['id']}/publish"))
    set_feeds(feed())
    assert asked("google.xml").status == 503
    assert asked("google.xml").json["code"] == "feed_not_ready"
    assert run() == {"feeds": 1, "made": 1, "unfinished": 0}
    assert shown() == {cup["id"], shirt["id"]}
    # Where the file lies is told each time: an ETag of what has no content would be the same for ever.
    assert "etag" not in asked("google.xml").headers
    assert shopper().get("/v1/feeds/google.xml", if_none_match="*").status == 302
    rows = {row["id"]: row for row in google()}
    detail = shopper(accept_language="en").get(f"/v1/products/{cup['id']}").json
    (variant,) = detail["variants"]
    row = rows[variant["id"]]
    assert (row["title"], row["description"]) == (detail["title"], "Fine bone & china")
    assert (row["price"], row["sale_price"], row["availability"]) == ("99.00 CNY", "89.00 CNY", "in_stock")
    assert row["link"].endswith(f"/products/{detail['slug']}?variant={variant['id']}")
    assert row["image_link"] == "https://img.example/board.jpg"
    assert (row["identifier_exists"], row["mpn"]) == ("no", variant["sku"])
    small, middle = (one["id"] for one in shirt["variants"])
    assert [rows[one]["availability"] for one in (small, middle)] == ["in_stock", "out_of_stock"]
    assert [rows[one]["size"] for one in (small, middle)] == ["S", "M"]
    assert rows[small]["item_group_id"] == shirt["id"]
    assert rows[small]["title"].endswith(" – S")
    told = {row["id"]: row for row in meta()}[variant["id"]]
    assert (told["title"], told["price"], told["sale_price"]) == (detail["title"], "99.00 CNY", "89.00 CNY")
    assert told["availability"] == "in stock"
    open_ai = {row["item_id"]: row for row in jsonl("openai.jsonl")}
    assert open_ai[middle]["variant_dict"] == {"尺码": "M"}
    assert (open_ai[middle]["availability"], open_ai[middle]["listing_has_variations"]) == ("out_of_stock", True)
    assert (open_ai[variant["id"]]["target_countries"], open_ai[variant["id"]]["is_eligible_checkout"]) == (["CN"], False)
    wechat = {one["out_product_id"]: one for one in jsonl("wechat.jsonl")}[cup["id"]]
    assert [(one["sale_price"], one["market_price"], one["in_stock"]) for one in wechat["skus"]] == [(8900, 9900, True)]


def test_what_left_the_catalogue_leaves_the_feeds_and_stays_out() -> None:
    """X36; issue 15, case 20: taken out of a market, deleted, a late change, a full rebuild; out of stock stays.

    Files are whole each time: a removal is told by what is not there, and a repeated one changes nothing."""
    made(staff().put("/v1/admin/markets", US))
    first, other = (published(variants=[{"sku": f"P-{n}", "price": cny(8900), "prices": [{"price": USD}]}]) for n in range(2))
    set_feeds(feed("cn"), feed("us", "US"))
    run()
    assert shown("cn") == shown("us") == {first["id"], other["id"]}
    assert {row["price"] for row in google("us")} == {"12.50 USD"}
    late = _stream_of(first)
    with noted():
        variant = first["variants"][0]["id"]
        made(staff().patch(f"/v1/admin/products/{first['id']}/variants/{variant}", {"prices": []}))
        _sold_out(other)
    assert run()["made"] == 2
    assert shown("us") == {other["id"]}
    assert shown("cn") == {first["id"], other["id"]}
    assert {row["availability"] for row in google("us")} == {"out_of_stock"}
    assert [one for one in problems("us") if one[3]] == [(first["id"], "price", "not_sold_in_currency", True)]
    with noted():
        made(staff().post(f"/v1/admin/products/{first['id']}/unpublish"))
        stocked(variant, -stock_of(variant)[0])
        gone = staff().delete(f"/v1/admin/products/{first['id']}")
        assert gone.status == 204, gone.text
    run()
    assert shown("cn") == shown("us") == {other["id"]}
    note_changes(late)
    note_changes(late)
    assert run()["made"] == 0
    assert shown("cn") == {other["id"]}
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert run()["made"] == 2
    assert shown("cn") == shown("us") == {other["id"]}


def test_nothing_is_made_where_nothing_changed_and_changes_meanwhile_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    one = published()
    assert run() == {"feeds": 0, "made": 0, "unfinished": 0}
    with noted():
        staff().patch(f"/v1/admin/products/{one['id']}", {"title": {"en": "Nobody asks"}})
    assert marks() == {}
    set_feeds(feed(kinds=["google"]))
    run()
    assert run()["made"] == 0
    with noted():
        made(staff().patch(f"/v1/admin/products/{one['id']}", {"title": {"en": "First"}}))

    def edited_meanwhile(*arguments: Any) -> Any:
        with noted():
            made(staff().patch(f"/v1/admin/products/{one['id']}", {"title": {"en": "Second"}}))
        return write_files(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr("functions.catalog.feeds.make_feeds.write_files", edited_meanwhile)
        run()
    assert [row["title"] for row in google()] == ["First"]
    assert run()["made"] == 1
    assert [row["title"] for row in google()] == ["Second"]
    assert marks() == {}


def test_killed_anywhere_the_next_run_makes_it_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every outside call of a run fails once, by change and anew; what comes after is as if none had."""
    monkeypatch.setattr(making, "PART", 2)
    products = [published() for _ in range(5)]
    set_feeds(feed())
    run()
    call = botocore.client.BaseClient._make_api_call
    for step in range(0, 60, 2):
        with noted():
            made(staff().patch(f"/v1/admin/products/{products[step % 5]['id']}", {"title": {"en": f"Title {step}"}}))
            if step % 3 == 2:
                set_feeds(feed(seller_name=f"Seller {step}"))
        left = [step]

        def dying(self: Any, operation: str, parameters: Any, left: list[int] = left) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise ConnectionError("killed")
            return call(self, operation, parameters)

        with monkeypatch.context() as patched:
            patched.setattr(botocore.client.BaseClient, "_make_api_call", dying)
            with suppress(ConnectionError, SomeFailed):
                run()
        if left[0] >= 0:
            break
        run()
        run()
        expected = {one["id"]: shopper(accept_language="en").get(f"/v1/products/{one['id']}").json["title"] for one in products}
        assert {row["group_id"]: row["title"] for row in jsonl("openai.jsonl")} == expected, step
    assert step > 20
    assert marks() == {}
    numbers = {part.number for part in states()["cn"].parts}
    stored = boto3.client("s3").list_objects_v2(Bucket=settings().bucket, Prefix="feeds/cn/parts/")["Contents"]
    assert {int(one["Key"].rsplit("/", 1)[1].split(".")[0]) for one in stored} == numbers


def test_parts_grow_and_shrink_and_a_run_out_of_time_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "PART", 2)
    products = [published() for _ in range(5)]
    set_feeds(feed(kinds=["openai"]))
    time = [0.0]
    with monkeypatch.context() as patched:
        patched.setattr(making, "time_left", lambda: TimeLeft(lambda: time[0]))
        runs = [run() for _ in range(3)]
    assert [one["unfinished"] for one in runs] == [1, 1, 1]
    assert asked("openai.jsonl").status == 503
    run()
    assert _listed() == {one["id"] for one in products}
    assert [part.products for part in states()["cn"].parts] == [2, 2, 1]
    with noted():
        further = [published() for _ in range(6)]
    run()
    assert _listed() == {one["id"] for one in (*products, *further)}
    assert [part.products for part in states()["cn"].parts] == [2, 2, 2, 2, 2, 1]
    with noted():
        for one in (*products, *further[:5]):
            made(staff().post(f"/v1/admin/products/{one['id']}/unpublish"))
    run()
    assert _listed() == {further[5]["id"]}
    with noted():
        made(staff().post(f"/v1/admin/products/{further[5]['id']}/unpublish"))
    run()
    assert _listed() == set()
    with noted():
        again = published()
    run()
    assert _listed() == {again["id"]}


def test_a_price_that_begins_by_the_clock_is_told() -> None:
    now = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)
    with clock.frozen(now):
        product = published()
        body = {"kind": "discount", "price": cny(5000), "starts_at": "2026-11-11T00:00:00", "ends_at": "2026-11-12T00:00:00"}
        made(staff().post(f"/v1/admin/products/{product['id']}/scheduled_prices", body | {"label": {"en": "Day"}}))
        set_feeds(feed(kinds=["google"]))
        run()
        assert [row["sale_price"] for row in google()] == ["89.00 CNY"]
    for after, expected in ((timedelta(hours=1, seconds=1), "50.00 CNY"), (timedelta(hours=25, seconds=1), "89.00 CNY")):
        with clock.frozen(now + after):
            with noted():
                touch_due_prices()
            assert run()["made"] == 1
            assert [row["sale_price"] for row in google()] == [expected]


def test_a_lost_part_is_made_anew() -> None:
    one, two = published(), published()
    set_feeds(feed(kinds=["openai"]))
    run()
    keys = [item["Key"] for item in boto3.client("s3").list_objects_v2(Bucket=settings().bucket, Prefix="feeds/cn/parts/")["Contents"]]
    for key in keys:
        boto3.client("s3").delete_object(Bucket=settings().bucket, Key=key)
    with noted():
        made(staff().patch(f"/v1/admin/products/{one['id']}", {"title": {"en": "New"}}))
    with pytest.raises(SomeFailed):
        run()
    assert run()["made"] == 1
    assert _listed() == {one["id"], two["id"]}
    assert "New" in {row["title"] for row in jsonl("openai.jsonl")}


def _listed() -> set[str]:
    return {row["group_id"] for row in jsonl("openai.jsonl")}


def _stream_of(product: dict[str, Any]) -> dict[str, Any]:
    """A change of the product as the stream told it some time ago."""
    return changes([item for key, item in catalogue_items().items() if key.startswith(f"PROD#{product['id']} ")])


def _sold_out(product: dict[str, Any]) -> None:
    variant = product["variants"][0]["id"]
    made(staff().post(f"/v1/admin/stock/{variant}/adjust", {"delta": -100, "reason": "sold"}))
    follow_stock()
