"""A product becomes CSV rows and comes back as it was, whatever it says."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.catalog.exports.to_shopify import to_shopify, with_defaults
from functions.catalog.imports.files.cells import FURTHER
from functions.catalog.imports.files.from_shopify import from_shopify
from functions.catalog.imports.files.source_rows import read_groups
from functions.shared.plain.files.formulas import guarded, unguarded

# What the admin API lets in: no outer blanks, no control characters, not empty.
_ODD = st.sampled_from(
    [
        "=1+1",
        "＝1+1",
        "'=x",
        "''-",
        "+86",
        "@a",
        "-",
        'a"b',
        "a,b",
        "a\nb",
        "a\r\nb",
        "x\tb",
        "😀",
        "海 > 蓝",
        "{}",
        "Default Title",
        "Title",
    ]
)
_ANY = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=12)
TEXT = st.one_of(_ODD, _ANY).map(str.strip).filter(bool)
TEXTS = st.dictionaries(st.sampled_from(["zh", "en", "de"]), TEXT, min_size=1)
PRICE = st.integers(0, 10**9)
URL = st.integers(1, 5).map("https://img.example/{}.jpg".format)


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    currency = draw(st.sampled_from(["CNY", "JPY", "KWD"]))
    names = draw(st.lists(TEXT, max_size=5, unique=True))
    values = {name: draw(st.lists(TEXT, min_size=1, max_size=3, unique=True)) for name in names}
    skus = draw(st.lists(st.integers(1, 99).map("SKU-{}".format), max_size=4 if names else 1, unique=True))
    variants = []
    for sku in skus:
        variant: dict[str, Any] = {"sku": sku, "options": {name: draw(st.sampled_from(values[name])) for name in names}}
        variant["price"] = {"amount": draw(PRICE), "currency": currency}
        variant |= draw(
            st.fixed_dictionaries({}, optional={"barcode": TEXT, "external_id": TEXT, "image": URL, "weight_g": st.integers(1, 9999)})
        )
        if draw(st.booleans()):
            variant["cost"] = {"amount": draw(PRICE), "currency": draw(st.sampled_from([currency, "USD"]))}
            variant["prices"] = [{"price": {"amount": draw(PRICE), "currency": "EUR"}}]
        if draw(st.booleans()):
            variant["list_price"] = {"amount": draw(PRICE), "currency": currency}
        variants.append(variant | {"stock": draw(st.integers(0, 999))})
    body: dict[str, Any] = {"slug": draw(st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)), "title": draw(TEXTS)}
    group = st.fixed_dictionaries({"name": TEXTS}, optional={"external_id": TEXT})
    image = st.fixed_dictionaries({"url": URL}, optional={"alt": TEXTS})
    optional = {
        "external_id": TEXT,
        "brief": TEXTS,
        "description": TEXTS,
        "brand": group,
        "category": st.lists(group, min_size=1, max_size=3),
        "tags": st.lists(TEXT, min_size=1, max_size=3, unique=True),
        "attributes": st.lists(st.fixed_dictionaries({"name": TEXTS, "value": TEXTS}), min_size=1, max_size=2),
        "images": st.lists(image, min_size=1, max_size=4),
        "seo": st.fixed_dictionaries({"title": TEXTS}, optional={"description": TEXTS}),
        "metadata": st.dictionaries(TEXT, TEXT, min_size=1, max_size=2),
    }
    body |= draw(st.fixed_dictionaries({}, optional=optional))
    if names:
        body["options"] = [{"name": name, "values": values[name]} for name in names]
    return body | {"published": draw(st.booleans()), "variants": variants}


def as_file(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    columns = sorted({name for row in rows for name in row} | {"Handle", "Title", "Variant Price"})
    csv.writer(text, lineterminator="\n").writerows([columns, *([guarded(row.get(name, "")) for name in columns] for row in rows)])
    return text.getvalue().encode()


@settings(max_examples=150, deadline=None)
@given(bodies(), st.sampled_from(["zh", "en"]))
def test_a_product_comes_back_from_its_rows(body: dict[str, Any], language: str) -> None:
    """A04"""
    rows = to_shopify(body, language=language)
    (group,) = read_groups(as_file(rows), "shopify_csv")
    sheet = from_shopify(group.lines, group.rows, currency="USD", language=language)
    assert sheet.faults == []
    variants = [with_defaults(variant) for variant in body["variants"]]
    assert [with_defaults(variant) for variant in sheet.body.pop("variants")] == variants
    assert sheet.body == {name: value for name, value in body.items() if name != "variants"}


@settings(max_examples=150, deadline=None)
@given(bodies())
def test_rows_come_back_from_their_product(body: dict[str, Any]) -> None:
    rows = to_shopify(body, language="zh")
    again = from_shopify(range(len(rows)), rows, currency="USD", language="zh")
    assert to_shopify(again.body, language="zh") == rows


@given(st.one_of(_ODD, st.text(max_size=8)))
def test_no_cell_is_a_formula_and_every_text_comes_back(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert unguarded(cell) == text


def test_a_plain_product_needs_no_columns_but_shopifys() -> None:
    body = {
        "slug": "mug",
        "title": {"zh": "马克杯"},
        "tags": ["a", "b"],
        "published": True,
        "options": [{"name": "颜色", "values": ["红", "蓝"]}],
        "variants": [
            {"sku": "M-1", "options": {"颜色": "红"}, "price": {"amount": 1990, "currency": "CNY"}, "stock": 3},
            {"sku": "M-2", "options": {"颜色": "蓝"}, "price": {"amount": 1990, "currency": "CNY"}, "stock": 0},
        ],
    }
    first, second = to_shopify(body, language="zh")
    assert (first["Handle"], first["Title"], first["Tags"], first["Option1 Name"], first["Option1 Value"]) == (
        "mug",
        "马克杯",
        "a, b",
        "颜色",
        "红",
    )
    assert (second["Handle"], second["Option1 Value"], second["Variant Price"], second["Variant Inventory Qty"]) == (
        "mug",
        "蓝",
        "19.90",
        "0",
    )
    assert not any("shop." in name for name in (*first, *second))


def test_a_cell_that_was_edited_wins_over_what_was_kept_for_its_old_text() -> None:
    rows = to_shopify({"slug": "mug", "title": {"zh": "马克杯", "en": "Mug"}, "published": False, "variants": []}, language="zh")
    assert FURTHER in rows[0]
    edited = [{**rows[0], "Title": "茶杯"}]
    assert from_shopify([2], edited, currency="CNY", language="zh").body["title"] == {"zh": "茶杯"}
    assert from_shopify([2], rows, currency="CNY", language="zh").body["title"] == {"zh": "马克杯", "en": "Mug"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Published": "TRUE"}, True),
        ({"Published": "false"}, False),
        ({"Published": "true", "Status": "draft"}, False),
        ({"Status": "active"}, True),
        ({"Status": "archived"}, False),
        ({}, None),
    ],
)
def test_published_and_status_together_say_whether_it_is_on_sale(cells: dict[str, str], expected: bool | None) -> None:
    body = from_shopify([2], [{"Handle": "x", "Title": "X", **cells}], currency="CNY", language="zh").body
    assert body.get("published") is expected
