"""Warehouses, as staff writes and reads them."""

from __future__ import annotations

from typing import Any

from pydantic import Field, field_validator

from functions.shared.http.input_types import Code, PlainTexts, not_null
from functions.shared.http.validation import Metadata, Schema
from functions.stock.model.warehouse import Warehouse


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
