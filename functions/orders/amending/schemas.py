"""What is sent and answered where orders are amended."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.orders.amending.wish import AmendWish, LineWish
from functions.orders.model.cart import MAX_LINES, MAX_QUANTITY
from functions.orders.placed.amendment_schemas import AmendmentLineOut
from functions.orders.sums.schemas import AddressShown, DeliveryOptionOut, TotalsOut
from functions.shared.contact.address import AddressIn
from functions.shared.http.validation import LongText, MoneyModel, Schema, Text
from functions.shared.plain.postal_address import Address

_ADDRESS = frozenset(AddressIn.model_fields)
Because = Annotated[LongText, StringConstraints(max_length=500)]


class AmendLineIn(Schema):
    """`line_id` alone: how many pieces there are of a line, 0 for none. `variant_id` alone: so many pieces besides, at today's price."""

    line_id: Text | None = Field(None, examples=["line_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    variant_id: Text | None = None
    quantity: int = Field(strict=True, ge=0, le=MAX_QUANTITY, examples=[1])

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.line_id is None) == (self.variant_id is None):
            raise PydanticCustomError("line_or_variant", "Name a line or a variant.", {"at": "line_id"})
        if self.variant_id is not None and not self.quantity:
            raise PydanticCustomError("quantity_missing", "At least one piece.", {"at": "quantity"})
        return self


class AmendmentIn(Schema):
    """What is left out stays: lines that are not named, too. The address is sent as a whole."""

    address: AddressIn | None = None
    lines: list[AmendLineIn] = Field(default_factory=list, max_length=MAX_LINES, description="Staff only.")
    delivery_option_id: Text | None = Field(None, description="Where the new address cannot be reached as agreed, or by staff.")
    reason: Because = Field("", description="Staff only; its buyer reads it.")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.address is None and not self.lines and self.delivery_option_id is None:
            raise PydanticCustomError("nothing_to_amend", "Send an address, lines or a way of delivery.", {"at": "lines"})
        return self

    def wish(self) -> AmendWish:
        address = Address(**self.address.model_dump(include=set(_ADDRESS))) if self.address else None
        lines = [LineWish(line.quantity, line.line_id, line.variant_id) for line in self.lines]
        return AmendWish(address, lines, self.delivery_option_id, self.reason)


class AmendIn(AmendmentIn):
    preview_hash: Text | None = Field(None, description="What was agreed to. Buyers send it where the total changes.")


class AmendedLineOut(Schema):
    id: str
    variant_id: str
    sku: str
    quantity: int
    unit_price: MoneyModel
    discount: MoneyModel
    tax: MoneyModel
    total: MoneyModel


class AmendmentPreviewOut(Schema):
    """`difference` of the totals. `due`: what is to be paid before it counts; `give_back`: what goes back. Both are 0 of an order that is
    not paid: it is paid at its new total. `delivery_options`: what the new address offers, where another way must or may be chosen."""

    before: TotalsOut
    after: TotalsOut
    difference: MoneyModel
    due: MoneyModel
    give_back: MoneyModel
    changes: list[AmendmentLineOut]
    lines: list[AmendedLineOut]
    address: AddressShown
    delivery_option: DeliveryOptionOut
    delivery_options: list[DeliveryOptionOut]
    preview_hash: str
    version: int
