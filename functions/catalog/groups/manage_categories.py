"""Create, edit, move and delete categories. The tree never gets a cycle, whoever moves what at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.model.attribute import with_unit_names
from functions.catalog.model.category import Category
from functions.catalog.products.own_fields import category_fields
from functions.catalog.store.records import CATEGORIES_PK, CategoryRecord, category_sk, external_key
from functions.catalog.store.repository import StoredTree, Taken, again_unless_taken, claim, disclaim, stored_tree
from functions.shared.outside import fresh
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Remember, Update, Write, put_new, transact
from functions.shared.store.versions import check_version, keep_answer, locked_delete, locked_update

MAX_OLD_SLUGS = 20


def create_category(values: Mapping[str, Any], *, remember: Remember[Category, int]) -> tuple[Category, int]:
    """Raises Invalid (422) for a wrong parent, Conflict (409 `external_id_taken`, `slug_taken`) with the id of the category that has it."""
    category = Category(id=fresh.new_id("cat"), **category_fields(values))

    def attempt() -> tuple[Category, int]:
        stored = stored_tree()
        stored.tree.check_place(category.id, category.parent_id)
        stored.tree.check_slug(category)
        stored.tree.check_declarations(category)
        record = CategoryRecord(pk=CATEGORIES_PK, sk=category_sk(category.id), kind="category", body=dump(category))
        writes = [*_external_id(None, category), put_new(record), *_place(stored, None, category)]
        transact([*writes, *remember(category, 1)])
        return category, 1

    return again_unless_taken(attempt)


def edit_category(
    category_id: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember[Category, int]
) -> tuple[Category, int]:
    """Change the given fields; a new `parent_id` moves the whole subtree. Raises Invalid (422) for a cycle or too many levels."""

    values = category_fields(values)

    def attempt() -> tuple[Category, int]:
        stored = stored_tree()
        record = stored.record(category_id)
        check_version(record.version, if_match)
        before = stored.tree.categories[category_id]
        category, version = _edited(before, values), int(record.version) + 1
        if category == before:
            keep_answer(remember(before, version - 1))
            return before, version - 1
        stored.tree.check_place(category_id, category.parent_id)
        stored.tree.check_slug(category)
        if (category.attributes, category.parent_id) != (before.attributes, before.parent_id):
            # A shop that declared two types before this was refused can still be renamed.
            stored.tree.check_declarations(category)
        actions = [CategoryRecord.body.set(dump(category)), CategoryRecord.version.set(version)]
        update = locked_update(CategoryRecord, record.pk, record.sk, actions, record.version)
        transact([*_external_id(before, category), update, *_place(stored, before, category), *remember(category, version)])
        return category, version

    return again_unless_taken(attempt)


def delete_category(category_id: str, *, if_match: int | None, remember: list[Write]) -> None:
    """Raises Conflict (409 `category_in_use`) while products or other categories are in it."""

    def attempt() -> None:
        stored = stored_tree()
        record = stored.record(category_id)
        check_version(record.version, if_match)
        if record.uses:
            raise Conflict("Products or categories are still in this category.", code="category_in_use")
        category = stored.tree.categories[category_id]
        writes = [
            locked_delete(record, record.version, besides=CategoryRecord.uses == 0),
            *_external_id(category, None),
            *_place(stored, category, None),
        ]
        transact([*writes, *remember])

    again_unless_taken(attempt)


def _edited(before: Category, values: Mapping[str, Any]) -> Category:
    after = replace(before, **values)
    after = replace(after, attributes=with_unit_names(after.attributes, before.attributes))
    if after.slug == before.slug:
        return after
    gave_up = [slug for slug in (*before.old_slugs, before.slug) if slug and slug != after.slug]
    return replace(after, old_slugs=gave_up[-MAX_OLD_SLUGS:])


def _place(stored: StoredTree, before: Category | None, after: Category | None) -> list[Write]:
    """A category leaves one parent and joins another (both counts), takes a slug or declares attributes: what was read of the
    whole tree must still hold."""
    old_parent, new_parent = before.parent_id if before else None, after.parent_id if after else None
    changes = [(old_parent, -1), (new_parent, +1)] if old_parent != new_parent else []
    counts = [
        Update(CategoryRecord, CATEGORIES_PK, category_sk(parent), [CategoryRecord.uses.add(n)], CategoryRecord.pk.exists(), Overtaken())
        for parent, n in changes
        if parent is not None
    ]
    takes_slug = after is not None and after.slug is not None and (before is None or before.slug != after.slug)
    declares = after is not None and after.attributes != (before.attributes if before else [])
    return [*counts, stored.guard()] if changes or takes_slug or declares else []


def _external_id(before: Category | None, after: Category | None) -> list[Write]:
    old, new = before and before.external_id, after and after.external_id
    if old == new:
        return []
    writes: list[Write] = [disclaim(external_key("CAT", old))] if old else []
    if after and new:
        key = external_key("CAT", new)
        writes.append(claim(key, after.id, Taken("external_id_taken", key, f"Another category has the external id {new}.")))
    return writes
