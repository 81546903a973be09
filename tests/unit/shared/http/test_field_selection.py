"""Only the wanted fields of an answer."""

from __future__ import annotations

from typing import Any

import pytest

from functions.shared.http.field_selection import select, selection
from functions.shared.http.validation import Schema
from functions.shared.plain.errors import Invalid


class Price(Schema):
    amount: int
    currency: str


class Item(Schema):
    sku: str
    price: Price | None
    options: dict[str, str]


class Thing(Schema):
    id: str
    title: str
    items: list[Item]
    extra: dict[str, Any]


class ThingPage(Schema):
    data: list[Thing]
    total: int
    next_cursor: str | None


ITEM = {"sku": "a", "price": {"amount": 1, "currency": "CNY"}, "options": {"颜色": "红"}}
THING = {"id": "1", "title": "t", "items": [ITEM, ITEM | {"price": None}], "extra": {"x": {"y": 1}}}
PAGE = {"data": [THING], "total": 1, "next_cursor": None}


def only(text: str, value: Any = THING, model: type[Schema] = Thing) -> Any:
    return select(value, selection(text, model), model)


def test_named_fields_and_nested_ones() -> None:
    """X11, P09"""
    assert only("id") == {"id": "1"}
    assert only("items.price.amount, title") == {"title": "t", "items": [{"price": {"amount": 1}}, {"price": None}]}
    assert only("items.sku,items.options.颜色") == {"items": [{"sku": "a", "options": {"颜色": "红"}}] * 2}
    assert only("extra.x.y") == {"extra": {"x": {"y": 1}}}
    assert only("items.sku,items") == {"items": THING["items"]} == only("items,items.sku")


def test_in_a_list_the_names_are_those_of_its_rows() -> None:
    """X11"""
    assert only("id", PAGE, ThingPage) == {"data": [{"id": "1"}], "total": 1, "next_cursor": None}
    assert only("data.title,next_cursor", PAGE, ThingPage) == {"data": [{"title": "t"}], "total": 1, "next_cursor": None}
    assert only("total", PAGE, ThingPage) == PAGE


@pytest.mark.parametrize("text", ["ids", "items.colour", "id.x", "items.price.amount.x", "", " , ", "id,nothing", "x" * 3000])
def test_unknown_fields_are_refused_even_of_an_empty_answer(text: str) -> None:
    """X11"""
    for model in (Thing, ThingPage):
        with pytest.raises(Invalid):
            selection(text, model)
