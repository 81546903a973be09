"""Stock as staff sees it: the counters of a variant, warehouse by warehouse, and every movement that made them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from functions.catalog.manage_warehouses import warehouses
from functions.catalog.product import Variant
from functions.catalog.records import (
    MOVEMENT,
    STOCK_SK,
    ClaimRecord,
    MovementRecord,
    VariantStockRecord,
    sku_key,
    variant_pk,
    warehouse_sk,
)
from functions.catalog.repository import variant_record
from functions.catalog.stock import JournalLine, Movement, Share, shares
from functions.catalog.warehouse import Warehouse
from functions.shared import ids, pages
from functions.shared.errors import NotFound
from functions.shared.listing import query_page
from functions.shared.records import find, load

L = TypeVar("L", bound="Counters")


@dataclass(frozen=True)
class Counters:
    """The counters of a variant; `shelves` are the pieces in every warehouse. `version` is 0 before its first movement."""

    variant_id: str
    available: int
    reserved: int
    version: int
    unallocated: int
    shelves: dict[str, int]
    warehouses: list[Warehouse]

    @property
    def on_hand(self) -> int:
        return self.available + self.reserved

    def shelf(self, warehouse_id: str) -> int:
        return self.shelves.get(warehouse_id, 0)

    def taken_from(self) -> list[tuple[str, int]]:
        """(warehouse, pieces there) in the order in which pieces are taken."""
        return [(one.id, self.shelf(one.id)) for one in self.warehouses]

    def shares(self) -> list[Share]:
        return shares(self.taken_from(), unallocated=self.unallocated, reserved=self.reserved)

    def after(self: L, lines: list[JournalLine]) -> L:
        """With movements in warehouses made."""
        shelves = dict(self.shelves)
        for line in lines:
            shelves[line.warehouse] = shelves.get(line.warehouse, 0) + line.available + line.reserved
        available = self.available + sum(line.available for line in lines)
        return replace(self, available=available, version=self.version + 1, shelves=shelves)


@dataclass(frozen=True)
class Level(Counters):
    """With the variant they are of."""

    variant: Variant


def stock_level(reference: str) -> Level:
    """By variant id (three requests) or SKU (one more). Raises NotFound."""
    variant = load(Variant, variant_record(_variant_id(reference)).body)
    return Level(**vars(counters(variant.id, warehouses())), variant=variant)


def counters(variant_id: str, known: list[Warehouse]) -> Counters:
    """One consistent query over the counters and shelves of the variant."""
    found = Counters(variant_id, 0, 0, 0, 0, {}, known)
    shelves: dict[str, int] = {}
    # "STOCK" comes before "WH#…", movements and events before both.
    for record in VariantStockRecord.query(variant_pk(variant_id), VariantStockRecord.sk >= STOCK_SK, consistent_read=True):
        if record.sk == STOCK_SK:
            figures = int(record.available), int(record.reserved), int(record.version), int(record.unallocated)
            found = Counters(variant_id, *figures, {}, known)
        else:
            shelves[record.sk.removeprefix(warehouse_sk(""))] = int(record.on_hand)
    return replace(found, shelves=shelves)


def stock_movements(reference: str, *, limit: int, cursor: str | None) -> pages.Page[Movement]:
    """Newest first. Movements of orders appear as soon as the stock projector has followed the stream."""
    variant_id = _variant_id(reference)
    query = {"list": "movements", "variant": variant_id}
    key = MovementRecord.sk.startswith(MOVEMENT)
    page = query_page(
        MovementRecord, variant_pk(variant_id), query=query, limit=limit, cursor=cursor, range_condition=key, newest_first=True
    )
    return pages.Page([load(Movement, record.body) for record in page.data], page.next_cursor)


def _variant_id(reference: str) -> str:
    if ids.is_id("var", reference):
        return reference
    owner = find(ClaimRecord, sku_key(reference), sku_key(reference))
    if owner is None:
        raise NotFound("There is no such variant.")
    return owner.owner
