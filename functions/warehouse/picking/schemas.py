"""Pick requests as staff read them, and what scanners send."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from functions.shared.http.input_types import Code
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page
from functions.warehouse.model.pick import Pick, PickState

_PIECES = 1_000_000_000


class PicksQuery(PageQuery):
    """A page can be shorter than `limit` and still have a `next_cursor` when pick requests move while it is read."""

    warehouse: Code = Field("main", examples=["main"])
    state: PickState | Literal["all"] = PickState.REQUESTED


class ScanIn(Schema):
    barcode: Code = Field(examples=["0036000291452"], description="Any barcode of the variant, or its SKU.")
    quantity: int = Field(1, strict=True, ge=1, le=_PIECES)


class MissingIn(Schema):
    line_id: Code
    quantity: int = Field(strict=True, ge=1, le=_PIECES)


class ShortIn(Schema):
    lines: Annotated[list[MissingIn], Field(min_length=1, max_length=100)]

    @field_validator("lines")
    @classmethod
    def _each_once(cls, lines: list[MissingIn]) -> list[MissingIn]:
        if len({line.line_id for line in lines}) != len(lines):
            raise ValueError("a line comes twice")
        return lines


class PickLineOut(Schema):
    """`bins`: how many pieces were to be taken from which ("": from none). `put_back`: scanned pieces that left the parcel since."""

    line_id: str
    variant_id: str
    sku: str
    quantity: int
    scanned: int
    missing: int
    put_back: int
    bins: dict[str, int]


class PickOut(Schema):
    id: str
    order_id: str
    number: str
    shipment_id: str
    warehouse_id: str
    merchant_id: str
    carrier: str
    service: str
    state: PickState
    lines: list[PickLineOut] = Field(description="In the order of their bins.")
    requested_at: str
    packed_at: str | None
    version: int

    @classmethod
    def of(cls, pick: Pick) -> PickOut:
        lines = [PickLineOut.model_validate(vars(line)) for line in pick.lines]
        shown = {name: value for name, value in vars(pick).items() if name in cls.model_fields}
        return cls(**{**shown, "lines": lines, "packed_at": pick.packed_at or None})


class PickPage(Schema):
    data: list[PickOut]
    next_cursor: str | None = None

    @classmethod
    def of(cls, page: Page[Pick]) -> PickPage:
        return cls(data=[PickOut.of(pick) for pick in page.data], next_cursor=page.next_cursor)
