"""Who sells: the legal entity whose name, tax number and series of numbers a document has. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import StrEnum

from functions.invoices.model.document import Party
from functions.shared.plain.deferred import dataclass


class IssueWhen(StrEnum):
    """paid: with the last of its money; shipped: that, and its first parcel has left."""

    PAID = "paid"
    SHIPPED = "shipped"


@dataclass(frozen=True)
class LegalEntity:
    """`country` is an ISO code; `countries`: delivery countries whose orders it invoices, none: all that no other one does. `vat_number`
    (with its country's prefix where the country has one) or `tax_number`, as the country gives it. One that is not `enabled` invoices no
    further order; of those that it invoiced it issues what follows, because they were sold by it. Of one in China `fapiao_provider`
    issues its e-invoices (none: nobody does), with `goods_code` for goods that have none of their own and `delivery_code` for the
    delivery."""

    id: str
    name: str
    street: str
    city: str
    postal_code: str
    country: str
    timezone: str
    vat_number: str = ""
    tax_number: str = ""
    email: str = ""
    phone: str = ""
    registration: str = ""
    countries: list[str] = field(default_factory=list)
    issue_when: IssueWhen = IssueWhen.PAID
    invoice_series: str = "INV"
    credit_series: str = "CN"
    yearly: bool = True
    enabled: bool = True
    fapiao_provider: str = ""
    goods_code: str = ""
    delivery_code: str = ""

    @property
    def seller(self) -> Party:
        return Party(
            name=self.name,
            street=self.street,
            city=self.city,
            postal_code=self.postal_code,
            country=self.country,
            vat_number=self.vat_number,
            tax_number=self.tax_number,
            email=self.email,
            phone=self.phone,
            registration=self.registration,
        )


@dataclass(frozen=True)
class InvoiceSettings:
    entities: list[LegalEntity] = field(default_factory=list)


def entity_for(entities: Sequence[LegalEntity], country: str) -> LegalEntity | None:
    """Who invoices what is delivered to the country; None: nobody does."""
    able = [one for one in entities if one.enabled]
    named = next((one for one in able if country in one.countries), None)
    return named or next((one for one in able if not one.countries), None)
