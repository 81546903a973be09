"""What the calls for a whole cart take and answer."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.orders.carts.cart_address import CartAddress
from functions.orders.carts.schemas import CartOut, NewLine, PointChoice
from functions.orders.model.cart import MAX_COUPONS, MAX_LINES
from functions.orders.sums.schemas import DeliveryOptionOut
from functions.payments import PaymentMethodView
from functions.shared.contact.fields import Email
from functions.shared.http.validation import Currency, Metadata, Schema, Text

Code = Annotated[Text, StringConstraints(max_length=100)]


class WholeCartIn(Schema):
    """All that a cart can be told. What is left out is not in the cart afterwards; `currency`: its own, of a new cart the shop's."""

    currency: Currency | None = None
    lines: Annotated[list[NewLine], Field(max_length=MAX_LINES)] = Field([], description="Of one variant twice, the pieces add up.")
    address: CartAddress | None = None
    address_id: Text | None = Field(None, description="Instead of `address`: one of the address book of whoever is signed in.")
    delivery_option_id: Text | None = Field(None, examples=["standard"])
    pickup_point: PointChoice | None = Field(None, description="For a delivery option of the kind `pickup_point`.")
    codes: Annotated[list[Code], Field(max_length=MAX_COUPONS)] = Field([], examples=[["SPRING"]])
    email: Email | None = None
    metadata: Metadata = Field(default_factory=dict, description="Public. The order takes it over.")

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if self.address is not None and self.address_id is not None:
            raise PydanticCustomError("two_addresses", "Send `address` or `address_id`, not both.", {"at": "address_id"})
        return self


class RefusedOut(Schema):
    """A part of the wish that is not in the cart: where it was sent, and the code its own call would have been refused with."""

    pointer: str
    code: str
    detail: str


class WholeCartOut(CartOut):
    """The cart with what placing its order takes: `delivery_options` once there is an address, `payment_methods` once there is something
    to pay in a country, and `preview_hash` to be sent with the order. `refused`: what was sent and is not in the cart."""

    delivery_options: list[DeliveryOptionOut]
    payment_methods: list[PaymentMethodView]
    preview_hash: str
    refused: list[RefusedOut]
