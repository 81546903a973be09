"""F-C1, F-C10: encodings, mappings and dry runs, from the call to the rows of the job."""

from __future__ import annotations

import json

import pytest

from functions.catalog.store.records import CatalogTable, ProductRecord
from functions.stock.store.records import StockTable
from tests.support.catalogue import HEADER, Merchant, counts

ROW = "shirt,{},,,,,,,,S-1,4,199.00,\n"


@pytest.mark.parametrize(
    ("title", "encoding"),
    [("海蓝色全棉衬衫", "gbk"), ("純棉上衣（男）", "big5"), ("コットンのシャツ", "shift_jis"), ("Crème brûlée à la carte", "latin-1")],
)
def test_a_file_in_its_own_encoding_comes_in_as_it_is(merchant: Merchant, title: str, encoding: str) -> None:
    assert counts(merchant.imported(f"{HEADER}\n{ROW.format(title)}".encode(encoding)))["created"] == 1
    assert merchant.product("shirt")["title"] == {"zh": title}


def test_the_call_can_say_the_encoding(merchant: Merchant) -> None:
    raw = f"{HEADER}\n{ROW.format('Рубашка')}".encode("koi8-r")
    assert merchant.imported(raw)["error"]["code"] == "unknown_encoding"
    assert counts(merchant.imported(raw, media='text/csv; charset="KOI8-R"'))["created"] == 1
    assert counts(merchant.imported(raw, query="?charset=koi8-r"))["unchanged"] == 1
    assert merchant.product("shirt")["title"] == {"zh": "Рубашка"}
    assert merchant.send(raw, media="text/csv; charset=klingon").code == "unknown_charset"
    assert merchant.send(raw, query="?charset=klingon").status == 422


def test_text_that_was_lost_on_the_way_is_refused_everywhere(merchant: Merchant) -> None:
    """F-C1: what a gateway makes of bytes it cannot read."""
    refused = merchant.send(f"{HEADER}\n{ROW.format('��')}")
    assert (refused.status, refused.code) == (422, "unknown_encoding")
    body = merchant.catalog.post("/v1/admin/products", {"title": {"zh": "a�"}, "tags": ["ok", "�"]})
    assert (body.status, body.code, [error["pointer"] for error in body.json["errors"]]) == (
        422,
        "unknown_encoding",
        ["/tags/1", "/title/zh"],
    )
    assert merchant.catalog.get("/v1/products?q=%EF%BF%BD").code == "unknown_encoding"
    line = json.dumps({"slug": "x", "title": {"zh": "�"}})
    assert merchant.rows(merchant.imported(line, media="application/x-ndjson")) == [(1, "failed", "unknown_encoding")]
    assert list(ProductRecord.scan(ProductRecord.kind == "product")) == []


def test_a_mapping_in_the_query_or_with_an_upload(merchant: Merchant) -> None:
    table = "Artikel;Titel;Preis\nshirt;Hemd;12,50\n"
    mapping = json.dumps({"Artikel": "handle", "Titel": "title", "Preis": "price"})
    assert counts(merchant.imported(table, query=f"?mapping={mapping}")) == {"total": 1, "done": 1, "created": 1}
    assert merchant.product("shirt")["variants"][0]["price"]["amount"] == 1250
    wrong = merchant.catalog.post("/v1/admin/imports", {"format": "csv", "filename": "a.csv", "mapping": {"Artikel": "nothing"}})
    assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "/mapping")
    assert merchant.send(table, query='?mapping={"Artikel":').status == 422
    assert merchant.send(table, query='?mapping={"Artikel":"nothing"}').json["errors"][0]["pointer"] == "/mapping"


def test_a_dry_run_says_what_would_happen_and_writes_nothing(merchant: Merchant) -> None:
    old = f"{HEADER}\nold,Old,Text,,,,true,Size,S,O-S,5,1.00,https://img.example/1.jpg\nsame,Same,,,,,,,,SAME,1,1.00,\n"
    merchant.imported(old)
    before = {(item.pk, item.sk): item.version for table in (CatalogTable, StockTable) for item in table.scan()}
    new = old.replace("O-S,5,1.00", "O-S,7,2.00")
    new += "new,New,,New brand,New > Types,,true,,,N-1,3,1.00,\nbad,Bad,,,,,,,,B-1,1,free,\ntwice,Twice,,,,,,,,N-1,1,1.00,\n"
    job = merchant.imported(new, query="?dry_run=true")
    assert merchant.rows(job) == [
        (2, "updated", None), (3, "unchanged", None), (4, "created", "not_publishable"), (5, "failed", "invalid_number"),
        (6, "created", "duplicate_sku"),
    ]  # fmt: skip
    assert counts(job) == {"total": 5, "done": 5, "created": 2, "updated": 1, "unchanged": 1, "failed": 1}
    assert {(item.pk, item.sk): item.version for table in (CatalogTable, StockTable) for item in table.scan()} == before
    real = merchant.imported(new)
    assert (merchant.rows(real), counts(real)) == (merchant.rows(job), counts(job))


def test_a_dry_run_knows_of_brands_and_categories_that_would_be_made(merchant: Merchant) -> None:
    merchant.imported(f"{HEADER}\na,A,,,,,,,,A-1,1,1.00,\n")
    declared = [{"name": {"zh": "新"}, "attributes": [{"code": "cloth", "name": {"zh": "面料"}, "type": "text"}]}]
    line = {"slug": "a", "category": declared, "attributes": [{"code": "cloth", "value": {"zh": "棉"}}]}
    lines = "\n".join(json.dumps(one) for one in (line, line | {"slug": "b", "title": {"zh": "乙"}}))
    rehearsed = merchant.imported(lines, media="application/x-ndjson", query="?dry_run=true")
    done = merchant.imported(lines, media="application/x-ndjson")
    assert (counts(rehearsed), merchant.rows(rehearsed)) == (counts(done), merchant.rows(done))
    assert counts(done) == {"total": 2, "done": 2, "updated": 1, "created": 1}
    branded = f"{HEADER}\na,A,,New brand,,,,,,A-1,1,1.00,\n"
    assert counts(merchant.imported(branded, query="?dry_run=true"))["updated"] == 1


def test_every_row_of_a_large_product_has_its_remark(merchant: Merchant) -> None:
    header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price"
    rows = "".join(f"wall,Wall,Colour,c{n},SAME,1.00\n" for n in range(60))
    job = merchant.imported(f"{header}\n{rows}")
    assert [code for _, _, code in merchant.rows(job)] == [None, *["duplicate_sku"] * 59]
