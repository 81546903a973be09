"""Drafts of orders, as staff send and read them."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.orders.drafting.override_prices import DraftLine
from functions.orders.drafting.price_draft import DraftWish
from functions.orders.model.cart import MAX_LINES, MAX_QUANTITY
from functions.orders.model.drafts.draft import DraftState
from functions.orders.placed.amendment_schemas import PriceOverrideOut
from functions.orders.placed.staff.schemas import AdminOrderOut
from functions.orders.placed.timeline.schemas import ActorOut
from functions.orders.sums.schemas import AddressShown, DeliveryOptionOut, TotalsOut
from functions.shared.contact.address import AddressIn
from functions.shared.contact.card_to_fields import CardToIn, CardToOut
from functions.shared.contact.fields import Email
from functions.shared.http.validation import Currency, LongText, MoneyModel, Schema, Text
from functions.shared.plain.errors import Invalid
from functions.shared.plain.postal_address import Address
from functions.shared.plain.settings import settings

_ADDRESS = frozenset(AddressIn.model_fields)
Because = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]


class DraftLineIn(Schema):
    """`price` of one piece, where it is not the catalogue's: then `price_reason` says why."""

    variant_id: Text
    quantity: int = Field(strict=True, ge=1, le=MAX_QUANTITY, examples=[1])
    price: MoneyModel | None = None
    price_reason: Because = Field("", examples=["Agreed by telephone: display piece."])
    send_to: CardToIn | None = Field(None, description="Of a gift card.")

    @model_validator(mode="after")
    def _with_its_reason(self) -> Self:
        if self.price is not None and not self.price_reason:
            raise PydanticCustomError("price_reason_missing", "Say why the price is another one.", {"at": "price_reason"})
        if self.price is not None and self.price.amount < 0:
            raise PydanticCustomError("negative_price", "A price is not below 0.", {"at": "price"})
        if self.price is None and self.price_reason:
            raise PydanticCustomError("price_missing", "A reason without a price.", {"at": "price"})
        return self


class DraftIn(Schema):
    """For a customer, or for whoever has the address' e-mail, or `email`. Without a way of delivery the cheapest one. Its stock is set
    aside for `keep_hours`. Gift cards alone need no address."""

    currency: Currency | None = Field(None, description="Else the store's.")
    customer_id: Text | None = None
    address: AddressIn | None = None
    email: Email | None = Field(None, description="Where the link to pay is sent, if the address says none.")
    lines: list[DraftLineIn] = Field(min_length=1, max_length=MAX_LINES)
    delivery_option_id: Text | None = None
    language: Language | None = Field(None, description="In which its buyer is written to.", examples=["en"])
    note: LongText = ""
    keep_hours: int = Field(72, ge=1, le=720)

    def wish(self) -> DraftWish:
        """Raises Invalid (422 `currency_mismatch`, `day_over`, `too_late`)."""
        currency = self.currency or settings().default_currency
        for i, line in enumerate(self.lines):
            if line.price is not None and line.price.currency != currency:
                raise Invalid.field(f"/lines/{i}/price/currency", "currency_mismatch", f"The draft is in {currency}.")
        return DraftWish(
            currency=currency,
            lines=[
                DraftLine(
                    line.variant_id,
                    line.quantity,
                    line.price.amount if line.price else None,
                    line.price_reason,
                    line.send_to.told() if line.send_to else None,
                )
                for line in self.lines
            ],
            address=Address(**self.address.model_dump(include=set(_ADDRESS))) if self.address else None,
            email=self.email,
            customer_id=self.customer_id,
            delivery_option_id=self.delivery_option_id,
            language=self.language or "",
            note=self.note,
        )

    @property
    def keeps(self) -> timedelta:
        return timedelta(hours=self.keep_hours)


class PlaceDraftIn(Schema):
    pay_hours: int = Field(72, ge=1, le=720, description="For how long it waits for its payment.")


class DraftLineOut(Schema):
    id: str
    variant_id: str
    sku: str
    title: dict[str, str]
    quantity: int
    unit_price: MoneyModel
    tax: MoneyModel
    total: MoneyModel
    price_list: str | None = Field(default=None, description="The price list that `unit_price` is from.")
    price_override: PriceOverrideOut | None
    send_to: CardToOut | None = Field(None, description="Whom a gift card is for.")


class DraftOut(Schema):
    """`id` will be the order's."""

    id: str
    version: int
    state: DraftState
    currency: str
    customer_id: str | None
    address: AddressShown
    lines: list[DraftLineOut]
    delivery_option: DeliveryOptionOut
    totals: TotalsOut
    note: str
    created_at: str
    created_by: ActorOut
    expires_at: str
    ended_at: str | None


class DraftsOut(Schema):
    data: list[DraftOut]
    next_cursor: str | None = None


class PlacedDraftOut(Schema):
    """`payment_link`: the order's page, where its buyer pays; they get it by mail, too."""

    order: AdminOrderOut
    payment_link: str
