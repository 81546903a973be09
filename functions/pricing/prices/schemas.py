"""What lists say of variants, as staff send and read it."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from functions.pricing.lists.schemas import Code
from functions.pricing.model.price_list import Break, ListPrices
from functions.shared.http.validation import Schema
from functions.shared.plain.money import MAX_AMOUNT

MOST_LISTS, MOST_BREAKS, MOST_PIECES = 50, 20, 999


class BreakModel(Schema):
    quantity: int = Field(strict=True, ge=1, le=MOST_PIECES, description="From so many pieces in a line on.", examples=[10])
    amount: int = Field(
        strict=True, ge=0, le=MAX_AMOUNT, description="Of one piece, in minor units of the list's currency.", examples=[8000]
    )


class PriceInList(Schema):
    price_list: Code = Field(examples=["gold"])
    breaks: Annotated[list[BreakModel], Field(min_length=1, max_length=MOST_BREAKS)] = Field(
        description="The fewest pieces first. For fewer than the first says, the list has no price."
    )

    @model_validator(mode="after")
    def _rising(self) -> Self:
        quantities = [one.quantity for one in self.breaks]
        if quantities != sorted(set(quantities)):
            raise PydanticCustomError("breaks_not_rising", "Each number of pieces once, the fewest first.")
        return self


class ListPricesModel(Schema):
    """All that lists say of a variant; empty: nothing."""

    prices: Annotated[list[PriceInList], Field(max_length=MOST_LISTS)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        codes = [one.price_list for one in self.prices]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise PydanticCustomError("named_twice", "{names} stands there more than once.", {"names": ", ".join(twice)})
        return self

    def wanted(self) -> dict[str, list[Break]]:
        return {one.price_list: [Break(step.quantity, step.amount) for step in one.breaks] for one in self.prices}


class ListPricesView(ListPricesModel):
    variant_id: str
    product_id: str
    version: int = Field(description="0 until they are set for the first time.")
    currencies: dict[str, str] = Field(
        description="By code of the list its currency when these were set. While it has another one, they are nobody's prices."
    )

    @classmethod
    def of(cls, said: ListPrices, version: int) -> ListPricesView:
        prices = [
            PriceInList(price_list=code, breaks=[BreakModel(quantity=one.quantity, amount=one.amount) for one in breaks])
            for code, breaks in said.prices.items()
        ]
        return cls(variant_id=said.variant_id, product_id=said.product_id, prices=prices, version=version, currencies=said.currencies)


class ListPricesPage(Schema):
    data: list[ListPricesView]
    next_cursor: str | None = None
