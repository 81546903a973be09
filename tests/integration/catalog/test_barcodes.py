"""X51: a variant has up to ten barcodes, each its own in the shop, and any of them finds it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.catalog.model.product import Variant
from functions.catalog.store import barcode_claims
from functions.catalog.store.records import VARIANT_SK, ClaimRecord, VariantRecord, barcode_key, variant_pk
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from infra.migrate import migrate
from tests.integration.catalog.support import cny, made, product_body, sized, staff
from tests.support.races import in_between

UPC, EAN, GTIN = "036000291452", "0036000291452", "00036000291452"
PRODUCTS = "/v1/admin/products"


def with_codes(sku: str, *codes: str, **fields: Any) -> dict[str, Any]:
    return product_body(options=[], variants=[{"sku": sku, "price": cny(1), "barcodes": list(codes)}], **fields)


def found(code: str) -> list[str]:
    return [one["id"] for one in made(staff().get(f"{PRODUCTS}?barcode={code}"))["data"]]


def patched(product: Any, **values: Any) -> Any:
    return staff().patch(f"{PRODUCTS}/{product['id']}/variants/{product['variants'][0]['id']}", values)


def test_any_of_several_barcodes_finds_the_variant_in_any_spelling() -> None:
    """X51, case 7"""
    product = made(staff().post(PRODUCTS, with_codes("B1", UPC, "00123", "A-7")))
    variant = product["variants"][0]
    assert (variant["barcode"], variant["barcodes"]) == (UPC, [UPC, "00123", "A-7"])
    assert [found(code) for code in (UPC, EAN, GTIN, "00123", "A-7")] == [[product["id"]]] * 5
    assert found("123") == found("36000291452") == []


def test_a_barcode_of_another_variant_names_its_holder_and_nothing_is_written() -> None:
    """X51, case 7: the same number in another spelling is the same number; the shop's own codes keep their zeros."""
    first = made(staff().post(PRODUCTS, with_codes("B1", UPC, "00123")))
    second = made(staff().post(PRODUCTS, with_codes("B2", "123")))
    for values in ({"barcodes": ["123", EAN]}, {"barcode": GTIN}):
        taken = patched(second, **values)
        assert (taken.status, taken.code, taken.json["id"]) == (409, "barcode_taken", first["variants"][0]["id"])
    assert made(staff().get(f"{PRODUCTS}/{second['id']}"))["variants"] == second["variants"]
    one_call = sized("S", "M")
    one_call["variants"][0]["barcode"], one_call["variants"][1]["barcode"] = "77", "77"
    twice = staff().post(PRODUCTS, one_call)
    assert (twice.status, twice.code) == (409, "duplicate_barcode")
    assert found("77") == []


def test_a_barcode_that_is_given_up_is_free_and_can_move_within_one_call() -> None:
    """X51"""
    product = made(staff().post(PRODUCTS, sized("S", "M")))
    small, medium = product["variants"]
    assert made(patched(product, barcodes=["1", "2"]))["barcodes"] == ["1", "2"]
    moved = [{"sku": one["sku"], "options": one["options"], "price": one["price"]} for one in (small, medium)]
    moved[0]["barcodes"], moved[1]["barcodes"] = ["3"], ["2"]
    after = made(staff().patch(f"{PRODUCTS}/{product['id']}", {"variants": moved}))["variants"]
    assert [one["barcodes"] for one in after] == [["3"], ["2"]]
    other = made(staff().post(PRODUCTS, with_codes("B9", "1")))
    assert (found("1"), found("2")) == ([other["id"]], [product["id"]])


def test_who_knows_one_barcode_only_leaves_the_others() -> None:
    """X51: the contract as it was."""
    product = made(staff().post(PRODUCTS, with_codes("B1", "1", "2")))
    assert made(patched(product, barcode="9"))["barcodes"] == ["9", "2"]
    assert made(patched(product, price=cny(5)))["barcodes"] == ["9", "2"]
    assert made(patched(product, barcodes=[]))["barcode"] is None
    assert found("2") == []


@pytest.mark.parametrize("codes", [[str(n) for n in range(11)], None, [""], "1", [None]])
def test_bad_barcodes_are_refused(codes: Any) -> None:
    """X51"""
    product = made(staff().post(PRODUCTS, with_codes("B1")))
    assert patched(product, barcodes=codes).status == 422


