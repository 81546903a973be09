"""F-C8, P11: a line shows its options in the reader's language, and an order those it had when it was placed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.catalog.model.product import ProductFacts
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.orders.app import app
from functions.orders.model.order import Order
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.shared.plain.bodies import dump, load, parsed
from functions.shared.plain.option_texts import OptionText
from tests.integration.orders.buyer import a_guest, a_variant, staff
from tests.support.http import Client


def a_translated_variant(name: str = "Colour", value: str = "White") -> str:
    variant_id = a_variant()
    called(variant_id, {"颜色": OptionText({"en": name, "zh-Hant": "顏色"}, {"en": value})})
    return variant_id


def called(variant_id: str, texts: dict[str, OptionText]) -> None:
    record = VariantRecord.get(variant_pk(variant_id), VARIANT_SK)
    record.update([VariantRecord.product.set(dump(replace(load(ProductFacts, record.product), option_texts=texts)))])


def options(client: Client, path: str, language: str) -> Any:
    return client.get(path, **{"Accept-Language": language}).json["lines"][0]["options"]


def test_cart_and_order_show_options_in_the_readers_language() -> None:
    buyer = a_guest()
    buyer.add(a_translated_variant())
    assert options(buyer.client, buyer.cart, "en") == {"Colour": "White"}
    assert options(buyer.client, buyer.cart, "zh-TW") == {"顏色": "白"}
    assert options(buyer.client, buyer.cart, "zh") == {"颜色": "白"}
    order = buyer.ready().place().json
    page = Client(app, {"x-order-token": order["token"]})
    assert options(page, f"/v1/orders/{order['id']}", "en") == {"Colour": "White"}
    assert options(page, f"/v1/orders/{order['id']}", "de") == {"颜色": "白"}
    line = staff().get(f"/v1/admin/orders/{order['id']}").json["lines"][0]
    assert line["options"] == {"颜色": "白"}
    assert line["option_texts"] == {"颜色": {"name": {"en": "Colour", "zh-Hant": "顏色"}, "value": {"en": "White"}}}


def test_an_order_keeps_what_its_options_were_called() -> None:
    """A later translation reaches carts and no past order; a renamed text asks nobody to agree anew."""
    variant_id = a_translated_variant()
    buyer = a_guest()
    buyer.add(variant_id)
    agreed = buyer.ready().preview()["preview_hash"]
    called(variant_id, {"颜色": OptionText({"en": "Color"}, {"en": "Ivory"})})
    order = buyer.place(agreed).json
    called(variant_id, {})
    page = Client(app, {"x-order-token": order["token"]})
    assert options(page, f"/v1/orders/{order['id']}", "en") == {"Color": "Ivory"}


def test_an_order_from_before_there_were_translations_shows_what_it_showed() -> None:
    buyer = a_guest()
    buyer.add(a_variant())
    order = buyer.ready().place().json
    record = OrderRecord.get(order_pk(order["id"]), ORDER_SK)
    old = load(dict[str, Any], record.body)
    for line in old["lines"]:
        del line["option_texts"]
    record.update([OrderRecord.body.set(dump(old))])
    assert parsed(Order, old).lines[0].option_texts == {}
    assert options(Client(app, {"x-order-token": order["token"]}), f"/v1/orders/{order['id']}", "en") == {"颜色": "白"}
