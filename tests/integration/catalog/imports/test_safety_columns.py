"""R04: a table of products carries safety data, and what it puts on sale is gated as by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions.catalog.store import markets
from tests.integration.catalog.support import made, staff
from tests.support.catalogue import Merchant

EU = {"code": "eu", "name": "EU", "countries": ["DE", "AT"], "currency": "CNY"}


@pytest.fixture(autouse=True)
def _no_markets() -> Iterator[None]:
    markets.forget()
    yield
    markets.forget()


def test_a_table_carries_it_and_its_publishing_is_gated_too(merchant: Merchant) -> None:
    """A cell that says nothing leaves what is there."""
    made(staff().put("/v1/admin/markets", {"markets": [EU]}))
    head = "Handle,Title,Body (HTML),Image Src,Variant SKU,Variant Price,Variant Inventory Qty,Published"
    maker = "Manufacturer Name,Manufacturer Address,Manufacturer Country,Manufacturer Email,Product Identifier,Safety Warnings"
    row = "{0},T,D,https://img.example/a.jpg,SKU-{0},9.90,5,true"
    told = 'Holz,"Weg 1, Berlin",DE,a@holz.example,BX,Vorsicht'
    text = f"{head},{maker}\n{row.format('whole')},{told}\n{row.format('bare')},,,,,,\n"
    dry = merchant.imported(text, query="?language=de&dry_run=true")
    job = merchant.imported(text, query="?language=de")
    assert merchant.product("whole")["status"] == "published"
    assert merchant.product("bare")["status"] == "draft"
    assert merchant.rows(dry) == merchant.rows(job)
    merchant.imported("Handle,Title,Variant SKU,Variant Price,Safety Warnings\nwhole,T,SKU-whole,9.90,Careful\n", query="?language=en")
    after = merchant.product("whole")["safety"]
    assert (after["warnings"], after["identifier"], after["manufacturer"]["name"]) == ({"de": "Vorsicht", "en": "Careful"}, "BX", "Holz")


MAKER = {"name": "Holz", "address": "Weg 1, Berlin", "country": "DE", "email": "a@holz.example"}
SAFETY = {"manufacturer": MAKER, "identifier": "BX", "warnings": {"de": "Vorsicht"}}


def ndjson(merchant: Merchant, *rows: dict[str, Any], query: str = "") -> dict[str, Any]:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return merchant.imported(text, query=query, media="application/x-ndjson")


def row_of(external_id: str, **more: Any) -> dict[str, Any]:
    variant = {"sku": f"SKU-{external_id}", "price": {"amount": 990, "currency": "CNY"}, "stock": 5} | more.pop("variant", {})
    images = [{"url": "https://img.example/a.jpg"}]
    return {
        "external_id": external_id,
        "slug": external_id,
        "title": {"en": "T"},
        "description": {"en": "D"},
        "images": images,
        "variants": [variant],
    } | more


@pytest.mark.parametrize("dry", ["", "?dry_run=true"])
def test_lines_of_products_are_no_way_round(merchant: Merchant, dry: str) -> None:
    """R04: made and put on sale, put on sale later, and what is on sale loses a part: each is refused, and told, a dry run the same."""
    made(staff().put("/v1/admin/markets", {"markets": [EU]}))
    coded = {"barcode": "4006381333931"}
    ndjson(merchant, row_of("on", published=True, safety=SAFETY), row_of("off", published=False),
           row_of("code", published=True, safety=SAFETY | {"identifier": None}, variant=coded))  # fmt: skip
    assert [merchant.product(name)["status"] for name in ("on", "off", "code")] == ["published", "draft", "published"]
    rows = [
        row_of("on", safety=None), row_of("on", safety=SAFETY | {"manufacturer": MAKER | {"email": None}}),
        row_of("on", published=True, safety=SAFETY | {"warnings": {}}), row_of("off", published=True),
        row_of("new", published=True), row_of("new2", published=True, safety=SAFETY | {"warnings": {"en": "Careful"}}),
        row_of("code", variant={"barcode": None}), row_of("code", variant={"barcodes": []}),
    ]  # fmt: skip
    for row in rows:
        ((_, status, told),) = merchant.rows(ndjson(merchant, row, query=dry))
        refused = status == "failed" and "missing" in str(told)
        assert refused or (row.get("published") and told == "not_publishable"), row
    on, code = merchant.product("on"), merchant.product("code")
    assert (on["status"], on["safety"]["warnings"], on["safety"]["manufacturer"]["email"]) == (
        "published",
        {"de": "Vorsicht"},
        MAKER["email"],
    )
    assert code["variants"][0]["barcodes"] == ["4006381333931"]
    assert merchant.product("off")["status"] == "draft"
