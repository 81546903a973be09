"""Warehouses, as staff writes and reads them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from functions.shared.contact.address import AddressIn, AddressParts, Part
from functions.shared.http.countries import Country
from functions.shared.http.input_types import Code, PlainTexts, not_null
from functions.shared.http.validation import Metadata, Schema
from functions.shared.places import area_problem
from functions.stock.model.warehouse import ServedArea, Warehouse, WarehouseAddress


class ServedAreaIn(Schema):
    """A country or a part of it, by any usual name; an empty field means all of the area above."""

    country: Country
    province: Part = Field("", examples=["浙江省"])
    city: Part = ""

    @model_validator(mode="after")
    def _is_a_place(self) -> Self:
        if problem := area_problem(self.country, self.province, self.city):
            raise PydanticCustomError(problem.code, "{detail}", {"detail": problem.detail, "at": problem.field})
        return self


class WarehouseFields(Schema):
    priority: int = Field(default=0, ge=0, le=999_999, strict=True, description="Pieces are taken from a smaller one first.")
    active: bool = Field(default=True, strict=True)
    external_id: Code | None = None
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")
    serves: list[ServedAreaIn] = Field([], max_length=100, description="Where it sends parcels to; everywhere when empty.")
    address: AddressIn | None = Field(None, description="Where couriers collect its parcels.")

    @field_validator("name", "priority", "active", "metadata", "private_metadata", "serves", mode="before", check_fields=False)
    @classmethod
    def _there(cls, value: Any) -> Any:
        return not_null(value)

    def values(self) -> dict[str, Any]:
        values = self.sent_fields()
        if "serves" in values:
            values["serves"] = tuple(ServedArea(**vars(area)) for area in self.serves)
        if self.address is not None and "address" in values:
            values["address"] = WarehouseAddress(**vars(self.address))
        return values


class WarehouseIn(WarehouseFields):
    name: PlainTexts = Field(examples=[{"zh": "上海仓", "en": "Shanghai"}])


class WarehousePatch(WarehouseFields):
    name: PlainTexts | None = None


class ServedAreaView(Schema):
    country: str
    province: str
    city: str


class WarehouseView(Schema):
    id: str
    version: int
    name: dict[str, str]
    priority: int
    active: bool
    external_id: str | None
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})
    serves: list[ServedAreaView] = Field(default=[])
    address: AddressParts | None = None

    @classmethod
    def of(cls, one: Warehouse, version: int) -> WarehouseView:
        return cls(version=version, **asdict(one))


class WarehouseName(Schema):
    id: str
    name: dict[str, str]
    active: bool


class WarehouseNames(Schema):
    data: list[WarehouseName]
    next_cursor: str | None = None


class WarehouseList(Schema):
    data: list[WarehouseView]
    next_cursor: str | None = None
