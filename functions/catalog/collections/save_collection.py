"""Make, change and delete collections. Products know nothing of them, so none of it touches a product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.model.collections.collection import Collection, Rule
from functions.catalog.store.collections.collection_records import collection_record, record_of, slug_writes
from functions.catalog.store.records import BRAND_SK, CARD_SK, BrandRecord, CardRecord, brand_pk, product_pk
from functions.catalog.store.repository import stored_tree
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.store.again import again
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Remember, Write, put_new, transact
from functions.shared.store.versions import check_version, keep_answer, locked_delete, locked_put

Saved = tuple[Collection, int]
MOST_BYTES = 300_000
"""Of its texts in all languages: an item of DynamoDB holds 400 KB."""


def create_collection(slug: str, values: Mapping[str, Any], *, remember: Remember[Collection, int]) -> Saved:
    """Raises Conflict (409 `slug_taken`), Invalid (422 `unknown_product`, `unknown_category`, `unknown_brand`, `too_large`)."""
    collection = _checked(Collection(fresh.new_id("coll"), slug, created_at=times.iso(clock.now()), **values), None)
    transact([put_new(record_of(collection, 1)), *slug_writes(None, collection), *remember(collection, 1)])
    return collection, 1


def save_collection(
    collection_id: str, slug: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember[Collection, int]
) -> Saved:
    """All of it. Another slug holds at once, and the old one leads to it."""

    def attempt() -> Saved:
        record = collection_record(collection_id)
        check_version(record.version, if_match)
        before, version = load(Collection, record.body), int(record.version)
        after = replace(before.renamed(slug), **values)
        if after == before:
            keep_answer(remember(before, version))
            return before, version
        _checked(after, before)
        put = locked_put(record_of(after, version + 1), version)
        transact([put, *slug_writes(before, after), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)


def delete_collection(collection_id: str, *, if_match: int | None, remember: list[Write]) -> None:
    """Its slugs are free again."""

    def attempt() -> None:
        record = collection_record(collection_id)
        check_version(record.version, if_match)
        transact([locked_delete(record, record.version), *slug_writes(load(Collection, record.body), None), *remember])

    again(attempt)


def _checked(after: Collection, before: Collection | None) -> Collection:
    """What it named before may have gone since; only what is new must be there."""
    if len(dump(after).encode()) > MOST_BYTES:
        raise Invalid.field("/description", "too_large", "The texts of all languages are too long together.")
    known = set(before.products) if before else set()
    new = {product_pk(one): at for at, one in enumerate(after.products) if one not in known}
    there = {record.pk for record in find_many({CardRecord: [(pk, CARD_SK) for pk in new]}).values()} if new else set()
    faults = [Fault(f"/products/{at}", "unknown_product", "There is no such product.") for pk, at in new.items() if pk not in there]
    had = (before.rule if before else None) or Rule()
    faults += _unknown_in(after.rule, had) if after.rule else []
    if faults:
        raise Invalid("The collection names what there is not.", code=faults[0].code, faults=faults)
    return after


def _unknown_in(rule: Rule, had: Rule) -> list[Fault]:
    faults = list[Fault]()
    if any(one not in had.categories for one in rule.categories):
        tree = stored_tree().tree.categories
        unknown = (at for at, one in enumerate(rule.categories) if one not in had.categories and one not in tree)
        faults += [Fault(f"/rule/category/{at}", "unknown_category", "There is no such category.") for at in unknown]
    if new := [one for one in rule.brands if one not in had.brands]:
        there = {record.pk for record in find_many({BrandRecord: [(brand_pk(one), BRAND_SK) for one in dict.fromkeys(new)]}).values()}
        unknown = (at for at, one in enumerate(rule.brands) if one in new and brand_pk(one) not in there)
        faults += [Fault(f"/rule/brand/{at}", "unknown_brand", "There is no such brand.") for at in unknown]
    return faults
