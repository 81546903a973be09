"""Repairs as they are sent and shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.aftersales.returns.warranty import LineWarranty
from functions.shared.http.input_types import Code, PlainText
from functions.shared.http.validation import Price, Schema

_Note = Annotated[PlainText, StringConstraints(max_length=500)]


class DiagnoseIn(Schema):
    finding: _Note = Field(description="The buyer reads it.", examples=["The hinge is worn out."])
    price: Price | None = Field(None, description="Outside of the warranty; 0 where the shop gives the repair.")


class FixedIn(Schema):
    note: _Note | None = None


class SentBackIn(Schema):
    carrier: Code = Field(examples=["sf"])
    waybill: Code = Field(examples=["SF1234567890"])


class LineWarrantyOut(Schema):
    line_id: str
    sku: str
    months: int
    ends: list[str] = Field(description="Of each piece, the first moment after its warranty; the latest first.")


class WarrantyOut(Schema):
    data: list[LineWarrantyOut]

    @classmethod
    def of(cls, found: Sequence[LineWarranty]) -> WarrantyOut:
        return cls(data=[LineWarrantyOut(**vars(one)) for one in found])
