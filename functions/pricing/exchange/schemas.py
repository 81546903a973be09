"""Rates of exchange, as staff send and read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.pricing.model.rates import ExchangeRate, ExchangeRates, Mode, Rounding
from functions.shared.documents.document import Versioned
from functions.shared.http.moments import Moment
from functions.shared.http.validation import Currency, Schema, Slug
from functions.shared.plain import times


def _above_nothing(text: str) -> str:
    if not Decimal(text):
        raise ValueError("a rate is above zero")
    return text


Factor = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}(\.[0-9]{1,12})?$"), AfterValidator(_above_nothing)]


class RoundingModel(Schema):
    step: int = Field(1, strict=True, ge=1, le=1_000_000, description="Prices are multiples of so many minor units.")
    mode: Mode = Field(Mode.NEAREST, description="To the nearer one (the higher in the middle), the higher, or the lower.")


class ExchangeRateModel(Schema):
    id: Slug = Field(examples=["cny-usd-2026-11"], description="Told beside every price that it made, and kept with the order.")
    base: Currency = Field(examples=["CNY"])
    currency: Currency = Field(examples=["USD"])
    rate: Factor = Field(examples=["0.1389"], description="So much of `currency` is one of `base`; a decimal text.")
    starts_at: Moment | None = Field(None, description="In force from then on, until the next one of the two begins. Null: always.")
    rounding: RoundingModel = RoundingModel()

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.base == self.currency:
            raise PydanticCustomError("same_currency", "A rate is between two currencies.")
        return self

    def wanted(self) -> ExchangeRate:
        begins = times.iso(self.starts_at) if self.starts_at else ""
        return ExchangeRate(self.id, self.base, self.currency, self.rate, begins, Rounding(self.rounding.step, self.rounding.mode))

    @classmethod
    def of(cls, one: ExchangeRate) -> ExchangeRateModel:
        return cls.model_validate(vars(one) | {"starts_at": one.starts_at or None, "rounding": vars(one.rounding)})


class ExchangeRatesModel(Versioned):
    """Prices in a currency that somebody wrote a price in are never converted."""

    rates: Annotated[list[ExchangeRateModel], Field(max_length=500)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        names = [*(one.id for one in self.rates), *(f"{one.base}-{one.currency} from {one.starts_at}" for one in self.rates)]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise PydanticCustomError("named_twice", "{names} stands there more than once.", {"names": ", ".join(twice)})
        return self

    def wanted(self) -> ExchangeRates:
        return ExchangeRates(tuple(one.wanted() for one in self.rates))


class ExchangeRatesView(ExchangeRatesModel):
    version: int = Field(description="0 until they are set for the first time.")

    @classmethod
    def of(cls, rates: ExchangeRates, version: int) -> ExchangeRatesView:
        return cls(rates=[ExchangeRateModel.of(one) for one in rates.rates], version=version)
