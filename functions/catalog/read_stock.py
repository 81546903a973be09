"""Stock as staff sees it: the counters of a variant, and every movement that made them."""

from __future__ import annotations

from dataclasses import dataclass

from functions.catalog.product import Variant
from functions.catalog.records import (
    MOVEMENT,
    VARIANT_SK,
    ClaimRecord,
    MovementRecord,
    StockRecord,
    VariantRecord,
    sku_key,
    variant_pk,
    warehouse_sk,
)
from functions.catalog.stock import DEFAULT_WAREHOUSE, Movement
from functions.shared import ids, pages
from functions.shared.errors import NotFound
from functions.shared.listing import query_page
from functions.shared.records import find, find_many, load


@dataclass(frozen=True)
class Level:
    """The counters of a variant. `version` is 0 before its first movement."""

    variant: Variant
    available: int
    reserved: int
    version: int

    @property
    def on_hand(self) -> int:
        return self.available + self.reserved


def stock_level(reference: str) -> Level:
    """By variant id (one request) or SKU (one more). Raises NotFound."""
    pk, stock_sk = variant_pk(_variant_id(reference)), warehouse_sk(DEFAULT_WAREHOUSE)
    found = find_many({VariantRecord: [(pk, VARIANT_SK)], StockRecord: [(pk, stock_sk)]})
    record, stock = found.get((VariantRecord, pk, VARIANT_SK)), found.get((StockRecord, pk, stock_sk))
    if record is None:
        raise NotFound("There is no such variant.")
    variant = load(Variant, record.body)
    if not isinstance(stock, StockRecord):
        return Level(variant, 0, 0, 0)
    return Level(variant, int(stock.available), int(stock.reserved), int(stock.version))


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
