"""Stock as staff read it."""

from __future__ import annotations

from pydantic import Field

from functions.shared.http.validation import Schema
from functions.stock import StockState, state_of
from functions.stock.keeping.read_stock import Level


class WarehouseLevel(Schema):
    """What is reserved is counted where it will be taken from."""

    warehouse: str
    on_hand: int
    reserved: int
    available: int


class StockLevel(Schema):
    variant_id: str
    product_id: str
    sku: str
    on_hand: int
    reserved: int
    available: int
    state: StockState
    version: int
    unallocated: int = Field(default=0, description="Sold pieces that are still to be taken from a warehouse.")
    warehouses: list[WarehouseLevel]

    @classmethod
    def of(cls, level: Level) -> StockLevel:
        counters = {"on_hand": level.on_hand, "reserved": level.reserved, "available": level.available}
        variant = {"variant_id": level.variant.id, "product_id": level.variant.product_id, "sku": level.variant.sku}
        places = [
            WarehouseLevel(warehouse=one.warehouse, on_hand=one.on_hand, reserved=one.reserved, available=one.available)
            for one in level.shares()
        ]
        state = state_of(level.available)
        return cls(state=state, version=level.version, unallocated=level.unallocated, warehouses=places, **variant, **counters)
