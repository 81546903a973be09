"""Prices of the catalogue change while carts stand around."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from functions.catalog.model.price import Listed, TimedDiscount
from functions.catalog.model.product import Variant
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.money import Money
from tests.integration.orders.buyer import NOON, a_guest, a_variant


def changed(variant_id: str, **fields: Any) -> None:
    record = VariantRecord.get(variant_pk(variant_id), VARIANT_SK)
    record.update([VariantRecord.body.set(dump(replace(load(Variant, record.body), **fields)))])


def test_a_cart_opened_before_the_end_of_a_discount_is_priced_anew_at_checkout() -> None:
    """I04, B08"""
    start, end = times.iso(NOON - timedelta(hours=1)), times.iso(NOON + timedelta(minutes=10))
    variant = a_variant(price=5900)
    changed(variant, discounts=[TimedDiscount("prc_1", Money(3900, "CNY"), start, end, {"en": "Flash"})])
    with clock.frozen(NOON):
        buyer = a_guest()
        buyer.add(variant)
        buyer.ready()
        agreed = buyer.preview()
        assert agreed["totals"]["subtotal"]["amount"] == 3900
    with clock.frozen(NOON + timedelta(minutes=9, seconds=59)):
        assert buyer.preview()["totals"]["subtotal"]["amount"] == 3900
    with clock.frozen(NOON + timedelta(minutes=10)):
        late = buyer.preview()
        assert late["totals"]["subtotal"]["amount"] == 5900
        [notice] = [notice for notice in late["lines"][0]["notices"] if notice["code"] == "price_changed"]
        assert (notice["was"]["amount"], notice["now"]["amount"]) == (3900, 5900)
        body = {"cart_id": buyer.cart_id, "preview_hash": agreed["preview_hash"]}
        refused = buyer.client.post("/v1/orders", body)
        assert (refused.status, refused.code) == (409, "preview_changed")
        placed = buyer.client.post("/v1/orders", body | {"preview_hash": late["preview_hash"]})
        assert (placed.status, placed.json["totals"]["subtotal"]["amount"]) == (201, 5900)


def test_the_currency_of_the_cart_chooses_the_price() -> None:
    """B08"""
    variant = a_variant(price=5900)
    changed(variant, prices={"USD": Listed(Money(900, "USD"))})
    dollars, euros = a_guest(currency="USD"), a_guest(currency="EUR")
    assert dollars.add(variant).json["lines"][0]["unit_price"] == {"amount": 900, "currency": "USD"}
    assert euros.add(variant).code == "wrong_currency"
