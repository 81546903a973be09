"""Movements of stock and warehouses, as staff writes and reads them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator

from functions.catalog.admin_schemas import not_null
from functions.catalog.input_types import Code, PlainText, PlainTexts
from functions.catalog.stock import DEFAULT_WAREHOUSE
from functions.catalog.warehouse import Warehouse
from functions.shared.validation import Metadata, Schema

PIECES = 1_000_000_000


class StockAdjustment(Schema):
    delta: int = Field(strict=True, ge=-PIECES, le=PIECES, examples=[100])
    reason: PlainText = Field(examples=["goods received"])
    warehouse_id: Code = DEFAULT_WAREHOUSE

    @field_validator("delta")
    @classmethod
    def _some(cls, delta: int) -> int:
        if delta == 0:
            raise ValueError("a movement of nothing")
        return delta


class StockCount(Schema):
    counted: int = Field(strict=True, ge=0, le=PIECES, examples=[97], description="Without pieces that are sold and still lie there.")
    reason: PlainText = Field(default="stock-taking")
    warehouse_id: Code = DEFAULT_WAREHOUSE


class StockTransfer(Schema):
    quantity: int = Field(strict=True, ge=1, le=PIECES, examples=[10])
    from_warehouse_id: Code = Field(examples=["main"])
    to_warehouse_id: Code = Field(examples=["wh_01JD0000000000000000000000"])
    reason: PlainText = Field(default="transfer")


class WarehouseFields(Schema):
    priority: int = Field(default=0, ge=0, le=999_999, strict=True, description="Pieces are taken from a smaller one first.")
    active: bool = Field(default=True, strict=True)
    external_id: Code | None = None
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    @field_validator("name", "priority", "active", "metadata", "private_metadata", mode="before", check_fields=False)
    @classmethod
    def _there(cls, value: Any) -> Any:
        return not_null(value)

    def values(self) -> dict[str, Any]:
        return self.sent_fields()


class WarehouseIn(WarehouseFields):
    name: PlainTexts = Field(examples=[{"zh": "上海仓", "en": "Shanghai"}])


class WarehousePatch(WarehouseFields):
    name: PlainTexts | None = None


class WarehouseView(Schema):
    id: str
    version: int
    name: dict[str, str]
    priority: int
    active: bool
    external_id: str | None
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})

    @classmethod
    def of(cls, one: Warehouse, version: int) -> WarehouseView:
        return cls(version=version, **vars(one))


class WarehouseList(Schema):
    data: list[WarehouseView]
    next_cursor: str | None = None


class DifferenceView(Schema):
    variant_id: str
    warehouse: str = Field(description="Empty for the counters of all warehouses together.")
    counter: Literal["available", "reserved", "unallocated", "on_hand"]
    counted: int = Field(description="What the counter says.")
    booked: int = Field(description="What the movements add up to.")


class StockCheckView(Schema):
    started_at: str
    finished_at: str
    complete: bool = Field(description="Whether all variants were looked at; else the next run goes on.")
    checked: int
    unsettled: int = Field(description="Variants that moved all the time; the next run looks again.")
    difference_count: int
    differences: list[DifferenceView] = Field(description="The first 100.")
