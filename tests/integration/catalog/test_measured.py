"""R06: a measured item shows its price per kg, l or m beside its price, wherever that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.catalog.store import markets, tax_classes
from functions.catalog.store.tax_classes import tax_classes_put
from functions.shared.outside import clock
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import transact
from tests.integration.catalog.support import cny, created, made, published, shopper, staff
from tests.integration.orders.buyer import ADDRESS, a_guest
from tests.integration.orders.buyer import staff as orders_staff
from tests.journeys.rules import BERLIN

HALF = {"quantity": "500", "unit": "g"}
EU = {"code": "eu", "name": "EU", "countries": ["DE", "FR"], "currency": "CNY", "measure_taxes": {"standard": "0.19", "food": "0.07"}}


@pytest.fixture(autouse=True)
def _no_markets() -> Iterator[None]:
    markets.forget()
    yield
    markets.forget()


def one(**fields: Any) -> dict[str, Any]:
    return {"sku": "TEA", "price": cny(1000), "measure": HALF} | fields


def told(product: dict[str, Any], query: str = "") -> Any:
    """Detail, its lowest price, page of variants and list agree."""
    detail = shopper().get(f"/v1/products/{product['id']}{query}").json
    page = shopper().get(f"/v1/products/{product['id']}/variants{query}").json["data"][0]
    (row,) = shopper().get(f"/v1/products{query}").json["data"]
    shown = detail["variants"][0]["price_per_measure"]
    assert (detail["price_per_measure"], page["price_per_measure"], row["price_per_measure"]) == (shown, shown, shown)
    return shown and (shown["price"]["amount"], shown["unit"])


def test_it_follows_every_change_of_the_price_and_of_the_measure() -> None:
    begin = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    with clock.frozen(begin):
        product = published(variants=[one()], options=[])
        variant = product["variants"][0]["id"]
        url = f"/v1/admin/products/{product['id']}"
        assert told(product) == (2000, "kg")
        made(staff().patch(f"{url}/variants/{variant}", {"price": cny(1100)}))
        assert told(product) == (2200, "kg")
        ends = {"starts_at": (begin + timedelta(hours=1)).isoformat(), "ends_at": (begin + timedelta(hours=2)).isoformat()}
        made(staff().post(f"{url}/scheduled_prices", {"kind": "discount", "price": cny(900), "variant_ids": [variant], **ends}))
    for hours, amount in ((0.9999, 2200), (1, 1800), (1.9999, 1800), (2, 2200)):
        with clock.frozen(begin + timedelta(hours=hours)):
            assert told(product) == (amount, "kg"), hours
    with clock.frozen(begin + timedelta(hours=3)):
        made(staff().patch(f"{url}/variants/{variant}", {"measure": {"quantity": "0.75", "unit": "l"}}))
        assert told(product) == (1467, "l")
        made(staff().patch(f"{url}/variants/{variant}", {"weight_g": 5}))
        assert told(product) == (1467, "l")
        made(staff().patch(f"{url}/variants/{variant}", {"measure": None}))
        assert told(product) is None


def test_tax_is_in_it_where_the_market_asks_for_it() -> None:
    """Also of a class of its own, and of one that the market does not name; elsewhere it is of the price as shown."""
    product = published(variants=[one()], options=[])
    made(staff().put("/v1/admin/markets", {"markets": [EU]}))
    assert told(product, "?country=DE") == (2380, "kg")
    assert told(product, "?country=US") == (2000, "kg")
    assert told(product) == (2000, "kg")
    for tax_class, amount in (("food", 2140), ("books", 2000), (None, 2380)):
        made(staff().patch(f"/v1/admin/products/{product['id']}", {"tax_class": tax_class}))
        assert told(product, "?country=FR") == (amount, "kg"), tax_class


def test_the_list_tells_it_of_the_variant_with_the_lowest_price() -> None:
    """Which is another one while a price is reduced, and may be one without a measure."""
    sizes = [{"name": "size", "values": ["S", "L", "X"]}]
    product = published(
        options=sizes,
        variants=[
            one(sku="S", options={"size": "S"}),
            one(sku="L", options={"size": "L"}, price=cny(1500), measure={"quantity": "1", "unit": "kg"}),
            one(sku="X", options={"size": "X"}, price=cny(1200), measure=None),
        ],
    )
    url = f"/v1/admin/products/{product['id']}/variants/{product['variants'][0]['id']}"

    def row() -> Any:
        return shopper().get("/v1/products").json["data"][0]["price_per_measure"]

    assert row()["price"] == cny(2000)
    made(staff().patch(url, {"price": cny(1300)}))
    assert row() is None
    made(staff().patch(f"/v1/admin/products/{product['id']}/variants/{product['variants'][2]['id']}", {"price": cny(1600)}))
    assert row()["price"] == cny(2600)


@pytest.mark.parametrize(
    ("measure", "pointer", "code"),
    [
        ({"quantity": "0", "unit": "g"}, "/quantity", "greater_than"),
        ({"quantity": "0.000", "unit": "g"}, "/quantity", "greater_than"),
        ({"quantity": "-1", "unit": "g"}, "/quantity", "string_pattern_mismatch"),
        ({"quantity": "1.2345", "unit": "g"}, "/quantity", "string_pattern_mismatch"),
        ({"quantity": "٣", "unit": "g"}, "/quantity", "string_pattern_mismatch"),
        ({"quantity": 500, "unit": "g"}, "/quantity", "string_type"),
        ({"quantity": "500", "unit": "oz"}, "/unit", "enum"),
        ({"quantity": "500", "unit": "G"}, "/unit", "enum"),
        ({"quantity": "500"}, "/unit", "missing"),
    ],
)
def test_what_is_no_measure_is_refused(measure: Any, pointer: str, code: str) -> None:
    answer = staff().post("/v1/admin/products", {"title": {"zh": "茶"}, "options": [], "variants": [one(measure=measure)]})
    assert answer.status == 422
    assert [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]] == [(f"/variants/0/measure{pointer}", code)]


@pytest.mark.parametrize("taxes", [{"standard": "1"}, {"standard": "-0.1"}, {"standard": 0.19}, {"Standard": "0.19"}])
def test_a_tax_that_is_none_is_refused(taxes: Any) -> None:
    assert staff().put("/v1/admin/markets", {"markets": [EU | {"measure_taxes": taxes}]}).status == 422


def test_staff_read_what_they_wrote() -> None:
    product = created(variants=[one()], options=[])
    assert staff().get(f"/v1/admin/products/{product['id']}").json["variants"][0]["measure"] == HALF
    made(staff().put("/v1/admin/markets", {"markets": [EU]}))
    assert staff().get("/v1/admin/markets").json["markets"][0]["measure_taxes"] == EU["measure_taxes"]


def test_a_tax_class_comes_from_the_nearest_category_that_has_one() -> None:
    """R06: as orders tax it; the product's own wins; page, variants and list agree; an older setting never takes a newer one's place."""
    food = made(staff().post("/v1/admin/categories", {"name": {"en": "Food"}}))["id"]
    tea = made(staff().post("/v1/admin/categories", {"name": {"en": "Tea"}, "parent_id": food}))["id"]
    product = published(variants=[one()], options=[], category_id=tea)
    made(staff().put("/v1/admin/markets", {"markets": [EU]}))

    def of(classes: dict[str, str], **fields: Any) -> Any:
        assert orders_staff().put("/v1/admin/tax_settings", {"shipping_class": None, "classes": classes}).status == 200
        tax_classes.forget()
        return told(product, "?country=DE")

    assert of({}) == (2380, "kg")
    assert of({food: "food"}) == (2140, "kg")
    assert of({food: "food", tea: "books"}) == (2000, "kg")
    assert of({food: "food"}) == of({food: "food"}) == (2140, "kg")
    assert told(product, "?country=US") == (2000, "kg")
    made(staff().patch(f"/v1/admin/products/{product['id']}", {"tax_class": "standard"}))
    assert told(product, "?country=DE") == (2380, "kg")
    with pytest.raises(Overtaken):
        transact([tax_classes_put({}, 1)])


def test_lines_of_a_cart_show_it() -> None:
    """R06: at the price of the line, with the market's tax where the cart is delivered to; also the lines that another call adds nothing
    to, and those saved for later."""
    tea = published(variants=[one()], options=[])["variants"][0]["id"]
    cup = published(variants=[one(sku="CUP", measure=None)], options=[])["variants"][0]["id"]
    made(staff().put("/v1/admin/markets", {"markets": [EU]}))
    buyer = a_guest()
    buyer.add(tea)
    cart = buyer.add(cup, 2).json

    def shown(where: Any, name: str = "lines") -> list[Any]:
        return [
            row["price_per_measure"] and (row["price_per_measure"]["price"]["amount"], row["price_per_measure"]["unit"])
            for row in where[name]
        ]

    assert shown(cart) == [(2000, "kg"), None]
    buyer.client.put(f"{buyer.cart}/address", ADDRESS | BERLIN)
    assert shown(buyer.client.get(buyer.cart).json) == shown(buyer.preview()) == [(2380, "kg"), None]
    saved = buyer.client.patch(f"{buyer.cart}/lines/{cart['lines'][0]['id']}", {"saved": True}).json
    assert (shown(saved), shown(saved, "saved")) == ([None], [(2380, "kg")])
