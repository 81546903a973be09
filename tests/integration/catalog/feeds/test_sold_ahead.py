"""X31, X36: feeds and agents are told what can be bought before it is there, and the day that is promised."""

from __future__ import annotations

from typing import Any

import pytest

from functions.agents.ucp.catalog import look_up
from functions.agents.ucp.requests import LookupIn
from tests.integration.catalog.feeds.shop import feed, google, jsonl, meta, run, set_feeds
from tests.integration.catalog.support import cny, follow_stock, published, stocked
from tests.integration.orders.buyer import stock_of
from tests.integration.stock.ahead import day, sold_ahead, told


@pytest.mark.parametrize(
    ("mode", "of_meta", "of_openai"), [("backorder", "available for order", "backorder"), ("preorder", "preorder", "pre_order")]
)
def test_feeds_and_agents_are_told_the_state_and_the_day(mode: str, of_meta: str, of_openai: str) -> None:
    """X31: Google, Meta, OpenAI, WeChat and UCP; each in its own words."""
    product: dict[str, Any] = published(variants=[{"sku": "MUG", "price": cny(5900)}])
    variant = product["variants"][0]["id"]
    stocked(variant, -stock_of(variant)[0])
    sold_ahead(variant, 3, mode)
    told(variant)
    set_feeds(feed())
    run()
    (row,) = google()
    assert (row["availability"], row["availability_date"]) == (mode, day(30))
    assert next(iter(meta()))["availability"] == of_meta
    (row,) = jsonl("openai.jsonl")
    assert (row["availability"], row["availability_date"]) == (of_openai, day(30))
    assert [one["in_stock"] for one in jsonl("wechat.jsonl")[0]["skus"]] == [True]
    (found,) = look_up(LookupIn.model_validate({"ids": [variant]}), ["en"])["products"]
    (shown,) = found["variants"]
    assert (shown["availability"], shown["metadata"]) == ({"available": True, "status": mode}, {"promised_on": day(30)})


def test_what_is_neither_there_nor_sold_ahead_has_no_day() -> None:
    product: dict[str, Any] = published(variants=[{"sku": "MUG", "price": cny(5900)}])
    variant = product["variants"][0]["id"]
    stocked(variant, -stock_of(variant)[0])
    follow_stock()
    set_feeds(feed())
    run()
    (row,) = google()
    assert (row["availability"], "availability_date" in row) == ("out_of_stock", False)
    assert "availability_date" not in jsonl("openai.jsonl")[0]
    (found,) = look_up(LookupIn.model_validate({"ids": [variant]}), ["en"])["products"]
    assert found["variants"][0]["availability"] == {"available": False, "status": "out_of_stock"}
    assert "metadata" not in found["variants"][0]
