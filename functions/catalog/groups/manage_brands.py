"""Create, edit and delete brands. A brand that a product names cannot be deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.model.brand import Brand
from functions.catalog.store.records import BRAND_SK, BRANDS_INDEX, BrandRecord, brand_pk, external_key
from functions.catalog.store.repository import Taken, again_unless_taken, brand_record, claim, disclaim
from functions.shared.outside import fresh
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Remember, Write, put_new, transact
from functions.shared.store.versions import check_version, keep_answer, locked_delete, locked_update


def create_brand(values: Mapping[str, Any], *, remember: Remember[Brand, int]) -> tuple[Brand, int]:
    """Raises Taken (409 `external_id_taken` with the id of the brand that has it)."""
    brand = Brand(id=fresh.new_id("brd"), **values)

    def attempt() -> tuple[Brand, int]:
        record = BrandRecord(
            pk=brand_pk(brand.id), sk=BRAND_SK, kind="brand", body=dump(brand), gsi1pk=BRANDS_INDEX, gsi1sk=_sort_key(brand)
        )
        transact([*_external_id(None, brand), put_new(record), *remember(brand, 1)])
        return brand, 1

    return again_unless_taken(attempt)


def edit_brand(brand_id: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember[Brand, int]) -> tuple[Brand, int]:
    """Change the given fields. Products show the new name as soon as the projector has followed."""

    def attempt() -> tuple[Brand, int]:
        record = brand_record(brand_id)
        check_version(record.version, if_match)
        before = load(Brand, record.body)
        brand, version = replace(before, **values), int(record.version) + 1
        if brand == before:
            keep_answer(remember(before, version - 1))
            return before, version - 1
        actions = [BrandRecord.body.set(dump(brand)), BrandRecord.version.set(version), BrandRecord.gsi1sk.set(_sort_key(brand))]
        update = locked_update(BrandRecord, record.pk, record.sk, actions, record.version)
        transact([*_external_id(before, brand), update, *remember(brand, version)])
        return brand, version

    return again_unless_taken(attempt)


def delete_brand(brand_id: str, *, if_match: int | None, remember: list[Write]) -> None:
    """Raises Conflict (409 `brand_in_use`)."""

    def attempt() -> None:
        record = brand_record(brand_id)
        check_version(record.version, if_match)
        if record.uses:
            raise Conflict("Products still name this brand.", code="brand_in_use", products=int(record.uses))
        gone = locked_delete(record, record.version, besides=BrandRecord.uses == 0)
        transact([gone, *_external_id(load(Brand, record.body), None), *remember])

    again_unless_taken(attempt)


def _sort_key(brand: Brand) -> str:
    return f"{brand.sort:09d}#{brand.id}"


def _external_id(before: Brand | None, after: Brand | None) -> list[Write]:
    old, new = before and before.external_id, after and after.external_id
    if old == new:
        return []
    writes: list[Write] = [disclaim(external_key("BRD", old))] if old else []
    if after and new:
        key = external_key("BRD", new)
        writes.append(claim(key, after.id, Taken("external_id_taken", key, f"Another brand has the external id {new}.")))
    return writes
