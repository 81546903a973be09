"""One row of our own NDJSON, which rows of other systems are turned into: a customer, or an order with all its lines. Amounts are integers
in the smallest unit of the order's currency (README)."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from functions.moving.model.group import Fault, Group
from functions.orders import FulfilmentStatus, PaymentStatus
from functions.privacy import Purpose
from functions.shared.http.moments import MomentText
from functions.shared.http.validation import Currency, Language, LongText, Metadata, Remark, Schema, Text, received
from functions.shared.plain.money import MAX_AMOUNT

_Amount = Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]
_Signed = Annotated[int, Field(strict=True, ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
_Name = Annotated[Remark, StringConstraints(max_length=200)]
_Number = Annotated[Text, StringConstraints(max_length=40, pattern=r"^[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$")]
_Tags = Annotated[list[Annotated[Remark, StringConstraints(max_length=100)]], Field(max_length=100)]
MAX_LINES = 500
_MAX_FAULTS = 20


class AddressRow(Schema):
    name: _Name = ""
    company: _Name = ""
    phone: Annotated[Remark, StringConstraints(max_length=40)] = ""
    country: _Name = ""
    province: _Name = ""
    city: _Name = ""
    district: _Name = ""
    street: Remark = ""
    postal_code: Annotated[Remark, StringConstraints(max_length=20)] = ""


class ConsentRow(Schema):
    """`decided_at`: when they decided there; left out where that system does not say."""

    purpose: Purpose
    given: bool
    text_version: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{0,64}$")] = ""
    decided_at: MomentText | None = None


class CustomerRow(Schema):
    """By `external_id` they are known again; without one by their address or number."""

    external_id: _Name = ""
    email: Annotated[str, StringConstraints(max_length=320)] = ""
    phone: Annotated[str, StringConstraints(max_length=60)] = ""
    name: _Name = ""
    language: Language | None = None
    registered_at: MomentText | None = None
    note: LongText = ""
    tags: _Tags = Field(default_factory=list)
    metadata: Metadata = Field(default_factory=dict)
    addresses: Annotated[list[AddressRow], Field(max_length=20)] = Field(default_factory=list)
    consents: Annotated[list[ConsentRow], Field(max_length=len(Purpose))] = Field(default_factory=list)


class LineRow(Schema):
    """`subtotal`: of all its pieces before discounts; `total`: what it came to in the end, to be compared."""

    sku: Annotated[Remark, StringConstraints(max_length=100)] = ""
    title: Text
    quantity: int = Field(strict=True, ge=1, le=1_000_000)
    unit_price: _Amount
    list_price: _Amount | None = None
    subtotal: _Amount | None = None
    discount: _Signed = 0
    tax: _Amount = 0
    total: _Signed | None = None


class OrderRow(Schema):
    external_id: _Name = ""
    number: _Number
    customer_external_id: _Name = ""
    email: Annotated[str, StringConstraints(max_length=320)] = ""
    phone: Annotated[str, StringConstraints(max_length=60)] = ""
    currency: Currency
    language: Language | None = None
    placed_at: MomentText
    paid_at: MomentText | None = None
    cancelled_at: MomentText | None = None
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus = FulfilmentStatus.UNFULFILLED
    lines: Annotated[list[LineRow], Field(min_length=1, max_length=MAX_LINES)]
    discount: _Signed | None = None
    shipping: _Amount = 0
    tax: _Amount = 0
    tax_included: bool | None = None
    taxes: Annotated[dict[Annotated[str, StringConstraints(max_length=100)], _Amount], Field(max_length=20)] = Field(default_factory=dict)
    total: _Amount
    refunded: _Amount = 0
    address: AddressRow = AddressRow()
    delivery: Remark = ""
    codes: Annotated[list[Annotated[Remark, StringConstraints(max_length=100)]], Field(max_length=20)] = Field(default_factory=list)
    note: LongText = ""
    tags: _Tags = Field(default_factory=list)
    metadata: Metadata = Field(default_factory=dict)


R = TypeVar("R", bound=BaseModel)


def row_of(group: Group, shape: type[R]) -> R | list[Fault]:
    """What is wrong names a field and never says what stands there: reports are read by more people than the file."""
    if group.faults:
        return list(group.faults)
    try:
        return received(group.body, shape)
    except ValidationError as error:
        line, told = group.lines[0], error.errors(include_input=False)[:_MAX_FAULTS]
        return [Fault(line, _pointer(one["loc"]), _code(one["type"]), str(one["msg"])[:300]) for one in told]


def _pointer(place: tuple[Any, ...]) -> str:
    return "/" + "/".join(str(part) for part in place) if place else ""


def _code(kind: str) -> str:
    return {"extra_forbidden": "unknown_field", "missing": "missing"}.get(kind, kind if kind.startswith("invalid_") else "invalid_field")
