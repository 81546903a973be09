"""Movements of stock and warehouses, as staff writes and reads them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from functions.shared.http.input_types import Code, PlainText
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema
from functions.stock.model.stock import DEFAULT_WAREHOUSE

PIECES = 1_000_000_000
Bin = Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\s#\x00-\x1f\x7f]*$")]
"""Empty: in no bin."""


class LyingIn(PageQuery):
    warehouse: Code = Field(examples=[DEFAULT_WAREHOUSE])


class ShortagesQuery(PageQuery):
    state: Literal["all", "low_stock", "out_of_stock"] = "all"


class StockAdjustment(Schema):
    delta: int = Field(strict=True, ge=-PIECES, le=PIECES, examples=[100])
    reason: PlainText = Field(examples=["goods received"])
    warehouse_id: Code = DEFAULT_WAREHOUSE
    bin: Bin = Field("", examples=["A-01-3"])

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
    bin: Bin = Field("", description="Only what lies in this bin was counted, all of it.", examples=["A-01-3"])


class StockTransfer(Schema):
    quantity: int = Field(strict=True, ge=1, le=PIECES, examples=[10])
    from_warehouse_id: Code = Field(examples=["main"])
    to_warehouse_id: Code = Field(examples=["wh_01JD0000000000000000000000"])
    from_bin: Bin = ""
    to_bin: Bin = Field("", examples=["A-01-3"])
    reason: PlainText = Field(default="transfer")


class Threshold(Schema):
    low_at: int | None = Field(strict=True, ge=0, le=PIECES, examples=[10], description="None: as usual in the shop.")


class ThresholdView(Schema):
    variant_id: str
    low_at: int | None


class SafetyStock(Schema):
    safety_stock: int | None = Field(strict=True, ge=0, le=PIECES, examples=[2], description="None: as usual in the shop.")


class SafetyStockView(Schema):
    variant_id: str
    safety_stock: int | None


class DifferenceView(Schema):
    variant_id: str
    warehouse: str = Field(description="Empty for the counters of all warehouses together.")
    bin: str = Field(default="", description="Empty for what lies in none.")
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
