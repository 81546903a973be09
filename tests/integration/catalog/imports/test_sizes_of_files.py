"""F07: how large a variant is comes in product tables, the shop's own and WooCommerce's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.catalogue import Merchant

SIZE = {"length": 300, "width": 200, "height": 100}


def test_the_shop_s_own_table_has_a_column_for_it(merchant: Merchant) -> None:
    """As for barcodes: an empty cell, or a file without the column, says nothing of it."""
    head = "Handle,Title,Variant SKU,Variant Price,Variant Size (mm)"

    def size() -> Any:
        return merchant.product("mug")["variants"][0]["size_mm"]

    merchant.imported(f"{head}\nmug,Mug,MUG,9.99,300 x 200X100 mm\n")
    assert size() == SIZE
    merchant.imported(f"{head}\nmug,Mug,MUG,9.99,\n")
    assert size() == SIZE
    for cell, code in (("300 x 200", "invalid_number"), ("30,5 x 20 x 10", "invalid_number"), ("300x200x10001", "less_than_equal")):
        job = merchant.imported(f'{head}\nmug,Mug,MUG,9.99,"{cell}"\n')
        assert (2, "failed", code) in [tuple(row) for row in merchant.rows(job)], cell
    merchant.imported(f"{head}\nmug,Mug,MUG,9.99,1×2*3\n")
    assert list(size().values()) == [1, 2, 3]


@pytest.mark.parametrize(
    ("unit", "cells", "size"),
    [
        ("cm", ("30", "20.0", "10"), SIZE),
        ("mm", ("300", "200", "100"), SIZE),
        ("in", ("1", "2", "0.5"), {"length": 25, "width": 51, "height": 13}),
        ("m", ("0.3", "0.2", "0.1"), SIZE),
        ("yd", ("1", "1", "1"), {"length": 914, "width": 914, "height": 914}),
        ("cm", ("30", "", "10"), None),
        ("cm", ("", "", ""), None),
    ],
)
def test_a_woocommerce_export_says_it_in_its_unit(merchant: Merchant, unit: str, cells: tuple[str, str, str], size: Any) -> None:
    head = f"ID,Type,SKU,Name,Published,Stock,Regular price,Length ({unit}),Width ({unit}),Height ({unit})"
    merchant.imported(f"{head}\n7,simple,BOX,Box,1,4,9.99,{','.join(cells)}\n")
    (listed,) = merchant.catalog.get("/v1/admin/products").json["data"]
    assert merchant.catalog.get(f"/v1/admin/products/{listed['id']}").json["variants"][0]["size_mm"] == size


def test_what_a_piece_holds_has_a_column(merchant: Merchant) -> None:
    """R06: in the shop's own table, in and out; an empty cell, or a file without the column, says nothing of it."""
    head = "Handle,Title,Variant SKU,Variant Price,Variant Measure"

    def measure() -> Any:
        return merchant.product("tea")["variants"][0]["measure"]

    for cell, found in (("500 g", ("500", "g")), ("", ("500", "g")), ("0.75L", ("0.75", "l")), ("1.500 KG", ("1.500", "kg"))):
        merchant.imported(f"{head}\ntea,Tea,TEA,9.99,{cell}\n")
        assert tuple(measure().values()) == found, cell
    for cell, code in (
        ("500", "invalid_measure"), ("g", "invalid_measure"), ("1,500 g", "invalid_measure"), ("-1 g", "invalid_measure"),
        ("٣ g", "invalid_measure"), ("500 oz", "enum"), ("0 g", "greater_than"), ("=1 g", "invalid_measure"),
    ):  # fmt: skip
        job = merchant.imported(f'{head}\ntea,Tea,TEA,9.99,"{cell}"\n')
        assert (2, "failed", code) in [tuple(row) for row in merchant.rows(job)], cell
    assert tuple(measure().values()) == ("1.500", "kg")
    merchant.imported('Handle;Title;Variant SKU;Variant Price;Variant Measure\ntea;Tea;TEA;9,99;"0,75 l"\n')
    assert tuple(measure().values()) == ("0.75", "l")
