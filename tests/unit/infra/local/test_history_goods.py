"""`shop seed-history`: its orders say what the goods are called, as orders of people do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from infra.cli.running_shop import RunningShop
from infra.cli.shop_client import ShopClient
from infra.history.commands import _goods
from infra.history.story import story_of
from infra.history.year import Good, Year

NOW = datetime(2026, 2, 1, tzinfo=UTC)
TITLES = {"a": {"zh": "羊毛毡桌垫", "en": "Felt desk mat"}, "b": {"zh": "台灯", "en": "Lamp"}}


class Storefront(ShopClient):
    """Two products on a page each, told in the language that is asked for."""

    def need(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        asked = urlsplit(path)
        if asked.path == "/v1/products":
            one = parse_qs(asked.query).get("cursor", ["a"])[0]
            return {
                "data": [{"id": one, "title": TITLES[one][(headers or {})["Accept-Language"]]}],
                "next_cursor": "b" if one == "a" else None,
            }
        one = asked.path.rsplit("/", 1)[1]
        variant = {
            "id": f"var_{one}",
            "sku": f"SKU-{one}",
            "options": {"尺寸": "60"},
            "price": {"amount": 700, "currency": "CNY"},
            "image": None,
        }
        return {"id": one, "images": [{"url": f"/{one}.svg"}], "category_id": "cat_1" if one == "a" else None, "variants": [variant]}


class Shop(RunningShop):
    def client(self, role: str = "") -> ShopClient:
        return Storefront("http://shop.example")


def test_goods_have_the_titles_pictures_and_categories_of_the_shop() -> None:
    goods = [Good(**one) for one in _goods(Shop("http://shop.example", {}))]
    assert [(one.title, one.options, one.image, one.category_id) for one in goods] == [
        (TITLES["a"], {"尺寸": "60"}, "/a.svg", "cat_1"),
        (TITLES["b"], {"尺寸": "60"}, "/b.svg", ""),
    ]
    year = Year(5, date(2026, 1, 1), 2, 4, goods)
    orders = [story_of(bought, year, NOW, "Asia/Shanghai").order for bought in year.all()]
    lines = [line for order in orders for line in order.lines]
    assert {(line.sku, line.title["zh"], line.image) for line in lines} <= {("SKU-a", "羊毛毡桌垫", "/a.svg"), ("SKU-b", "台灯", "/b.svg")}
    assert lines
