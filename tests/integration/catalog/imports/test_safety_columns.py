"""R04: a table of products carries safety data, and what it puts on sale is gated as by hand."""

from __future__ import annotations

from collections.abc import Iterator

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
