"""F-C10: the tables people really have: Shopify's new one, WooCommerce's, their own by a mapping; any separator."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.imports.check_rows import Entry, check_rows
from functions.catalog.imports.files.source_rows import Group, read_groups
from functions.shared.plain.files.decode import BrokenFile

SHARED = Path(__file__).parents[5] / "shared" / "data" / "shopify"


def entries(text: str, **options: Any) -> list[Entry]:
    checked = [check_rows(group, currency="USD", language="en") for group in read_groups(text.encode(), "csv", **options)]
    assert all(isinstance(one, Entry) for one in checked), checked
    return [one for one in checked if isinstance(one, Entry)]


def remarks(entry: Entry) -> list[tuple[int, str, str]]:
    return [(remark.line, remark.field, remark.code) for remark in entry.remarks]


NEW = """Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,\
Option1 name,Option1 value,\
Option1 Linked To,Price,Compare-at price,Inventory quantity,Continue selling when out of stock,Weight value (grams),Product image URL,\
Color (product.metafields.shopify.color-pattern),Loyalty colour
Tee,tee,<p>Soft</p>,Acme,Apparel > Shirts,Shirts,"a, b",TRUE,Active,T-S,,Size,S,,"1,299.00","1,499.00","1,000",DENY,200,https://i.example/t.jpg,blue,gold
,tee,,,,,,,,T-M,,,M,,1299,,-2,,,,,
Only a title,,,,,,,,,,,,,,,,,,,,,
"""


def test_shopifys_new_table_needs_nothing_but_titles() -> None:
    tee, bare = entries(NEW)
    assert (tee.product.slug, tee.product.published, tee.product.metadata) == (
        "tee", True, {"product_category": "Apparel > Shirts", "shopify.color-pattern": "blue"},
    )  # fmt: skip
    assert [(v.sku, v.options, v.price.amount, v.stock, v.weight_g) for v in tee.product.variants] == [
        ("T-S", {"Size": "S"}, 129900, 1000, 200),
        ("T-M", {"Size": "M"}, 129900, -2, 0),
    ]
    assert remarks(tee) == [(2, "Loyalty colour", "column_ignored")]
    assert (bare.product.title, bare.product.external_id, bare.product.variants) == ({"en": "Only a title"}, "shopify-Only a title", [])


WOO = """ID,Type,SKU,Name,Published,Short description,Description,In stock?,Stock,Weight (kg),Sale price,Regular price,\
Categories,Tags,Images,\
Parent,Upsells,\
Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 2 name,Attribute 2 value(s),Meta: _isbn
7,simple,MUG,Mug,1,Short,Long,1,12,0.35,8,10,"Kitchen > Mugs, Gifts","tea, gift",https://i.example/m.jpg,,99,Material,Clay,1,,,978
8,variable,,Tee,-1,,Soft,1,,,,,Clothing,,"https://i.example/1.jpg, https://i.example/2.jpg",,,Size,"S, M",1,Fit,Slim,
9,variation,TEE-S,Tee - S,1,,,1,3,,,20,,,https://i.example/s.jpg,id:8,,Size,S,,,,
10,variation,TEE-M,Tee - M,1,,,1,,,,"1,020.50",,,,id:8,,Size,M,,,,
11,variation,TEE-X,Tee - any,1,,,1,,,,20,,,,id:8,,Size,,,,,
"""


def test_woocommerces_export_with_its_variations() -> None:
    mug, tee = entries(WOO)
    assert (mug.product.external_id, mug.product.published, mug.product.metadata) == ("woocommerce-7", True, {"_isbn": "978"})
    (one,) = mug.product.variants
    assert (one.sku, one.price.amount, one.list_price and one.list_price.amount, one.stock, one.weight_g) == ("MUG", 800, 1000, 12, 350)
    assert [step.name for step in mug.product.category or []] == [{"en": "Kitchen"}, {"en": "Mugs"}]
    assert remarks(mug) == [(2, "Upsells", "column_ignored"), (2, "Categories", "category_ignored")]
    assert (tee.lines, tee.product.published, [o.values for o in tee.product.options]) == ((3, 4, 5), False, [["S", "M"]])
    assert [(v.sku, v.options, v.price.amount) for v in tee.product.variants] == [
        ("TEE-S", {"Size": "S"}, 2000),
        ("TEE-M", {"Size": "M"}, 102050),
    ]
    assert [(fault.line, fault.code) for fault in tee.dropped] == [(6, "any_option")]
    assert [a.name for a in tee.product.attributes] == [{"en": "Fit"}]


def test_variations_without_their_product_and_unknown_kinds_are_faults_of_their_rows() -> None:
    text = "ID,Type,Name,Regular price,Parent\n1,grouped,Set,,\n2,variation,Lost,5,id:77\n"
    assert [[fault.code for fault in group.faults] for group in read_groups(text.encode(), "csv")] == [
        ["unsupported_type"],
        ["unknown_parent"],
    ]


def test_a_table_of_ones_own_by_a_mapping() -> None:
    text = "Artikel;Bezeichnung;Größe;EAN;Preis;Lager;Intern\nt1;Hemd;S;400;1.299,00 €;3;x\nt1;Hemd;M;401;1.299,50;0;x\n"
    mapping = {"Artikel": "handle", "Bezeichnung": "title", "Größe": "option:Größe", "EAN": "barcode", "Preis": "price", "Lager": "stock"}
    checked = [check_rows(group, currency="EUR", language="de") for group in read_groups(text.encode("cp1252"), "csv", mapping=mapping)]
    (shirt,) = [one for one in checked if isinstance(one, Entry)]
    assert (shirt.product.slug, shirt.product.title) == ("t1", {"de": "Hemd"})
    variants = [(v.options, v.price.amount, v.barcode, v.stock) for v in shirt.product.variants]
    assert variants == [({"Größe": "S"}, 129900, "400", 3), ({"Größe": "M"}, 129950, "401", 0)]
    assert remarks(shirt) == [(2, "Intern", "column_ignored")]
    assert shirt.unnamed == {0, 1}
    with pytest.raises(BrokenFile, match="Farbe"):
        read_groups(text.encode(), "csv", mapping={"Farbe": "title"})


def test_a_long_handle_is_shortened_and_always_to_the_same() -> None:
    long = "-".join(["word"] * 40)
    head, other = "Handle,Title,Variant Price\n", "-".join(["word"] * 41)
    first, second = entries(f"{head}{long},A,1\n{other},B,1\n")
    slugs = (first.product.slug or "", second.product.slug or "")
    assert len(set(slugs)) == 2
    assert all(len(slug) <= 120 for slug in slugs)
    assert entries(f"{head}{other},B,1\n{long},A,1\n")[1].product.slug == slugs[0]
    assert remarks(first) == [(2, "Handle", "handle_shortened")]


def test_derived_skus_are_bounded_and_of_any_script() -> None:
    name = "很长的名字" * 30
    text = f"Handle,Title,Option1 Name,Option1 Value,Variant Price\n{name},X,颜色,浅蓝/白,1\n{name},,,浅蓝 白,1\nhemd,H,,,1\n"
    first, second = entries(text)
    skus = [v.sku for v in (*first.product.variants, *second.product.variants)]
    assert all(0 < len(sku) <= 100 for sku in skus)
    assert len(set(skus)) == 3
    assert skus[2].startswith("hemd-")


def test_excels_hint_of_the_separator_is_no_row() -> None:
    groups = read_groups(b"sep=;\r\nHandle;Title;Variant Price\r\na;A;1,50\r\n", "csv")
    assert [(group.lines, group.rows[0]["Variant Price"], group.decimal_mark) for group in groups] == [([3], "1,50", ",")]


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Z"), exclude_characters="'=+-@\ufffd\ufeff"), min_size=1, max_size=8)


@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5, unique_by=lambda row: row[0]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_separator_quoting_and_encoding_gives_the_same_rows(
    rows: list[tuple[str, str]], separator: str, quoting: Any, encoding: str, end: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=end).writerows(
        [("Handle", "Title", "SKU"), *((a, b, "x") for a, b in rows)]
    )
    groups = read_groups(text.getvalue().encode(encoding), "csv", charset="gb18030" if encoding == "gb18030" else None)
    assert [(g.rows[0]["Handle"], g.rows[0]["Title"]) for g in groups] == rows


@pytest.mark.skipif(not SHARED.is_dir(), reason="the example files of the workspace are not here")
@pytest.mark.parametrize("name", ["apparel.csv", "home-and-garden.csv"])
def test_real_exports_come_in_whole(name: str) -> None:
    groups: list[Group] = read_groups((SHARED / name).read_bytes(), "csv")
    found = [check_rows(group, currency="USD", language="en") for group in groups]
    assert all(isinstance(one, Entry) and not one.dropped for one in found)
    rows = sum(len(group.lines) for group in groups)
    assert rows == len(list(csv.DictReader(io.StringIO((SHARED / name).read_text("utf-8-sig")))))
