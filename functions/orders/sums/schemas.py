"""Totals, parts of a price, delivery and address as carts and orders show them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.orders.model.shipping_rates import DeliveryKind
from functions.shared.contact.address import AddressParts
from functions.shared.http.validation import LongText, MoneyModel, Schema
from functions.shared.places import codes_of, place_of
from functions.shared.plain.postal_address import Address

Short = Annotated[LongText, StringConstraints(max_length=200)]


class AddressShown(AddressParts):
    """Where the parcel goes, as it was typed, and which place that is."""

    @classmethod
    def of(cls, address: Address) -> AddressShown:
        return cls.model_construct(**vars(address) | codes_of(place_of(address)))


class TaxOut(Schema):
    """One rate of one tax over lines and delivery. `rate` is a fraction (0.13), empty where it is not known; `base` is without tax."""

    name: str
    rate: str
    base: MoneyModel
    amount: MoneyModel
    included: bool


class TotalsOut(Schema):
    """subtotal − discount + shipping + tax = total; `tax_included` is contained in the prices, and `taxes` are both kinds by rate."""

    subtotal: MoneyModel
    discount: MoneyModel
    shipping: MoneyModel
    tax: MoneyModel
    total: MoneyModel
    tax_included: MoneyModel
    taxes: list[TaxOut]


class PartOut(Schema):
    """One explained part of the price; discounts are negative, `tax_included` is contained in the prices already."""

    kind: str
    code: str
    title: str
    amount: MoneyModel
    line_id: str | None = None


class DeliveryOptionOut(Schema):
    """`service` is the same in every language; `service_name` is what the reader calls it."""

    id: str
    carrier: str
    service: str
    service_name: str
    fee: MoneyModel
    promised_date: str
    kind: DeliveryKind = Field(
        DeliveryKind.HOME, description="pickup_point: a point has to be chosen. none: gift cards alone, which go by e-mail."
    )
