"""F-A1: a row means the variant with its options, wherever it stands and whatever SKU it has or has not."""

from __future__ import annotations

import pytest

from tests.support.catalogue import Merchant, counts

HEADER = "Handle,Title,Body (HTML),Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src"
SIZES = {"XS": "59.00", "S": "60.00", "M": "61.00", "L": "62.00"}


def table(*sizes: str, published: str = "true", skus: dict[str, str] | None = None) -> str:
    """One product, a row per size at the price of that size."""
    first = f"top,Top,Text,{published},Size,"
    rows = [
        f"{first if n == 0 else 'top,,,,,'}{size},{(skus or {}).get(size, '')},5,{SIZES[size]},https://img.example/1.jpg"
        for n, size in enumerate(sizes)
    ]
    return "\n".join([HEADER, *rows]) + "\n"


def meanings(merchant: Merchant) -> dict[str, tuple[str, int]]:
    """Size and price by variant id."""
    return {one["id"]: (one["options"]["Size"], one["price"]["amount"]) for one in merchant.product("top")["variants"]}


@pytest.mark.parametrize("sizes", [("XS", "S", "M", "L"), ("L", "S", "M"), ("M",), ("M", "XS")])
def test_rows_in_front_in_another_order_or_gone_leave_every_variant_what_it_is(merchant: Merchant, sizes: tuple[str, ...]) -> None:
    merchant.imported(table("S", "M", "L"))
    before = meanings(merchant)
    job = merchant.imported(table(*sizes))
    assert job["progress"]["failed"] == 0
    after = meanings(merchant)
    assert {one: after[one] for one in before} == before
    assert len(after) == len(before | {size: 0 for size in sizes if size == "XS"})


def test_products_from_before_whose_skus_were_their_rows_numbers_do_not_double(merchant: Merchant) -> None:
    """A product as the last version left it: `top-1`, `top-2`, `top-3` by position."""
    merchant.imported(table("S", "M", "L", skus={"S": "top-1", "M": "top-2", "L": "top-3"}))
    before = meanings(merchant)
    assert counts(merchant.imported(table("S", "M", "L"))) == {"total": 3, "done": 3, "unchanged": 3}
    merchant.imported(table("XS", "L", "S"))
    after = meanings(merchant)
    assert {one: after[one] for one in before} == before
    skus = {one["options"]["Size"]: one["sku"] for one in merchant.product("top")["variants"]}
    assert ([skus[size] for size in "SML"], skus["XS"].startswith("top-xs-")) == (["top-1", "top-2", "top-3"], True)


def test_an_option_in_another_case_or_width_is_the_same_one(merchant: Merchant) -> None:
    merchant.imported(table("S", "M"))
    other = table("S", "M").replace(",Size,S,", ",ＳＩＺＥ,s ,").replace(",M,", ", ｍ,")
    assert counts(merchant.imported(other)) == {"total": 2, "done": 2, "unchanged": 2}


def test_skus_that_changed_places_stay_with_their_options_and_the_row_is_told(merchant: Merchant) -> None:
    merchant.imported(table("S", "M", skus={"S": "A", "M": "B"}))
    before = meanings(merchant)
    job = merchant.imported(table("S", "M", skus={"S": "B", "M": "A"}))
    assert merchant.rows(job) == [(2, "unchanged", "sku_kept"), (3, "unchanged", "sku_kept")]
    assert meanings(merchant) == before


def test_a_sku_that_is_on_sale_does_not_get_other_options(merchant: Merchant) -> None:
    merchant.imported(table("S", "M", skus={"S": "A", "M": "B"}))
    before = meanings(merchant)
    job = merchant.imported(table("L", "M", skus={"L": "A", "M": "B"}))
    assert merchant.rows(job) == [(2, "failed", "variant_options_fixed"), (3, "failed", "product_failed")]
    assert meanings(merchant) == before


def test_a_further_axis_makes_every_variant_more_exact(merchant: Merchant) -> None:
    merchant.imported(table("S", "M", skus={"S": "A"}))
    before = [one["id"] for one in merchant.product("top")["variants"]]
    header = HEADER.replace("Option1 Value", "Option1 Value,Option2 Name,Option2 Value")
    rows = table("S", "M", skus={"S": "A"}).split("\n", 1)[1].replace(",Size,S,", ",Size,S,Colour,red,").replace(",M,", ",M,,red,")
    job = merchant.imported(f"{header}\n{rows}")
    assert counts(job) == {"total": 2, "done": 2, "updated": 2}
    after = merchant.product("top")["variants"]
    assert [one["id"] for one in after] == before
    assert [one["options"] for one in after] == [{"Size": size, "Colour": "red"} for size in "SM"]


def test_what_no_axis_can_tell_is_refused_and_nothing_moves(merchant: Merchant) -> None:
    """S in two colours: which of them a cart with S means, nobody knows."""
    merchant.imported(table("S"))
    header = HEADER.replace("Option1 Value", "Option1 Value,Option2 Name,Option2 Value")
    rows = "top,Top,Text,true,Size,S,Colour,red,,5,60.00,https://img.example/1.jpg\ntop,,,,,S,,blue,,5,60.00,\n"
    job = merchant.imported(f"{header}\n{rows}")
    assert [row[:2] for row in merchant.rows(job)] == [(2, "failed"), (3, "failed")]
    assert [one["options"] for one in merchant.product("top")["variants"]] == [{"Size": "S"}]
