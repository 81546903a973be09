"""What staff set about delivery, tax and checkout, as they send and read it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.orders.model.delivery_tax import ShippingTax
from functions.orders.model.shipping_rates import Basis, DeliveryKind
from functions.orders.model.shop_rules import CheckoutRules, TaxRules
from functions.orders.model.tax import Rounding, TaxRate, TaxSettings
from functions.shared.contact.address import Part
from functions.shared.contact.areas import AreaCountry, AreaModel, AreaShown, Postcodes, WholeCountry, known_names
from functions.shared.documents.document import Versioned
from functions.shared.events.contracts.invoices import VatCategory
from functions.shared.http.countries import Country
from functions.shared.http.moments import Day
from functions.shared.http.validation import Currency, Language, Remark, Schema, ShortName, Slug, TaxClass, Text
from functions.shared.places import (
    Written,
    area_codes,
)
from functions.shared.plain.money import MAX_AMOUNT


def _fraction(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("not a decimal number") from error
    if not 0 <= value <= 1:
        raise ValueError("a rate is between 0 and 1: 13 % is 0.13")
    return text


def _timezone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValueError("not a time zone of the IANA database")
    return name


Rate = Annotated[str, StringConstraints(pattern=r"^[0-9](\.[0-9]{1,8})?$"), AfterValidator(_fraction)]
Amount = Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]
Units = Annotated[int, Field(strict=True, ge=0, le=10**9)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
Names = Annotated[dict[Language, ShortName], Field(max_length=50)]


class RateModel(Schema):
    """`first_fee` covers `first` units of the basis (grams, pieces, minor units); every begun `step` beyond costs `step_fee`.

    `free_over`: from this goods amount on it is free. `minimum`, `maximum` (included) bound the basis. `id` names the option at
    checkout; it is the service, unless given. Fees are minor units of `currency`.
    """

    id: Slug | None = Field(None, examples=["standard"])
    kind: Literal[DeliveryKind.HOME, DeliveryKind.PICKUP_POINT] = Field(
        DeliveryKind.HOME,
        description="pickup_point: to a point that the buyer chooses; the carrier has to go to some. An id has one kind in the whole shop.",
    )
    carrier: Code = Field(examples=["manual"])
    service: Slug = "standard"
    currency: Currency = Field(examples=["CNY"])
    basis: Basis = Field(Basis.FLAT, description="volume: cubic centimetres of the goods as packed, as far as their size is known.")
    first: Units = 0
    first_fee: Amount = 0
    step: Units = 0
    step_fee: Amount = 0
    free_over: Amount | None = None
    minimum: Units = 0
    maximum: Units | None = None
    days: int = Field(3, strict=True, ge=0, le=365, description="Working days from hand-over to the door.")
    service_names: Names | None = Field(
        None, description="What buyers read for the service, by language; not sent: as it is, {}: none.", examples=[{"en": "Express"}]
    )


class ZoneIn(Schema):
    """An address belongs to the zone with the most specific area that contains it: district before city before province."""

    name: Text = Field(examples=["中国大陆 / Mainland China"])
    areas: list[AreaModel] = Field(min_length=1, max_length=500)
    rates: list[RateModel] = Field(max_length=50)


class ZoneOut(ZoneIn):
    areas: list[AreaShown]  # type: ignore[assignment]
    id: str
    version: int


class KeptZone(ZoneIn):
    id: str


class KeptZoneOut(KeptZone):
    areas: list[AreaShown]  # type: ignore[assignment]


class ZonesOut(Schema):
    data: list[ZoneOut]
    next_cursor: str | None = None


class CalendarModel(Versioned):
    """Monday is 0. `timezone` is the store's when empty."""

    cut_off_hour: int = Field(16, strict=True, ge=0, le=24)
    working_days: list[Annotated[int, Field(strict=True, ge=0, le=6)]] = Field([0, 1, 2, 3, 4, 5, 6], min_length=1, max_length=7)
    holidays: list[Day] = Field([], max_length=400)
    handling_days: int = Field(0, strict=True, ge=0, le=90)
    timezone: Annotated[str, StringConstraints(max_length=64), AfterValidator(_timezone)] = ""


class CalendarOut(CalendarModel):
    version: int


class KeptCalendar(CalendarModel):
    """The version is that of the whole."""


class ShippingDocumentIn(Versioned):
    """Everything about where and when parcels go, as a version keeps it."""

    zones: list[KeptZone] = Field(max_length=200)
    calendar: KeptCalendar


class ShippingDocumentOut(Schema):
    """Everything about where and when parcels go."""

    version: int
    zones: list[KeptZoneOut]
    calendar: KeptCalendar


class TaxRateParts(Schema):
    """`rate` is a fraction: 13 % is "0.13". Of rates with one `name` the most specific counts, different names add up.

    `postcodes` and codes as in the areas of delivery zones.
    """

    name: Text = Field(examples=["VAT"])
    rate: Rate = Field(examples=["0.13"])
    country: WholeCountry
    province: Part = ""
    city: Part = ""
    tax_class: TaxClass | None = Field(None, description="For goods of this class only.")
    postcodes: list[Postcodes] = Field([], max_length=200)
    country_code: Text | None = Field(None, description="ISO 3166-1 alpha-2.", examples=["CN"])
    subdivision: Text | None = Field(None, description="ISO 3166-2.", examples=["CN-ZJ"])
    city_code: Text | None = Field(None, description="Administrative code, in mainland China.", examples=["330100"])
    category: VatCategory | None = Field(
        None,
        description="Why a rate of 0 is 0, as invoices say it (EN 16931): Z zero rate, E exempt, AE reverse charge, K supply within the "
        "European Union, G export from it, O outside the scope of the tax.",
        examples=[None],
    )
    reason: Annotated[Remark, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        "", description="The same in words, where the usual ones will not do.", examples=["Steuerfrei nach § 4 Nr. 21 UStG"]
    )
    names: Names | None = Field(
        None, description="What buyers read for the name, by language; not sent: as it is, {}: none.", examples=[{"zh": "增值税"}]
    )


