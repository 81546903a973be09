"""An issued document: everything that it says, as of the moment it was issued. It never changes. Pure."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from functions.invoices.model.rows import Row, Sums, sums_of
from functions.shared.plain.deferred import dataclass


class Kind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True)
class Party:
    """Seller or buyer. `country` is an ISO code where it is known."""

    name: str
    street: str = ""
    city: str = ""
    postal_code: str = ""
    region: str = ""
    country: str = ""
    vat_number: str = ""
    tax_number: str = ""
    email: str = ""
    phone: str = ""
    registration: str = ""


@dataclass(frozen=True)
class Document:
    """`cause`: what it was issued for, once: `order`, the id of a refund, `back#<refund>` (its money came back), `reissue#<n>`. `basis`:
    the document that it takes back or stands in for, by id, number and day. `day` is that of issue where the seller is, `supplied_on` that
    of the delivery. `prepaid`: how much of it was paid when it was issued. `delivered_to`: the country, if known."""

    id: str
    kind: Kind
    number: str
    entity_id: str
    order_id: str
    order_number: str
    currency: str
    language: str
    issued_at: str
    day: str
    supplied_on: str
    seller: Party
    buyer: Party
    rows: list[Row]
    cause: str
    prepaid: int = 0
    basis_id: str = ""
    basis_number: str = ""
    basis_day: str = ""
    delivered_to: str = ""
    # Whose goods its order has; empty: the shop's own, or of before it was kept.
    merchants: list[str] = field(default_factory=list)

    @property
    def sums(self) -> Sums:
        return sums_of(self.rows)

    @property
    def due(self) -> int:
        return self.sums.gross - self.prepaid
