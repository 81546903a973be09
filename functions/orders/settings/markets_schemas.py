"""Markets, as staff send and read them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.shared.documents.document import Versioned
from functions.shared.http.countries import Country, known_country
from functions.shared.http.validation import Currency, Language, Schema, ShortName, Slug, TaxClass
from functions.shared.plain.selling.languages import is_language
from functions.shared.plain.selling.markets import Market, Markets, PaysOn, PriorPrice, WithdrawalTerms, beneath_the_law, twice_named

PaidBy = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(/[a-z0-9_]+)?$", max_length=80)]
CarrierCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+$", max_length=40)]
ZoneId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=60)]
_LISTS = ("payment_methods", "carriers", "zones", "languages")
Rate = Annotated[str, StringConstraints(pattern=r"^0(\.[0-9]{1,6})?$"), Field(description="A decimal text below 1.")]


def _spoken(tag: str) -> str:
    """A language there is, alone, or as it is written somewhere: in a country (`pt-BR`) or a script (`zh-Hant`)."""
    code, _, where = tag.partition("-")
    if not is_language(code) or len(where) == 3:
        raise PydanticCustomError("unknown_language", "There is no such language: send its ISO 639-1 code, such as de, or de-AT.")
    if len(where) == 2:
        known_country(where.upper())
    return tag


class WithdrawalModel(Schema):
    """What buyers have beyond the law of their country, without a reason (Directive 2011/83/EU, 消费者权益保护法 Article 25). Null: as the
    law says. Less than the law is refused."""

    days: int | None = Field(None, strict=True, ge=1, le=3650, description="From the day after the last parcel came.")
    pays_on: PaysOn | None = Field(
        None,
        description="When money of goods that were sent goes back: when it is declared, when they came or are proven to be sent (EU), or "
        "when they came (China).",
    )
    delivery: bool | None = Field(None, strict=True, description="Whether standard delivery goes back with the last goods.")
    free_return: bool = Field(False, strict=True, description="The shop pays for sending them back.")
    told_by_mail: bool = Field(True, strict=True, description="Confirmations of orders tell buyers of the right.")

    def terms(self) -> WithdrawalTerms:
        return WithdrawalTerms(**{name: getattr(self, name) for name in WithdrawalModel.model_fields})


class MarketModel(Schema):
    """Countries that are sold to in one way. What a market does not set is what the law of the country says."""

    code: Slug = Field(examples=["eu"])
    name: ShortName = Field(examples=["European Union"])
    countries: list[Country] = Field(min_length=1, max_length=260)
    currency: Currency = Field(examples=["EUR"])
    prior_price: PriorPrice | None = Field(
        default=None,
        description="What a reduction may be shown against: what staff wrote, the lowest price of the 30 days before it began, or that "
        "before the first of reductions that follow each other without a pause, or the list price that is stated, else the lowest price of "
        "deals of the 7 days before it began, else that of the last deal. Null: lowest_of_30_days in the European Union, "
        "lowest_sold_of_7_days in China, elsewhere as_written.",
    )

    withdrawal: WithdrawalModel = WithdrawalModel()
    measure_taxes: dict[TaxClass, Rate] = Field(
        default={},
        max_length=100,
        description="For a market whose prices are shown without tax: by tax class, the tax that prices per kg, l or m contain. A product "
        "without a class of its own has `standard`; a class that is not named has none. Empty: they contain what the price contains.",
        examples=[{"standard": "0.19"}],
    )

    product_safety: bool | None = Field(
        default=None,
        strict=True,
        description="Nothing is published without the safety data that an offer shows here. Null: as the law says, which asks for it in "
        "the European Union (Regulation (EU) 2023/988, Article 19).",
    )

    payment_methods: list[PaidBy] = Field(
        default=[],
        max_length=50,
        description="Providers of the shop, or `provider/method`: how what goes there can be paid. Empty: by all. Gift cards and credit "
        "always pay.",
        examples=[["stripe", "manual/bank_transfer"]],
    )
    carriers: list[CarrierCode] = Field(
        default=[],
        max_length=50,
        description="Carriers of the shop whose rates are offered there. Empty: those of all.",
        examples=[["dhl"]],
    )
    zones: list[ZoneId] = Field(
        default=[], max_length=100, description="Zones of delivery whose rates are offered there. Empty: those of all.", examples=[[]]
    )
    languages: list[Annotated[Language, AfterValidator(_spoken)]] = Field(
        default=[],
        max_length=20,
        description="In which its buyers are written to: in their own where it is one of them, else in the first. Empty: in their own.",
        examples=[["de", "en"]],
    )
    prices_include_tax: bool | None = Field(
        default=None, strict=True, description="Whether prices contain tax there. Null: as `included_in` of the settings of tax says."
    )
    other_currencies: bool = Field(
        default=True, strict=True, description="False: a cart in another currency than the market's is not delivered there."
    )

    @model_validator(mode="after")
    def _lawful(self) -> MarketModel:
        """Of each country that is named: the law there is the least."""
        beneath = {name for country in self.countries for name in beneath_the_law(country, self.withdrawal.terms(), self.product_safety)}
        if beneath:
            raise PydanticCustomError("less_than_the_law", "{names}: less than the law gives there.", {"names": ", ".join(sorted(beneath))})
        return self

    def market(self) -> Market:
        lists = {name: tuple(dict.fromkeys(getattr(self, name))) for name in ("countries", *_LISTS)}
        own = {"withdrawal": self.withdrawal.terms(), "measure_taxes": dict(self.measure_taxes)}
        return Market(**{name: getattr(self, name) for name in MarketModel.model_fields} | lists | own)

    @classmethod
    def of(cls, market: Market) -> MarketModel:
        lists = {name: list(getattr(market, name)) for name in ("countries", *_LISTS)}
        return cls(**vars(market) | lists | {"withdrawal": WithdrawalModel(**vars(market.withdrawal))})


class MarketsModel(Versioned):
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
