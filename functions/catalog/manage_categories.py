"""Create, edit, move and delete categories. The tree never gets a cycle, whoever moves what at the same time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.category import Category
from functions.catalog.records import CATEGORIES_PK, CategoryRecord, category_sk, external_key
from functions.catalog.repository import Moved, StoredTree, Taken, check_version, claim, disclaim, settled, stored_tree
from functions.shared import ids
from functions.shared.errors import Conflict
from functions.shared.records import dump
from functions.shared.transactions import Delete, Update, Write, put_new, transact

Remember = Callable[[Category, int], list[Write]]


def create_category(values: Mapping[str, Any], *, remember: Remember) -> tuple[Category, int]:
    """Raises Invalid (422) for a wrong parent, Taken (409 `external_id_taken` with the id of the category that has it)."""
    category = Category(id=ids.new_id("cat"), **values)

    def attempt() -> tuple[Category, int]:
        stored = stored_tree()
        stored.tree.check_place(category.id, category.parent_id)
        record = CategoryRecord(pk=CATEGORIES_PK, sk=category_sk(category.id), kind="category", body=dump(category))
        writes = [*_external_id(None, category), put_new(record), *_child(stored, None, category.parent_id)]
        transact([*writes, *remember(category, 1)])
        return category, 1

    return settled(attempt)


def edit_category(category_id: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember) -> tuple[Category, int]:
    """Change the given fields; a new `parent_id` moves the whole subtree. Raises Invalid (422) for a cycle or too many levels."""

    def attempt() -> tuple[Category, int]:
        stored = stored_tree()
        record = stored.record(category_id)
        check_version(record.version, if_match)
        before = stored.tree.categories[category_id]
        category, version = replace(before, **values), int(record.version) + 1
        stored.tree.check_place(category_id, category.parent_id)
        actions = [CategoryRecord.body.set(dump(category)), CategoryRecord.version.set(version)]
        update = Update(CategoryRecord, record.pk, record.sk, actions, CategoryRecord.version == record.version, Moved())
        moved = _child(stored, before.parent_id, category.parent_id)
        transact([*_external_id(before, category), update, *moved, *remember(category, version)])
        return category, version

    return settled(attempt)


def delete_category(category_id: str, *, if_match: int | None, remember: list[Write]) -> None:
    """Raises Conflict (409 `category_in_use`) while products or other categories are in it."""

    def attempt() -> None:
        stored = stored_tree()
        record = stored.record(category_id)
        check_version(record.version, if_match)
        if record.uses:
            raise Conflict("Products or categories are still in this category.", code="category_in_use")
        category = stored.tree.categories[category_id]
        unused = (CategoryRecord.uses == 0) & (CategoryRecord.version == record.version)
        writes = [Delete(record, unused, Moved()), *_external_id(category, None), *_child(stored, category.parent_id, None)]
        transact([*writes, *remember])

    settled(attempt)


def _child(stored: StoredTree, old_parent: str | None, new_parent: str | None) -> list[Write]:
    """A category leaves one parent and joins another: both counts and the guard of the tree's shape."""
    if old_parent == new_parent:
        return []
    changes = [(old_parent, -1), (new_parent, +1)]
    counts = [
        Update(CategoryRecord, CATEGORIES_PK, category_sk(parent), [CategoryRecord.uses.add(n)], CategoryRecord.pk.exists(), Moved())
        for parent, n in changes
        if parent is not None
    ]
    return [*counts, stored.guard()]


def _external_id(before: Category | None, after: Category | None) -> list[Write]:
    old, new = before and before.external_id, after and after.external_id
    if old == new:
        return []
    writes: list[Write] = [disclaim(external_key("CAT", old))] if old else []
    if after and new:
        key = external_key("CAT", new)
        writes.append(claim(key, after.id, Taken("external_id_taken", key, f"Another category has the external id {new}.")))
    return writes
