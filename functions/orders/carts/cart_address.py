"""Where a cart goes: an address as it is typed, one as it is read from the address book, or the id of one in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Self, cast

from pydantic import Field, ModelWrapValidatorHandler, ValidationInfo, model_validator

from functions.customers import saved_address
from functions.orders.carts.carts import delivered_to
from functions.orders.carts.terms.delivering import Delivering
from functions.orders.model.cart import Cart
from functions.shared.contact.address import AddressIn, names_of
from functions.shared.http.validation import Schema, Text, parse
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.postal_address import Address

_BY_ID = "address_id"


class AddressOfBook(Schema):
    address_id: Text = Field(examples=["adr_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])


def _either(schema: dict[str, Any]) -> None:
    needed = schema.pop("required")
    schema["oneOf"] = [{"required": [_BY_ID], "maxProperties": 1}, {"required": needed, "not": {"required": [_BY_ID]}}]


class CartAddress(AddressIn, json_schema_extra=_either):
    """Where the parcel goes: the address itself, or nothing but `address_id`, one of the address book of whoever is signed in.

    A saved address can be sent as it was read: from `id` on, what the book says of it is not looked at.
    """

    address_id: Text | None = Field(None, description="Alone, instead of all the others.")
    id: Any = None
    version: Any = None
    default: Any = None
    label: Any = None
    created_at: Any = None

    @model_validator(mode="wrap")
    @classmethod
    def _by_id_alone(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if isinstance(data, dict) and data.get(_BY_ID) is not None:
            chosen = AddressOfBook.model_validate(data, context=info.context)
            return cast("Self", cls.model_construct(None, **chosen.model_dump()))
        return handler(data)


_OF_AN_ADDRESS = frozenset(AddressIn.model_fields)


Addressing = Callable[[Cart, Delivering], Cart]
"""The cart with its address."""


def sent_to(chosen: CartAddress, customer_id: str | None, *, at: str = "") -> Addressing:
    """Raises Invalid (422): `unknown_address`, `address_not_covered`. `at`: where in the body `chosen` stands."""
    if chosen.address_id is not None:
        return sent_to_saved(chosen.address_id, customer_id, at=at)
    return lambda cart, delivering: delivered_to(_address(chosen), cart, delivering)


def sent_to_saved(address_id: str, customer_id: str | None, *, at: str = "") -> Addressing:
    """All that is wrong with a saved address stands at its id."""

    def addressed(cart: Cart, delivering: Delivering) -> Cart:
        try:
            return delivered_to(_of_book(customer_id, address_id), cart, delivering)
        except Invalid as refused:
            faults = [Fault(f"{at}/{_BY_ID}", fault.code, fault.detail) for fault in refused.faults]
            raise Invalid(refused.detail, faults=faults, code=refused.code) from refused

    return addressed


def _of_book(customer_id: str | None, address_id: str) -> Address:
    saved = saved_address(customer_id, address_id) if customer_id else None
    if saved is None:
        raise Invalid.field(f"/{_BY_ID}", "unknown_address", "There is no such address in your address book.")
    # Once more by the rules of today: it may have been kept before there were any.
    return _address(parse(names_of(asdict(saved)), AddressIn))


def _address(checked: AddressIn) -> Address:
    return Address(**checked.model_dump(include=set(_OF_AN_ADDRESS)))
