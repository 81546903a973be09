"""Legal entities as staff write and read them."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.invoices.model.legal_entity import InvoiceSettings, IssueWhen, LegalEntity
from functions.invoices.providers.discovery import is_provider
from functions.invoices.settings.tax_numbers import tax_number, vat_number
from functions.invoices.store.invoice_settings import KeptSettings
from functions.shared.contact.address import PostalCode
from functions.shared.contact.fields import Email, PhoneText
from functions.shared.documents.document import Versioned
from functions.shared.http.countries import Country
from functions.shared.http.validation import Schema, ShortName


@cache
def _timezones() -> set[str]:
    return available_timezones()


def _timezone(name: str) -> str:
    if name not in _timezones():
        raise ValueError("not a time zone of the IANA database")
    return name


SeriesName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,9}$")]
GoodsCode = Annotated[str, StringConstraints(pattern=r"^([1-6][0-9]{18})?$")]
_Number = Annotated[str, StringConstraints(max_length=30)]


class LegalEntityModel(Schema):
    """Who sells what is delivered to `countries` (none: to all that no other one names). Numbers are given per series without gaps;
    `yearly` ones begin at 1 each year, by the entity's time zone. Both kinds may share one series."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")] = Field(examples=["de"])
    name: ShortName = Field(examples=["Example GmbH"])
    street: ShortName
    city: ShortName
    postal_code: PostalCode = ""
    country: Country = Field(examples=["DE"])
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(examples=["Europe/Berlin"])
    vat_number: _Number = Field("", examples=["DE136695976"])
    tax_number: _Number = Field("", description="Where there is no VAT number; in China the unified social credit code.")
    email: Email | None = None
    phone: PhoneText | None = None
    registration: Annotated[str, StringConstraints(max_length=100)] = Field("", examples=["HRB 12345"])
    countries: list[Country] = Field([], max_length=250)
    issue_when: IssueWhen = IssueWhen.PAID
    invoice_series: SeriesName = "INV"
    credit_series: SeriesName = "CN"
    yearly: bool = Field(True, strict=True)
    enabled: bool = Field(True, strict=True)
    fapiao_provider: Annotated[str, StringConstraints(max_length=32)] = Field(
        "", description="Who issues its Chinese e-invoices: the code of an installed provider.", examples=[""]
    )
    goods_code: GoodsCode = Field("", description="Of goods that have no code of their own.", examples=["1060105020000000000"])
    delivery_code: GoodsCode = Field("", description="Of the delivery fee.", examples=["3040409030000000000"])

    @model_validator(mode="after")
    def _has_a_number(self) -> LegalEntityModel:
        if not self.vat_number.strip() and not self.tax_number.strip():
            raise ValueError("an invoice needs the seller's VAT number or tax number")
        if self.fapiao_provider and (self.country != "CN" or not self.tax_number.strip()):
            raise ValueError("Chinese e-invoices are those of a seller in China with its unified social credit code as tax number")
        if self.fapiao_provider and not is_provider(self.fapiao_provider):
            raise ValueError("there is no such provider of e-invoices")
        self.entity()
        return self

    def entity(self) -> LegalEntity:
        """Raises ValueError for a number with a wrong check digit."""
        sent: dict[str, Any] = {name: "" if value is None else value for name, value in self.model_dump().items()}
        sent["vat_number"] = vat_number(self.country, self.vat_number)
        sent["tax_number"] = tax_number(self.country, self.tax_number)
        return LegalEntity(**sent)


class InvoiceSettingsModel(Versioned):
    entities: list[LegalEntityModel] = Field(max_length=50)

    @model_validator(mode="after")
    def _each_once(self) -> InvoiceSettingsModel:
        if len({one.id for one in self.entities}) != len(self.entities):
            raise ValueError("a legal entity comes twice")
        able = [one for one in self.entities if one.enabled]
        named = [country for one in able for country in one.countries]
        if len(set(named)) != len(named) or sum(not one.countries for one in able) > 1:
            raise ValueError("two legal entities would invoice the same country")
        return self

    def settings(self) -> InvoiceSettings:
        return InvoiceSettings([one.entity() for one in self.entities])


class InvoiceSettingsOut(InvoiceSettingsModel):
    version: int

    @classmethod
    def of(cls, kept: KeptSettings) -> InvoiceSettingsOut:
        return cls(entities=[_shown(one) for one in kept.settings.entities], version=kept.version)


def _shown(one: LegalEntity) -> LegalEntityModel:
    known = {name: getattr(one, name) for name in LegalEntityModel.model_fields}
    return LegalEntityModel(**known | {"email": one.email or None, "phone": one.phone or None})
