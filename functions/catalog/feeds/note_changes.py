"""Notes which products' feeds have to follow, from the stream of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.catalog.feeds.feed_records import EVERYTHING, feeds, mark
from functions.catalog.model.category import Category
from functions.catalog.store.records import CategoryRecord, product_pk
from functions.shared.plain.bodies import load

_OF_PRODUCTS = frozenset({"product", "card"})


def note_changes(event: Mapping[str, Any]) -> None:
    """A product's own item tells of its variants' stock, its card of what begins by the clock. A category that is called otherwise, or
    moved, may stand in what any product says. Where the shop has no feeds, nothing is noted: they begin with everything."""
    names: dict[str, None] = {}
    for record in event["Records"]:
        new, old = record["dynamodb"].get("NewImage"), record["dynamodb"].get("OldImage")
        image = new or old or {}
        kind = image.get("kind", {}).get("S")
        if kind in _OF_PRODUCTS:
            names[image["pk"]["S"].removeprefix(product_pk(""))] = None
        elif kind == "category" and new and old and _called(new) != _called(old):
            names[EVERYTHING] = None
    if names and feeds()[0].feeds:
        mark(names)


def _called(image: Mapping[str, Any]) -> tuple[dict[str, str], str | None]:
    category = load(Category, CategoryRecord.from_raw_data(dict(image)).body)
    return category.name, category.parent_id
