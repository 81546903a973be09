"""How staff look for orders: the query of their list."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.orders.model.states import FulfilmentStatus, PaymentStatus, Status
from functions.orders.placed.list_orders import OrderFilter
from functions.orders.placed.order_patch import Tag
from functions.orders.placed.schemas import PageQuery
from functions.orders.sums.schemas import Short
from functions.platform import filtered_by
from functions.shared.contact.fields import PhoneSearch
from functions.shared.fields.custom_fields import Resource
from functions.shared.fields.field_filters import FieldQuery
from functions.shared.http.moments import From, MomentText, Until
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.plain import times


def _known_month(month: str) -> str:
    if not "1970" <= month[:4] < "2200":
        raise ValueError("a month between the years 1970 and 2199 is wanted")
    return month


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("leave it out instead")
    return text


_CUSTOMER, _EMAIL, _PHONE, _SKU = r"cus_[0-9A-Z]{26}", r"[^@ ]+@[^@ ]+", r"\+?[0-9][0-9 ()./-]{5,30}", r".*"


S = TypeVar("S")


def _several(value: Any) -> Any:
    """One, several with commas, or the parameter repeated."""
    given = value if isinstance(value, list) else [value]
    return [part for one in given for part in (one.split(",") if isinstance(one, str) else [one])]


Several = Annotated[list[S], BeforeValidator(_several), Field(max_length=20)]
Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$"), AfterValidator(_known_month)]


def _past(at: str) -> str:
    if at > times.iso(clock.now()):
        raise PydanticCustomError("invalid_time", "this has not come yet; send a time of the past")
    return at


class AtQuery(Schema):
    at: Annotated[MomentText, AfterValidator(_past)] | None = Field(None, description="Answers the order as it was then.")


class AdminOrdersQuery(PageQuery):
    """`number` alone; or any of the others together. Without a time the last three months are listed, at most 25 otherwise.

    A page can be shorter than `limit` and still have a `next_cursor` when few of the rows it walked fit.
    """

    month: Month | None = Field(None, description="UTC")
    start: From | None = Field(None, alias="from", description="Placed at or after this time, or from this day of the store on.")
    end: Until | None = Field(None, alias="to", description="Placed before this time, or until the end of this day of the store.")
    status: Several[Status] = Field(default=[], description="One, or several with commas.")
    payment_status: Several[PaymentStatus] = Field(default=[])
    fulfilment_status: Several[FulfilmentStatus] = Field(default=[])
    email: Annotated[str, StringConstraints(pattern=r"^[^@ ]{1,64}@[^@ ]{1,255}$")] | None = Field(None, description="In any case.")
    q: Annotated[Short, AfterValidator(_said)] | None = Field(
        None, description="A number, an order's or customer's id, an e-mail address, a telephone number, or a SKU."
    )
    customer_id: Annotated[Short, AfterValidator(_said)] | None = None
    phone: PhoneSearch | None = Field(None, description="In any spelling; its last digits count.")
    product_id: Annotated[str, StringConstraints(pattern=r"^prod_[0-9A-Z]{26}$")] | None = None
    sku: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(None, description="Whenever it was placed.")
    number: Annotated[str, StringConstraints(pattern=r"^\S(.{0,38}\S)?$")] | None = Field(
        None, description="Of an imported order as the other system wrote it, such as #1001."
    )
    tag: Tag | None = Field(None, description="What staff call it by; in any case of letters. Whenever it was placed.")
    field: FieldQuery = Field(default={})

    @model_validator(mode="after")
    def _one_time(self) -> AdminOrdersQuery:
        if self.month and (self.start or self.end):
            raise ValueError("send a month, or from and to")
        if self.start and self.end and self.end < self.start:
            raise ValueError("to is before from")
        return self

    def _searched(self, kind: str) -> str | None:
        """What `q` is, if it is of this kind."""
        text = (self.q or "").strip()
        kinds = (_CUSTOMER, _EMAIL, _PHONE)
        is_one = [one for one in kinds if re.fullmatch(one, text)]
        return text if text and (is_one[0] if is_one else _SKU) == kind else None

    @property
    def named(self) -> str | None:
        """The number or id of the one order that is asked for."""
        text = (self.q or "").strip()
        return self.number or (text if re.fullmatch(r"[0-9]{14}|ord_[0-9A-Z]{26}|#\S{1,39}", text) else None)

    def wanted(self) -> OrderFilter:
        """Raises Invalid (422) for what cannot be filtered by."""
        start, end = self.start, self.end
        if self.month:
            start = datetime.fromisoformat(f"{self.month}-01T00:00:00+00:00")
            end = (start + timedelta(days=32)).replace(day=1)
        return OrderFilter(
            start=times.iso(start) if start else None,
            end=times.iso(end) if end else None,
            statuses=tuple(self.status),
            payment_statuses=tuple(self.payment_status),
            fulfilment_statuses=tuple(self.fulfilment_status),
            customer_id=self.customer_id or self._searched(_CUSTOMER),
            phone=self.phone or self._searched(_PHONE),
            email=self.email or self._searched(_EMAIL),
            product_id=self.product_id,
            sku=self.sku or self._searched(_SKU),
            tag=self.tag,
            fields=filtered_by(Resource.ORDER, self.field),
        )
