"""Which warehouses send to a part of the world only: one item, so that who reads a variant's counters can read it in the same request."""

from __future__ import annotations

from collections.abc import Mapping

from functions.shared.places import Place
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Write, put_new
from functions.shared.store.versions import locked_put
from functions.stock.model.warehouse import Warehouse, holds
from functions.stock.store.records import AREAS_SK, WAREHOUSES_PK, AreasRecord

Found = Mapping[tuple[type[Record], str, str], Record]


def areas_keys() -> dict[type[Record], list[tuple[str, str]]]:
    """The key of the item (records.find_many)."""
    return {AreasRecord: [(WAREHOUSES_PK, AREAS_SK)]}


def closed_to(found: Found, place: Place) -> list[str]:
    """The warehouses that do not send there, from items that were read by `areas_keys`."""
    return [one.id for one in _restricted(found.get((AreasRecord, WAREHOUSES_PK, AREAS_SK))) if not holds(one.serves, place)]


def areas_writes(warehouse_id: str, after: Warehouse | None) -> list[Write]:
    """What keeps the item as the warehouses are, when this one is changed or goes. One GetItem. The transaction raises Overtaken."""
    record = find(AreasRecord, WAREHOUSES_PK, AREAS_SK)
    before = _restricted(record)
    others = [one for one in before if one.id != warehouse_id]
    # Of a warehouse no more than what an address is compared with.
    restricted = [*others, Warehouse(after.id, {}, serves=after.serves)] if after is not None and after.serves else others
    if restricted == before:
        return []
    version = int(record.version) if record else 0
    item = AreasRecord(pk=WAREHOUSES_PK, sk=AREAS_SK, kind="areas", body=dump(restricted), version=version + 1)
    return [locked_put(item, version) if record else put_new(item, Overtaken())]


def _restricted(record: Record | None) -> list[Warehouse]:
    return load(list[Warehouse], record.body) if record is not None else []