def test_an_isbn_is_the_same_with_hyphens_and_in_wide_digits() -> None:
    """X51, case 7"""
    first = made(staff().post(PRODUCTS, with_codes("B1", "978-3-16-148410-0")))
    second = made(staff().post(PRODUCTS, with_codes("B2", "123")))
    for spelling in ("9783161484100", "９７８３１６１４８４１００", "09783161484100"):
        taken = patched(second, barcodes=["123", spelling])
        assert (taken.status, taken.code, taken.json["id"]) == (409, "barcode_taken", first["variants"][0]["id"])
    assert [found(code) for code in ("9783161484100", "978-3-16-148410-0")] == [[first["id"]]] * 2
    assert first["variants"][0]["barcodes"] == ["978-3-16-148410-0"]


def test_spellings_of_one_number_count_once() -> None:
    product = made(staff().post(PRODUCTS, with_codes("B1", UPC, EAN, GTIN)))
    assert product["variants"][0]["barcodes"] == [UPC]


def test_of_many_at_once_one_gets_the_barcode() -> None:
    """X51"""
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: staff().post(PRODUCTS, with_codes(f"B{n}", (UPC, EAN, GTIN)[n % 3])), range(6)))
    assert sorted(answer.status for answer in answers) == [201, *[409] * 5]


def test_a_barcode_that_somebody_else_gets_in_between_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """X51"""
    product, other = (made(staff().post(PRODUCTS, with_codes(sku))) for sku in ("B1", "B2"))
    in_between(monkeypatch, barcode_claims, "find_many", lambda: patched(other, barcode=UPC))
    taken = patched(product, barcode=EAN)
    assert (taken.status, taken.code, taken.json["id"]) == (409, "barcode_taken", other["variants"][0]["id"])


def test_forty_variants_with_ten_barcodes_each_in_one_call() -> None:
    """X51: more claims than a transaction holds."""
    sizes = [f"s{n}" for n in range(40)]
    body = sized(*sizes)
    for n, variant in enumerate(body["variants"]):
        variant["barcodes"] = [f"c{n}-{k}" for k in range(10)]
    product = made(staff().post(PRODUCTS, body))
    assert len(product["variants"]) == 40
    assert found("c39-9") == found("c0-0") == [product["id"]]
    assert staff().post(PRODUCTS, with_codes("B1", "c39-9")).code == "barcode_taken"


def test_a_claim_of_an_edit_that_was_never_written_can_be_taken_after_some_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """X51: its process died between the claims and the edit."""
    name = barcode_key("c1")
    ClaimRecord(pk=name, sk=name, kind="claim", owner="var_01JD0000000000000000000000", pending="2026-01-01T00:00:00.000Z").save()
    product = made(staff().post(PRODUCTS, with_codes("B1", "c1")))
    assert found("c1") == [product["id"]]
    now = clock.now()
    name = barcode_key("c2")
    pending = (now + timedelta(minutes=1)).isoformat()
    ClaimRecord(pk=name, sk=name, kind="claim", owner="var_01JD0000000000000000000000", pending=pending).save()
    assert staff().post(PRODUCTS, with_codes("B2", "c2")).code == "barcode_taken"


def test_barcodes_from_before_they_were_claimed_are_claimed_by_migrate() -> None:
    """X51: stored by an older version; of two variants that share one, both keep it and the first is found."""
    first, second = (made(staff().post(PRODUCTS, with_codes(sku, code))) for sku, code in (("B1", UPC), ("B2", "2")))
    for product, code in ((first, UPC), (second, EAN)):
        record = VariantRecord.get(variant_pk(product["variants"][0]["id"]), VARIANT_SK)
        record.update([VariantRecord.body.set(dump(replace(load(Variant, record.body), barcode=code)))])
    for name in ("00036000291452", "2"):
        ClaimRecord(pk=barcode_key(name), sk=barcode_key(name), owner="").delete()
    assert found(UPC) == []
    assert not migrate(boto3.client("dynamodb"), "catalog", "catalog").overtaken
    assert found(GTIN) in ([first["id"]], [second["id"]])
    assert patched(second, price=cny(5)).status == 200
