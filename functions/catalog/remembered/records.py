"""Favourites and history of a customer: an item each, in the partition of what they bought, so that export and erasure find it."""

from __future__ import annotations

from dataclasses import replace

from functions.catalog.remembered.entries import Kind, Remembered
from functions.catalog.store.records import CatalogTable
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.settings import table_name
from functions.shared.sealing import KEY_SK, Erased, KeyRecord, key_pk
from functions.shared.store.records import find
from functions.shared.store.transactions import Check, Write
from functions.shared.store.versions import locked_put


class RememberedRecord(CatalogTable):
    """pk `BUYER#<customer>`, sk `FAVOURITES` or `HISTORY`: body is Remembered."""

    class Meta:
        table_name = table_name("catalog")


def remembered_of(customer_id: str, kind: Kind) -> Remembered:
    """One GetItem."""
    record = find(RememberedRecord, _pk(customer_id), kind.value.upper())
    return replace(load(Remembered, record.body), version=int(record.version)) if record else Remembered(kind)


def remembered_writes(customer_id: str, after: Remembered) -> list[Write]:
    """In place of what was read. The transaction raises Overtaken; Erased for who is gone."""
    record = RememberedRecord(
        pk=_pk(customer_id), sk=after.kind.value.upper(), kind=after.kind.value, body=dump(replace(after, version=0)),
        version=after.version + 1,
    )  # fmt: skip
    gone = Erased("This person's data was erased.", person=customer_id)
    return [Check(KeyRecord, key_pk(customer_id), KEY_SK, KeyRecord.erased_at.does_not_exist(), gone), locked_put(record, after.version)]


def _pk(customer_id: str) -> str:
    return f"BUYER#{customer_id}"