class TaxRateIn(TaxRateParts):
    @model_validator(mode="after")
    def _known(self) -> TaxRateIn:
        names = known_names(Written(self.country, self.province, self.city), self.country_code, self.subdivision, self.city_code)
        if self.category and Decimal(self.rate):
            raise ValueError("only a rate of 0 has a category that says why")
        # Frozen for its readers; here it is still being made.
        self.__dict__.update(province=names.province, city=names.city)
        return self

    def as_rate(self, rate_id: str) -> TaxRate:
        why = (self.category.value if self.category else "", self.reason)
        return TaxRate(
            rate_id, self.name, self.rate, self.country, self.province, self.city, self.tax_class, tuple(self.postcodes), self.names, *why
        )  # fmt: skip


class TaxRateShown(TaxRateParts):
    country: str
    postcodes: list[str] = Field(default_factory=list)
    id: str


class TaxRateOut(TaxRateShown):
    version: int

    @classmethod
    def of(cls, rate: TaxRate, version: int) -> TaxRateOut:
        return cls(version=version, **shown_of(rate))


def shown_of(rate: TaxRate) -> dict[str, Any]:
    codes = area_codes(rate.country, rate.province, rate.city)
    codes.pop("district_code")
    told = {"postcodes": list(rate.postcodes), "names": rate.names or {}, "category": rate.category or None}
    return vars(rate) | told | codes


class TaxRatesOut(Schema):
    data: list[TaxRateOut]
    next_cursor: str | None = None


class TaxSettingsModel(Versioned):
    """`included_in`: countries whose prices include tax. `shipping_tax`: how delivery is taxed by country (or `*`): `follow_goods` with
    the rates of the goods by their value, `fixed_class` as goods of `shipping_class`, `none`. Unless said: in the European Union it
    follows the goods, elsewhere it is of the fixed class (null: not taxed at all)."""

    included_in: list[Country] = Field(["CN"], max_length=300)
    rounding: Rounding = Rounding.LINE
    shipping_class: TaxClass | None = "standard"
    shipping_tax: dict[AreaCountry, ShippingTax] = Field({}, max_length=300, examples=[{"DE": "follow_goods"}])
    classes: dict[Code, TaxClass] = Field(
        {}, max_length=2000, description="The tax class of goods by category id; sub-categories inherit it. A product's own class wins."
    )

    @property
    def settings(self) -> TaxSettings:
        return TaxSettings(frozenset(self.included_in), self.rounding, self.shipping_class, dict(self.shipping_tax))


class TaxSettingsOut(TaxSettingsModel):
    version: int


class KeptTaxRate(TaxRateIn):
    id: str


class TaxDocumentIn(TaxSettingsModel):
    """Everything about tax, as a version keeps it."""

    rates: list[KeptTaxRate] = Field(max_length=2000)


class TaxDocumentOut(TaxSettingsModel):
    """Everything about tax: settings, and all rates."""

    version: int
    rates: list[TaxRateShown]

    @classmethod
    def of(cls, rules: TaxRules, version: int) -> TaxDocumentOut:
        return cls(version=version, rates=[TaxRateShown(**shown_of(rate)) for rate in rules.rates], **settings_of(rules))


def settings_of(rules: TaxRules) -> dict[str, Any]:
    said = vars(rules.settings)
    return said | {"included_in": sorted(rules.settings.included_in), "classes": rules.classes}


# Who may write orders.
RoleName = Literal["owner", "manager", "support"]
BasisPoints = Annotated[int, Field(strict=True, ge=0, le=10_000)]


class CheckoutSettingsModel(Versioned):
    """How long stock is held for an unpaid order, for how long its buyer may extend that once, when silence confirms a receipt, and how
    long an order that was paid in part waits for the rest before it is cancelled and the part goes back."""

    hold_minutes: int = Field(30, strict=True, ge=1, le=7 * 24 * 60)
    extend_minutes: int = Field(30, strict=True, ge=1, le=7 * 24 * 60)
    auto_confirm_days: int = Field(7, strict=True, ge=1, le=90)
    rest_hold_days: int = Field(3, strict=True, ge=1, le=90)
    price_limits: dict[RoleName, BasisPoints] | None = Field(
        None,
        description="How much a role may take off a piece's price in a draft, in hundredths of a per cent; a role without one: nothing, an "
        "owner without one: all of it. Not sent: as it is.",
        examples=[{"support": 2000, "manager": 10000}],
    )

    def rules(self, before: CheckoutRules) -> CheckoutRules:
        given = self.model_dump(exclude={"price_limits", "version"})
        limits = before.price_limits if self.price_limits is None else {str(role): most for role, most in self.price_limits.items()}
        return CheckoutRules(**given, price_limits=limits)


class CheckoutSettingsOut(CheckoutSettingsModel):
    price_limits: dict[str, int]  # type: ignore[assignment]
    version: int
