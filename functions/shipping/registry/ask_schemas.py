"""What staff ask a carrier, and what it answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.shared.contact.address import AddressIn
from functions.shared.http.moments import Moment
from functions.shared.http.validation import Currency, Schema

Grams = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
Side = Annotated[int, Field(strict=True, ge=0, le=10_000)]


class QuoteIn(Schema):
    """A parcel that somebody wants to send; its sides in millimetres, where they are known."""

    address: AddressIn
    weight_g: Grams
    length_mm: Side = 0
    width_mm: Side = 0
    height_mm: Side = 0
    currency: Currency = Field(examples=["CNY"])


class OfferOut(Schema):
    """`amount`: minor units of `currency`; null where no price was set. `courier_amount`: what the courier says, if anything."""

    service: str
    amount: int | None
    currency: str
    days: int
    billed_weight_g: int
    courier_amount: int | None


class RefusalOut(Schema):
    """`service` is null where the carrier as a whole does not take it."""

    service: str | None
    code: str
    detail: str


class QuotesOut(Schema):
    offers: list[OfferOut]
    refused: list[RefusalOut]


class PickupIn(Schema):
    """`address`: where the parcels are."""

    address: AddressIn
    ready_from: Moment
    ready_until: Moment
    parcels: int = Field(strict=True, ge=1, le=10_000)
    weight_g: Grams


class PickupOut(Schema):
    reference: str
