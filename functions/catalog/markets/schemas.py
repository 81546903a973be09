"""Markets, as staff send and read them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from functions.shared.http.countries import Country
from functions.shared.http.validation import Currency, Schema, ShortName, Slug
from functions.shared.plain.markets import Market, Markets, PriorPrice, twice_named


class MarketModel(Schema):
    """Countries that are sold to in one way. What a market does not set is what the law of the country says."""

    code: Slug = Field(examples=["eu"])
    name: ShortName = Field(examples=["European Union"])
    countries: list[Country] = Field(min_length=1, max_length=260)
    currency: Currency = Field(examples=["EUR"])
    prior_price: PriorPrice | None = Field(
        default=None,
        description="What a reduction may be shown against: what staff wrote, the lowest price of the 30 days before it began, or that "
        "before the first of reductions that follow each other without a pause. Null: lowest_of_30_days in the European Union, elsewhere "
        "as_written.",
    )

    def market(self) -> Market:
        return Market(self.code, self.name, tuple(self.countries), self.currency, self.prior_price)

    @classmethod
    def of(cls, market: Market) -> MarketModel:
        return cls(**vars(market) | {"countries": list(market.countries)})


class MarketsModel(Schema):
    """All markets. A country that is in none is sold to in the shop's currency, by the law of that country."""

    markets: Annotated[list[MarketModel], Field(max_length=50)]

    @model_validator(mode="after")
    def _once(self) -> MarketsModel:
        if twice := twice_named(one.market() for one in self.markets):
            raise PydanticCustomError("named_twice", "{names} stands in more than one market.", {"names": ", ".join(twice)})
        return self

    def wanted(self) -> Markets:
        return Markets(tuple(one.market() for one in self.markets))


class MarketsView(MarketsModel):
    version: int = Field(description="0 until they are set for the first time.")

    @classmethod
    def of(cls, markets: Markets, version: int) -> MarketsView:
        return cls(markets=[MarketModel.of(one) for one in markets.markets], version=version)
