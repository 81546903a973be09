"""Stock as staff read it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.catalog import Sellable
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page
from functions.stock import StockState, state_of
from functions.stock.keeping.lying_there import Lying
from functions.stock.keeping.read_stock import Level
from functions.stock.keeping.running_short import Short
from functions.stock.model.stock_settings import low_from


class BinLevel(Schema):
    """`on_hand`: all that lie there, also pieces that are sold and still to be taken."""

    bin: str
    on_hand: int


class WarehouseLevel(Schema):
    """What is reserved is counted where it will be taken from. `bins` of a warehouse that has some."""

    warehouse: str
    on_hand: int
    reserved: int
    available: int
    bins: list[BinLevel] = Field(default=[])


class StockLevel(Schema):
    variant_id: str
    product_id: str
    sku: str
    on_hand: int
    reserved: int
    available: int = Field(description="Below 0 by the pieces that are sold ahead and not there.")
    safety_stock: int = Field(default=0, description="Of the available pieces, so many are never offered.")
    for_sale: int = Field(default=0, description="Available pieces less those, never less than none.")
    state: StockState
    version: int
    unallocated: int = Field(default=0, description="Sold pieces that are still to be taken from a warehouse.")
    warehouses: list[WarehouseLevel]

    @classmethod
    def of(cls, level: Level) -> StockLevel:
        counters = {"on_hand": level.on_hand, "reserved": level.reserved, "available": level.available}
        variant = {"variant_id": level.variant.id, "product_id": level.variant.product_id, "sku": level.variant.sku}
        places = [
            WarehouseLevel(
                warehouse=one.warehouse,
                on_hand=one.on_hand,
                reserved=one.reserved,
                available=one.available,
                bins=_bins(level, one.warehouse),
            )
            for one in level.shares()
        ]
        state = state_of(level.for_sale, low_from(level.low_at, level.settings))
        kept = level.settings.safety if level.safety is None else level.safety
        return cls(
            state=state,
            safety_stock=kept,
            for_sale=level.for_sale,
            version=level.version,
            unallocated=level.unallocated,
            warehouses=places,
            **variant,
            **counters,
        )


def _bins(level: Level, warehouse_id: str) -> list[BinLevel]:
    return [BinLevel(bin=place.bin, on_hand=pieces) for place, pieces in level.bins(warehouse_id) if place.bin and pieces]


def _named(variant: Sellable) -> dict[str, Any]:
    return {name: getattr(variant, name) for name in ("variant_id", "product_id", "sku", "title", "options")}


class LyingView(Schema):
    variant_id: str
    product_id: str
    sku: str
    title: dict[str, str]
    options: dict[str, str]
    on_hand: int = Field(description="In this warehouse, also pieces that are sold and still to be taken.")
    in_bins: int = Field(description="Of these, in bins.")
    available: int = Field(description="In all warehouses together.")


class LyingPage(Schema):
    data: list[LyingView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Lying]) -> LyingPage:
        return cls(data=[_lying(one) for one in page.data], next_cursor=page.next_cursor)


def _lying(one: Lying) -> LyingView:
    return LyingView(
        **_named(one.variant),
        on_hand=one.on_hand,
        in_bins=one.binned,
        available=one.variant.available,
    )


class ShortageView(Schema):
    variant_id: str
    product_id: str
    sku: str
    title: dict[str, str]
    options: dict[str, str]
    state: StockState
    for_sale: int = Field(description="In all warehouses together, less what is never offered.")
    low_at: int = Field(description="From so few pieces on it is low.")
    since: str | None = Field(description="When it became so; null for what was so before the shop kept it.")


class ShortagePage(Schema):
    data: list[ShortageView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Short]) -> ShortagePage:
        return cls(data=[_short(one) for one in page.data], next_cursor=page.next_cursor)


def _short(one: Short) -> ShortageView:
    return ShortageView(
        **_named(one.variant),
        state=one.state,
        for_sale=one.for_sale,
        low_at=one.low_at,
        since=one.since,
    )
