"""A Shopify CSV becomes products; sent again it changes nothing."""

from __future__ import annotations

from functions.stock.store.records import StockTable
from tests.support.catalogue import HEADER, Merchant, counts
from tests.support.events import events_in

SHIRTS = f"""{HEADER}
ocean-shirt,海蓝衬衫,"<p>全棉, ""蓝""
第二行</p>",欧申,服装 > 衬衫,"男装, 夏季",true,尺码,S,OS-S,5,199.00,https://img.example/1.jpg
ocean-shirt,,,,,,,,M,OS-M,0,199.00,https://img.example/2.jpg
pot,Clay Pot,<p>Clay</p>,Company 123,Outdoor,Pot,false,Title,Default Title,POT,7,9.99,
"""


def test_rows_become_products_with_brand_category_stock_and_are_put_on_sale(merchant: Merchant) -> None:
    """A04"""
    job = merchant.imported(SHIRTS)
    assert (job["state"], counts(job)) == ("succeeded", {"total": 3, "done": 3, "created": 3})
    assert merchant.rows(job) == [(2, "created", None), (4, "created", None), (5, "created", None)]
    shirt = merchant.product("ocean-shirt")
    assert shirt["title"] == {"zh": "海蓝衬衫"}
    assert shirt["description"] == {"zh": '<p>全棉, "蓝"\n第二行</p>'}
    assert (shirt["status"], shirt["tags"]) == ("published", ["男装", "夏季"])
    assert shirt["options"] == [{"name": "尺码", "values": ["S", "M"], "names": {}, "labels": {}}]
    assert [image["url"] for image in shirt["images"]] == ["https://img.example/1.jpg", "https://img.example/2.jpg"]
    assert [(v["sku"], v["price"]) for v in shirt["variants"]] == [
        ("OS-S", {"amount": 19900, "currency": "CNY"}),
        ("OS-M", {"amount": 19900, "currency": "CNY"}),
    ]
    assert (merchant.available("OS-S"), merchant.available("OS-M"), merchant.available("POT")) == (5, 0, 7)
    categories = {c["id"]: c for c in merchant.catalog.get("/v1/admin/categories").json["data"]}
    category = categories[shirt["category_id"]]
    assert (category["name"]["zh"], categories[category["parent_id"]]["name"]["zh"]) == ("衬衫", "服装")
    assert [b["name"] for b in merchant.catalog.get("/v1/admin/brands").json["data"]] == [{"zh": "欧申"}, {"zh": "Company 123"}]
    assert merchant.product("pot")["status"] == "draft"


def test_the_same_file_again_changes_nothing(merchant: Merchant) -> None:
    """A04"""
    merchant.imported(SHIRTS)
    before, movements = merchant.product("ocean-shirt"), len(events_in(StockTable))
    job = merchant.imported(SHIRTS)
    assert counts(job) == {"total": 3, "done": 3, "unchanged": 3}
    assert merchant.product("ocean-shirt") == before
    assert (merchant.available("OS-S"), len(events_in(StockTable))) == (5, movements)


def test_an_edited_file_changes_what_was_edited_only(merchant: Merchant) -> None:
    """A04"""
    merchant.imported(SHIRTS)
    shirt = merchant.product("ocean-shirt")
    english = {"title": {**shirt["title"], "en": "Ocean shirt"}}
    merchant.catalog.patch(f"/v1/admin/products/{shirt['id']}", english)
    job = merchant.imported(SHIRTS.replace("海蓝衬衫", "海蓝长袖衬衫").replace("OS-S,5,199.00", "OS-S,8,189.00"))
    assert counts(job) == {"total": 3, "done": 3, "updated": 2, "unchanged": 1}
    after = merchant.product("ocean-shirt")
    assert after["title"] == {"zh": "海蓝长袖衬衫", "en": "Ocean shirt"}
    assert [v["price"]["amount"] for v in after["variants"]] == [18900, 19900]
    assert merchant.available("OS-S") == 8
    assert [v["id"] for v in after["variants"]] == [v["id"] for v in shirt["variants"]]


def test_a_published_row_that_is_not_complete_is_imported_as_a_draft_and_says_why(merchant: Merchant) -> None:
    """A02"""
    job = merchant.imported(f"{HEADER}\nmug,Mug,,,,,true,,,MUG,3,5.00,\n")
    assert merchant.rows(job) == [(2, "created", "not_publishable")]
    detail = merchant.platform.get(f"/v1/admin/jobs/{job['id']}/rows").json["data"][0]["detail"]
    assert "description" in detail
    assert merchant.product("mug")["status"] == "draft"


def test_a_product_with_many_variants_is_imported_in_steps(merchant: Merchant) -> None:
    header = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price"
    rows = "\n".join(f"wall,Wall paint,Colour,c{n // 10},Size,{n % 10},W-{n},{n},10.00" for n in range(120))
    job = merchant.imported(f"{header}\n{rows}\n")
    assert counts(job) == {"total": 120, "done": 120, "created": 120}
    assert merchant.product("wall")["variant_count"] == 120
    assert (merchant.available("W-0"), merchant.available("W-119")) == (0, 119)
    assert counts(merchant.imported(f"{header}\n{rows}\n")) == {"total": 120, "done": 120, "unchanged": 120}


def test_the_bulk_path_is_the_same_operation(merchant: Merchant) -> None:
    """A04"""
    raw = SHIRTS.encode()
    first = merchant.catalog.call("POST", "/v1/admin/products/bulk", raw, {"content-type": "text/csv", "idempotency_key": "k"})
    again = merchant.catalog.call("POST", "/v1/admin/products/bulk", raw, {"content-type": "text/csv", "idempotency_key": "k"})
    assert (first.status, first.json["state"], first.json["upload"]) == (202, "queued", None)
    assert (again.text, again.headers["idempotent-replayed"]) == (first.text, "true")
    assert len(merchant.platform.get("/v1/admin/jobs").json["data"]) == 1


def test_a_variant_s_further_barcodes_come_in_a_column_of_their_own(merchant: Merchant) -> None:
    """X51: ten at most; an empty cell, or a file without the column, says nothing of further ones; Shopify's own column holds one."""
    head = "Handle,Title,Variant SKU,Variant Price,Variant Barcode,Variant Barcodes"
    codes = [f"C-{n}" for n in range(10)]
    merchant.imported(f"{head}\nmug,Mug,MUG,9.99,C-0,{' '.join(codes)}\npot,Pot,POT,9.99,,\n")

    def barcodes(slug: str) -> list[str]:
        found: list[str] = merchant.product(slug)["variants"][0]["barcodes"]
        return found

    assert (barcodes("mug"), barcodes("pot")) == (codes, [])
    assert counts(merchant.imported(f"{head}\nmug,Mug,MUG,9.99,C-0,{' '.join(codes)}\n"))["unchanged"] == 1
    merchant.imported(f"{head}\nmug,Mug,MUG,9.99,C-0,\n")
    assert barcodes("mug") == codes
    job = merchant.imported(f"{head}\nmug,Mug,MUG,9.99,C-0,{' '.join([*codes, 'C-10'])}\npot,Pot,POT,9.99,,036000291452 0036000291452\n")
    faults = {(line, code) for line, outcome, code in merchant.rows(job) if outcome == "failed"}
    assert (2, "too_long") in faults
    assert barcodes("mug") == codes
