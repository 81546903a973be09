"""Prices over time, as editors write and read them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.catalog.model.floor_rule import PriceFloor, known_rates
from functions.catalog.model.scheduled_price import ScheduledPrice
from functions.catalog.prices.schedule_price import MAX_VARIANTS, WantedPrice
from functions.catalog.products.views import money
from functions.catalog.store.price_history import PriceLine, Repricing
from functions.shared.http.countries import Country
from functions.shared.http.input_types import PlainTexts
from functions.shared.http.moments import StoreMoment
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Currency, MoneyModel, Price, Schema, Text
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.pages import Page
from functions.shared.plain.selling.markets import PriorPrice

Rate = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,10}(\.[0-9]{1,9})?$")]
StoreTime = Annotated[StoreMoment, Field(examples=["2030-11-11T00:00:00"])]


class PlannedPriceIn(Schema):
    """A `change` is the regular price from its start on; a `discount` holds from its start until (not including) its end."""

    kind: Literal["change", "discount"]
    price: Price
    list_price: Price | None = Field(default=None, description="Of a change. A discount is shown against the regular price.")
    starts_at: StoreTime | None = Field(default=None, description="Without it, now.")
    ends_at: StoreTime | None = None
    label: PlainTexts | None = Field(default=None, examples=[{"zh": "限时折扣", "en": "Flash sale"}])

    @model_validator(mode="after")
    def _of_its_kind(self) -> PlannedPriceIn:
        if (self.kind == "discount") != (self.ends_at is not None):
            raise ValueError("a discount has an end, a change has none")
        if self.kind == "discount" and self.list_price:
            raise ValueError("a discount is shown against the regular price; leave list_price out")
        if self.list_price and self.list_price.currency != self.price.currency:
            raise ValueError("price and list_price are in different currencies")
        return self


class ScheduledPriceIn(PlannedPriceIn):
    """A `change` is the regular price from its start on; a `discount` holds from its start until (not including) its end."""

    variant_ids: Annotated[list[Text], Field(min_length=1, max_length=MAX_VARIANTS)] | None = Field(
        default=None, description="Without it, all variants."
    )

    def wanted(self) -> WantedPrice:
        return WantedPrice(
            kind=self.kind,
            price=self.price.money(),
            list_price=self.list_price.money() if self.list_price else None,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            label=self.label or {},
            variant_ids=tuple(self.variant_ids) if self.variant_ids is not None else None,
        )


class ScheduledPriceView(Schema):
    id: str
    kind: Literal["change", "discount"]
    state: Literal["upcoming", "active", "ended"]
    price: MoneyModel
    list_price: MoneyModel | None
    starts_at: str
    ends_at: str | None
    label: dict[str, str]
    variant_ids: list[str]

    @classmethod
    def of(cls, one: ScheduledPrice) -> ScheduledPriceView:
        shown = vars(one) | {"price": MoneyModel.of(one.price), "list_price": money(one.list_price)}
        return cls(state=one.state(times.iso(clock.now())), **shown)


class ScheduledPrices(Schema):
    data: list[ScheduledPriceView]
    next_cursor: str | None = None


class HistoryQuery(PageQuery):
    variant_id: str | None = Field(default=None, max_length=64)
    country: Country | None = Field(default=None, description="Only prices of its market: those in the market's currency, or the shop's.")


class RepricedBy(Schema):
    kind: str
    id: str


class PriceLineView(Schema):
    """`price` is null when the variant is no longer sold in that currency."""

    variant_id: str
    sku: str
    kind: Literal["set", "change_scheduled", "discount_scheduled", "withdrawn"]
    currency: str
    price: MoneyModel | None
    list_price: MoneyModel | None
    since: str | None
    until: str | None
    label: dict[str, str]
    id: str = Field(description="Of the scheduled price; empty for one that was simply written.")

    @classmethod
    def of(cls, line: PriceLine) -> PriceLineView:
        return cls(**vars(line) | {"price": money(line.price), "list_price": money(line.list_price)})


class RepricingView(Schema):
    at: str
    actor: RepricedBy
    lines: list[PriceLineView]


class PriceHistory(Schema):
    data: list[RepricingView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Repricing]) -> PriceHistory:
        rows = [
            RepricingView(
                at=entry.at,
                actor=RepricedBy(kind=entry.actor.kind, id=entry.actor.id),
                lines=[PriceLineView.of(line) for line in entry.lines],
            )
            for entry in page.data
        ]
        return cls(data=rows, next_cursor=page.next_cursor)


class ClaimsQuery(Schema):
    country: Country | None = Field(default=None, description="The buyer's; without it the shop's.")
    at: StoreTime | None = Field(default=None, description="Without it, now.")


class DealView(Schema):
    """What one piece cost, discounts taken off, in an order that was placed `at`, was paid and not cancelled."""

    price: MoneyModel
    at: str
    order_id: str


class ClaimView(Schema):
    """What a variant costs at a moment and what a reduction may be shown against. `list_price`: null where none is announced or may be."""

    variant_id: str
    sku: str
    price: MoneyModel
    began_at: str | None = Field(description="Since when this price holds; null where there was no other before it.")
    written_list_price: MoneyModel | None
    prior_price: MoneyModel | None = Field(
        description="The lowest of the 30 days before the price began, or that of the deal in `basis`, by the rule of the market."
    )
    basis: DealView | None = Field(
        default=None,
        description="What the discount of this moment is compared with where the market asks for deals and no list price is stated.",
    )
    list_price: MoneyModel | None
    reduction_percent: int | None


class ClaimsView(Schema):
    country: str
    currency: str = Field(description="Of the market; a variant that is not sold in it is left out.")
    rule: PriorPrice
    at: str
    data: list[ClaimView]
    next_cursor: str | None = None


class PriceFloorModel(Schema):
    """The least margin on cost in hundredths of a percent: 1000 lets no price pass below cost × 1.1."""

    basis_points: int = Field(ge=0, le=1_000_000, strict=True, examples=[1000])
    rates: Annotated[dict[Currency, Rate], AfterValidator(known_rates)] = Field(
        default_factory=dict,
        max_length=200,
        description="What one unit of a currency is worth, all in the same money: so prices are compared with a cost in another currency.",
        examples=[{"CNY": "1", "USD": "7.1"}],
    )

    def floor(self) -> PriceFloor:
        return PriceFloor(self.basis_points, self.rates)


class PriceFloorView(PriceFloorModel):
    version: int = Field(description="0 until it is set for the first time.")

    @classmethod
    def of(cls, floor: PriceFloor, version: int) -> PriceFloorView:
        return cls(basis_points=floor.basis_points, rates=floor.rates, version=version)
