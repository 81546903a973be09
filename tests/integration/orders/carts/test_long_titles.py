"""F-A30: a cart and an order of as many lines as they may have, with texts as long as they may be, fit their items and lose no line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.catalog import sellables
from functions.catalog.model.product import ProductFacts, Variant
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.orders.app import app
from functions.orders.carts.cart_checks import as_line
from functions.orders.model.cart import MAX_LINES
from functions.orders.store.people.bodies import cart_body, cart_of
from functions.orders.store.records import CART_SK, ORDER_SK, CartRecord, OrderRecord, cart_pk, order_pk
from functions.shared.outside import fresh
from functions.shared.plain.bodies import dump
from functions.shared.plain.money import Money
from functions.stock.store.records import STOCK_SK, StockRecord
from tests.integration.orders.buyer import Buyer, a_guest, counted
from tests.support.http import Client

LARGEST_ITEM = 400_000
LANGUAGES = ("zh", "en", "ja", "ko", "zh-Hant", "de")


def title_of(number: int, language: str) -> str:
    return f"{number} {language} " + "長" * 490


def a_wordy_variant(number: int, *, options: int = 3, letters: int = 8, published: bool = True, variant_id: str = "") -> str:
    names = {f"{n}{'名' * letters}": f"{n}{'值' * letters}" for n in range(options)}
    variant = Variant(variant_id or fresh.new_id("var"), fresh.new_id("prod"), 0, f"SKU-{number}", names, Money(5900, "CNY"), weight_g=100)
    titles = {language: title_of(number, language) for language in LANGUAGES}
    facts = ProductFacts(titles, "https://example.com/" + "a" * (20 * letters), "cat_mugs", None, ("标" * 59,), published)
    VariantRecord(
        pk=variant_pk(variant.id), sk=VARIANT_SK, kind="variant", body=dump(variant), product=dump(facts), product_version=1
    ).save()
    StockRecord(pk=variant_pk(variant.id), sk=STOCK_SK, kind="stock", available=20, reserved=0).save()
    return variant.id


def size_of(record: Any) -> int:
    return len((record.body or "").encode())


def stored(buyer: Buyer) -> CartRecord:
    return CartRecord.get(cart_pk(buyer.cart_id), CART_SK)


def filled(**more: Any) -> tuple[Buyer, list[str], Any]:
    """Full of lines, the last one put in by its buyer (all of them would only make the test slow)."""
    buyer, variants = a_guest(), [a_wordy_variant(n, **more) for n in range(MAX_LINES)]
    record, known = stored(buyer), sellables(variants[:-1])
    lines = [as_line(known[variant], line_id=fresh.new_id("line"), quantity=1) for variant in variants[:-1]]
    record.update([CartRecord.body.set(cart_body(replace(cart_of(record), lines=lines))), CartRecord.version.add(1)])
    answer = buyer.add(variants[-1])
    assert answer.status == 201, answer.text[:300]
    return buyer, variants, answer


def test_ninety_lines_with_titles_in_six_languages_become_an_order() -> None:
    """F-A30: the 44th was refused."""
    buyer, variants, answer = filled()
    assert size_of(stored(buyer)) < LARGEST_ITEM
    expected = [title_of(n, "zh") for n in range(MAX_LINES)]
    assert [line["title"] for line in answer.json["lines"]] == expected
    read = buyer.client.get(buyer.cart, accept_language="ja").json
    assert [line["title"] for line in read["lines"]] == [title_of(n, "ja") for n in range(MAX_LINES)]
    assert {(len(line["options"]), line["image"][-1]) for line in read["lines"]} == {(3, "a")}
    assert (read["totals"]["subtotal"]["amount"], read["totals"]) == (5900 * MAX_LINES, answer.json["totals"])
    shown = buyer.ready().preview()
    placed = buyer.client.post("/v1/orders", {"cart_id": buyer.cart_id, "preview_hash": shown["preview_hash"]}, accept_language="de")
    assert placed.status == 201, placed.text[:300]
    assert size_of(OrderRecord.get(order_pk(placed.json["id"]), ORDER_SK)) < LARGEST_ITEM
    page = Client(app, {"x-order-token": placed.json["token"]}).get(f"/v1/orders/{placed.json['id']}", accept_language="de").json
    assert [line["variant_id"] for line in page["lines"]] == variants
    assert [line["title"] for line in page["lines"]] == [title_of(n, "de") for n in range(MAX_LINES)]


def test_the_longest_options_fit_too_and_the_line_keeps_what_it_is() -> None:
    """F-A30: ten options of 200 characters; the order keeps their beginnings."""
    buyer, variants, _ = filled(options=10, letters=98)
    placed = buyer.ready().place()
    assert placed.status == 201, placed.text[:300]
    assert size_of(OrderRecord.get(order_pk(placed.json["id"]), ORDER_SK)) < LARGEST_ITEM
    lines = placed.json["lines"]
    assert [line["variant_id"] for line in lines] == variants
    assert [len(line["options"]) for line in lines] == [10] * MAX_LINES
    assert [line["title"][:12] for line in lines] == [title_of(n, "zh")[:12] for n in range(MAX_LINES)]


def test_a_cart_that_fits_keeps_its_lines_whole_and_asks_for_one_variant_only() -> None:
    """F-A30: the usual cart pays nothing for the largest one."""
    buyer = a_guest()
    for n in range(5):
        buyer.add(a_wordy_variant(n))
    sixth = a_wordy_variant(6)
    with counted() as calls:
        buyer.add(sixth)
    assert (calls, "lean" in stored(buyer).body.replace('"lean":false', "")) == ({"BatchGetItem": 1, "UpdateItem": 1}, False)


def test_lines_of_a_large_cart_stay_named_when_their_product_is_off_sale_or_gone() -> None:
    """F-A30: off sale the catalogue still knows it; gone, its beginning was kept."""
    buyer, variants, _ = filled()
    a_wordy_variant(0, published=False, variant_id=variants[0])
    VariantRecord.get(variant_pk(variants[1]), VARIANT_SK).delete()
    off, gone = buyer.client.get(buyer.cart).json["lines"][:2]
    assert [notice["code"] for line in (off, gone) for notice in line["notices"]] == ["unpublished", "unpublished"]
    assert (off["title"], len(off["options"])) == (title_of(0, "zh"), 3)
    assert gone["title"] == title_of(1, "zh")[:79] + "…"
    saved = buyer.client.patch(f"{buyer.cart}/lines/{off['id']}", {"saved": True})
    assert saved.status == 200, saved.text[:300]
    assert [line["title"] for line in buyer.client.get(buyer.cart).json["saved"]] == [title_of(0, "zh")]
