"""The tree of categories: one item."""

from __future__ import annotations

from functions.content.model.categories import Categories
from functions.content.store.records import CATEGORIES, CategoriesRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import find
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put


def known_categories() -> tuple[Categories, int]:
    """And its version, 0 while there is none."""
    record = find(CategoriesRecord, CATEGORIES, CATEGORIES)
    return (load(Categories, record.body), int(record.version)) if record is not None else (Categories(), 0)


def categories_write(categories: Categories, version: int) -> Put:
    return locked_put(CategoriesRecord(CATEGORIES, CATEGORIES, kind="categories", version=version + 1, body=dump(categories)), version)
