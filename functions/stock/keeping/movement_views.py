"""Movements of stock as staff read them."""

from __future__ import annotations

from dataclasses import asdict

from pydantic import Field

from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page
from functions.stock.model.stock import Movement


class MovementActor(Schema):
    kind: str
    id: str


class MovementView(Schema):
    """Differences: `available` + `reserved` is what on hand changed by."""

    at: str
    cause: str
    reason: str
    actor: MovementActor
    warehouse: str = Field(description="`pool` for what was reserved or sold from all warehouses together.")
    bin: str = Field(default="", description="Empty for what lies in none.")
    on_hand: int
    reserved: int
    available: int


class MovementPage(Schema):
    data: list[MovementView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Movement]) -> MovementPage:
        rows = [MovementView(on_hand=movement.available + movement.reserved, **asdict(movement)) for movement in page.data]
        return cls(data=rows, next_cursor=page.next_cursor)
