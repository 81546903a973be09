"""Files and rows that cannot be imported: each says where and why, and nothing of it is half there."""

from __future__ import annotations

import json

import pytest

from functions.catalog import app as catalog
from functions.catalog.store.records import ProductRecord
from tests.support.catalogue import HEADER, Merchant, counts
from tests.support.http import Client
from tests.support.identity import bearer

GOOD = "ok,Good,,,,,,,,OK-1,1,1.00,"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Handle,Name\nx,y\n", "missing_columns"),
        (f'{HEADER}\n{GOOD}\nx,"never closed,,,\n'.encode(), "broken_csv"),
        (f"{HEADER}\n{GOOD}{',x' * 30}\n".encode(), "broken_csv"),
        (f"{HEADER},Title\n{GOOD}\n".encode(), "duplicate_columns"),
        (HEADER.encode() + b"\n", "no_rows"),
        (b"PK\x03\x04\0\0\0xlsx", "not_a_text_file"),
        (f"{HEADER}\nx,Привет,,,,,,,,X,1,1.00,\n".encode("cp1251"), "unknown_encoding"),
    ],
)
def test_a_file_that_cannot_be_read_fails_as_a_whole(merchant: Merchant, data: bytes, code: str) -> None:
    """A04"""
    job = merchant.imported(data, media="application/octet-stream")
    assert (job["state"], job["error"]["code"], counts(job)) == ("failed", code, {})
    assert list(ProductRecord.scan(ProductRecord.kind == "product")) == []


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("a,A,,,,,,,,A-1,1,-5.00,", "Variant Price", "invalid_number"),
        ("a,A,,,,,,,,A-1,1,1.005,", "Variant Price", "invalid_number"),
        ("a,A,,,,,,,,A-1,1,,", "Variant Price", "price_missing"),
        ("a,A,,,,,,,,A-1,1.5,1.00,", "Variant Inventory Qty", "invalid_number"),
        ("a,A,,,,,,,,A-1,1,€1.00,", "Variant Price", "wrong_currency"),
        ("a,A,,,,,,,,A-1,many,1.00,", "Variant Inventory Qty", "invalid_number"),
        (",A,,,,,,,,A-1,1,1.00,", "Handle", "missing_handle"),
        ("a,,,Brand new,,,,,,A-1,1,1.00,", "Title", "missing"),
        ("a,A,,Brand new,,,,,,A-1,1,1.00,not an address", "Image Src", "string_pattern_mismatch"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_in(merchant: Merchant, row: str, column: str, code: str) -> None:
    """A04"""
    job = merchant.imported(f"{HEADER}\n{row}\n{GOOD}\n")
    assert (job["state"], counts(job)) == ("succeeded", {"total": 2, "done": 2, "failed": 1, "created": 1})
    assert merchant.rows(job) == [(2, "failed", code), (3, "created", None)]
    failed = merchant.platform.get(f"/v1/admin/jobs/{job['id']}/rows?status=failed").json["data"][0]
    assert [error["field"] for error in failed["errors"]] == [column]
    assert len(list(ProductRecord.scan(ProductRecord.kind == "product"))) == 1


def test_unknown_currencies_are_refused_with_the_call_or_the_row(merchant: Merchant) -> None:
    refused = merchant.send(f"{HEADER}\n{GOOD}\n", query="?currency=XYZ")
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/currency")
    job = merchant.imported(f"{HEADER},Currency\n{GOOD},XYZ\n")
    assert merchant.rows(job) == [(2, "failed", "unknown_currency")]


def test_the_same_sku_twice_in_a_file_belongs_to_the_first_and_the_other_gets_one_of_its_options(merchant: Merchant) -> None:
    """F-C10: whichever row comes first in a later file."""
    first, small, medium = GOOD, "b,B,,,,,,Size,S,B-1,1,1.00,", "b,,,,,,,,M,OK-1,1,1.00,"
    job = merchant.imported(f"{HEADER}\n{first}\n{small}\n{medium}\n")
    assert merchant.rows(job) == [(2, "created", None), (3, "created", None), (4, "created", "duplicate_sku")]
    before = merchant.product("b")["variants"]
    assert (before[0]["sku"], before[1]["sku"].startswith("b-m-")) == ("B-1", True)
    again = merchant.imported(f"{HEADER}\nb,B,,,,,,Size,M,OK-1,1,1.00,\nb,,,,,,,,S,B-1,1,1.00,\n{first}\n")
    assert counts(again) == {"total": 3, "done": 3, "updated": 2, "unchanged": 1}
    assert merchant.product("b")["variants"] == before


def test_a_sku_of_another_product_of_the_shop_is_refused(merchant: Merchant) -> None:
    merchant.imported(f"{HEADER}\n{GOOD}\n")
    job = merchant.imported(f"{HEADER}\nb,B,,,,,,Size,S,B-1,1,1.00,\nb,,,,,,,,M,OK-1,1,1.00,\n")
    assert merchant.rows(job) == [(2, "failed", "product_failed"), (3, "failed", "sku_taken")]
    assert merchant.catalog.get("/v1/admin/stock/B-1").status == 404


def test_of_two_rows_with_the_same_options_the_first_stands(merchant: Merchant) -> None:
    """F-A1, F-C10: in whatever case and width; the rest of the product comes in."""
    rows = "b,B,,Brand new,,,,Size,Small,B-1,1,1.00,\nb,,,,,,,,ｓｍａｌｌ ,B-2,9,2.00,\nb,,,,,,,,L,,1,1.00,\nb,,,,,,,,L,,1,1.00,\n"
    job = merchant.imported(f"{HEADER}\n{rows}")
    combination = "duplicate_option_combination"
    assert merchant.rows(job) == [(2, "created", None), (4, "created", None), (3, "failed", combination), (5, "failed", combination)]
    assert counts(job) == {"total": 4, "done": 4, "created": 2, "failed": 2}
    assert [(v["options"], v["price"]["amount"]) for v in merchant.product("b")["variants"]] == [
        ({"Size": "Small"}, 100),
        ({"Size": "L"}, 100),
    ]


def test_markup_in_texts_is_made_harmless(merchant: Merchant) -> None:
    """A01"""
    texts = 'a,<b>Bold</b> <script>alert(1)</script>,"<p onclick=""x()"">Fine</p><script>alert(1)</script>",,,,,,,A-1,1,1.00,'
    merchant.imported(f"{HEADER}\n{texts}\n")
    product = merchant.product("a")
    assert (product["title"], product["description"]) == ({"zh": "<b>Bold</b> <script>alert(1)</script>"}, {"zh": "<p>Fine</p>"})
    again = merchant.imported(f"{HEADER}\n{texts}\n")
    assert counts(again) == {"total": 1, "done": 1, "unchanged": 1}


def test_empty_bodies_and_other_types_are_refused(merchant: Merchant) -> None:
    assert merchant.send("").code == "empty_file"
    assert merchant.send("x", media="application/pdf").status == 415
    assert merchant.send(b"x" * (5 * 1024 * 1024 + 1)).status == 413
    assert merchant.platform.get("/v1/admin/jobs").json["data"] == []


def test_a_300_mb_file_is_refused_before_it_is_sent(merchant: Merchant) -> None:
    wanted = {"format": "shopify_csv", "filename": "all.csv", "size": 300 * 1024 * 1024}
    refused = merchant.catalog.post("/v1/admin/imports", wanted)
    assert (refused.status, refused.code, refused.json["max_size"]) == (413, "file_too_large", 50 * 1024 * 1024)
    assert merchant.platform.get("/v1/admin/jobs").json["data"] == []


def test_importing_needs_the_right_to_write(merchant: Merchant) -> None:
    """H07"""
    answer = merchant.catalog.call("POST", "/v1/admin/imports", b"x", {"content-type": "text/csv", **bearer("support")})
    assert answer.status == 403


@pytest.mark.parametrize(
    "poison",
    [
        '{"slug": "x", "title": {"zh": "\\ud83d"}}',
        '{"slug": "x", "title": ' + "[" * 300 + "]" * 300 + "}",
        '{"slug": "x", "title": ' + "[" * 3000 + "]" * 3000 + "}",
        '{"slug": "x", "custom_fields": {"a": {"type": "number", "value": 1e999}}}',
        '{"slug": "x", "title": NaN}',
    ],
)
def test_a_line_that_reads_as_json_but_is_none_fails_alone(merchant: Merchant, poison: str) -> None:
    """A04: the file is cut into slices first; what could not be written there must not take the other rows along."""
    good = '{"slug": "good", "title": {"zh": "好"}}'
    job = merchant.imported(f"{poison}\n{good}", media="application/x-ndjson")
    assert merchant.rows(job) == [(1, "failed", "invalid_json"), (2, "created", None)]


def test_a_price_below_cost_and_margin_needs_the_same_right_in_a_file_as_in_a_call(merchant: Merchant) -> None:
    """B08"""
    cheap = {"sku": "C", "price": {"amount": 90, "currency": "CNY"}, "cost": {"amount": 100, "currency": "CNY"}}
    line = json.dumps({"slug": "cheap", "title": {"zh": "便宜"}, "variants": [cheap]})
    merchant.catalog = Client(catalog.app, bearer("catalog_editor"))
    assert merchant.rows(merchant.imported(line, media="application/x-ndjson")) == [(1, "failed", "price_below_floor")]
    merchant.catalog = Client(catalog.app, bearer("manager"))
    assert merchant.rows(merchant.imported(line, media="application/x-ndjson")) == [(1, "created", None)]
