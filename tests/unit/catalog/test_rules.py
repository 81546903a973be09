"""The small rules: stock states, the tree of categories, clean texts, the publish gate."""

from __future__ import annotations

import pytest

from functions.catalog.model.category import Category, Tree
from functions.catalog.model.product import Product, Status, missing_for_publishing
from functions.shared.http.clean_text import rich
from functions.shared.plain.errors import Invalid
from functions.stock.model.stock import SeenState, StockLine, best_state, merged, state_of


@pytest.mark.parametrize(("available", "state"), [(0, "out_of_stock"), (1, "low_stock"), (5, "low_stock"), (6, "in_stock")])
def test_what_a_shopper_is_told_of_stock(available: int, state: str) -> None:
    """A13"""
    assert state_of(available) == state


def test_a_product_shows_its_best_variant() -> None:
    """A13"""
    assert best_state({}) == "out_of_stock"
    assert best_state({"a": SeenState("out_of_stock", 1), "b": SeenState("low_stock", 1)}) == "low_stock"
    assert best_state({"a": SeenState("in_stock", 1), "b": SeenState("low_stock", 1)}) == "in_stock"


def test_lines_are_merged_and_must_be_positive() -> None:
    assert merged([StockLine("a", 1), StockLine("b", 2), StockLine("a", 3)]) == {"a": 4, "b": 2}
    with pytest.raises(ValueError, match="quantity 0 of a"):
        merged([StockLine("a", 0)])


def tree(*pairs: tuple[str, str | None]) -> Tree:
    return Tree({key: Category(key, {"en": key}, parent_id=parent, sort=sort) for sort, (key, parent) in enumerate(pairs)})


def test_the_subtree_holds_every_category_once() -> None:
    """A07"""
    shape = tree(("a", None), ("b", "a"), ("c", "b"), ("d", "a"), ("e", None))
    assert shape.subtree("a") == ["a", "b", "d", "c"]
    assert (shape.height("a"), [category.id for category in shape.path("c")]) == (3, ["c", "b", "a"])


@pytest.mark.parametrize(
    ("category", "parent", "code"), [("a", "c", "category_cycle"), ("a", "a", "category_cycle"), ("a", "x", "unknown_category")]
)
def test_a_wrong_place_in_the_tree(category: str, parent: str, code: str) -> None:
    """A07"""
    with pytest.raises(Invalid) as refused:
        tree(("a", None), ("b", "a"), ("c", "b")).check_place(category, parent)
    assert refused.value.code == code


def test_a_subtree_counts_with_all_its_levels_when_it_moves() -> None:
    """A07"""
    names = "abcdefg"
    deep = [(name, names[i - 1] if i else None) for i, name in enumerate(names)]
    shape = tree(*deep, ("x", None), ("y", "x"))
    shape.check_place("x", "f")
    with pytest.raises(Invalid, match="At most 8 levels"):
        shape.check_place("x", "g")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A & B", "A & B"),
        ("<p>ok</p>", "<p>ok</p>"),
        ('<a href="javascript:x">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<img src="x" onerror="y">', '<img src="x">'),
        ("<svg onload=alert(1)>", ""),
    ],
)
def test_descriptions_keep_harmless_html(text: str, expected: str) -> None:
    assert rich(text) == expected


def test_everything_that_is_missing_is_named() -> None:
    """A02"""
    bare = Product(id="p", slug="p", title={"en": ""}, status=Status.DRAFT, created_at="", updated_at="")
    codes = [fault.code for fault in missing_for_publishing(bare, has_stock=False)]
    assert codes == ["name_missing", "description_missing", "price_missing", "image_missing", "stock_missing"]
