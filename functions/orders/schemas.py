"""What order operations take and answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.orders.cart_schemas import AddressShown, DeliveryOptionOut, PartOut, Short, TotalsOut
from functions.orders.list_orders import OrderFilter
from functions.orders.order_payment import DisputeState, PaymentState
from functions.orders.order_refund import RefundState
from functions.orders.states import CancelReason, FulfilmentStatus, PaymentStatus, Status
from functions.orders.tracking_status import TrackingStatus
from functions.shared import clock
from functions.shared.contact.fields import PhoneSearch
from functions.shared.custom_fields import FieldsOut
from functions.shared.moments import From, Until
from functions.shared.pages import DEFAULT_LIMIT, MAX_LIMIT
from functions.shared.validation import LongText, Metadata, MoneyModel, Schema, Text


class NewOrder(Schema):
    """`preview_hash`, if given, makes sure that exactly the previewed price is paid."""

    cart_id: Text = Field(examples=["cart_01JD0000000000000000000000"])
    preview_hash: Short | None = None
    note: Annotated[LongText, StringConstraints(max_length=1000)] = ""
    metadata: Metadata = Field(default_factory=dict)


class PageQuery(Schema):
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None


def _known_month(month: str) -> str:
    if not "1970" <= month[:4] < "2200":
        raise ValueError("a month between the years 1970 and 2199 is wanted")
    return month


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("leave it out instead")
    return text


Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$"), AfterValidator(_known_month)]


class AdminOrdersQuery(PageQuery):
    """`number` alone; or any of the others together. Without a time the last three months are listed, at most 25 otherwise.

    A page can be shorter than `limit` and still have a `next_cursor` when few of the rows it walked fit.
    """

    month: Month | None = Field(None, description="UTC")
    start: From | None = Field(None, alias="from", description="Placed at or after; a date: from its beginning on the store's clock.")
    end: Until | None = Field(None, alias="to", description="Placed before; a date: until its end.")
    status: Status | None = None
    customer_id: Annotated[Short, AfterValidator(_said)] | None = None
    phone: PhoneSearch | None = Field(None, description="In any spelling; its last digits count.")
    product_id: Annotated[str, StringConstraints(pattern=r"^prod_[0-9A-Z]{26}$")] | None = None
    sku: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{14}$")] | None = None

    @model_validator(mode="after")
    def _one_time(self) -> AdminOrdersQuery:
        if self.month and (self.start or self.end):
            raise ValueError("send a month, or from and to")
        return self

    def wanted(self) -> OrderFilter:
        start, end = self.start, self.end
        if self.month:
            start = datetime.fromisoformat(f"{self.month}-01T00:00:00+00:00")
            end = (start + timedelta(days=32)).replace(day=1)
        return OrderFilter(
            start=clock.iso(start) if start else None,
            end=clock.iso(end) if end else None,
            status=self.status,
            customer_id=self.customer_id,
            phone=self.phone,
            product_id=self.product_id,
            sku=self.sku,
        )


class Cancellation(Schema):
    """`reason` is for staff: an order cancelled as a fraud says so."""

    reason: Literal["staff", "fraud"] | None = Field(None, examples=["staff"])


class OrderLineOut(Schema):
    id: str
    variant_id: str
    product_id: str
    sku: str
    title: str
    options: dict[str, str]
    image: str | None
    quantity: int
    unit_price: MoneyModel
    list_price: MoneyModel | None
    subtotal: MoneyModel
    discount: MoneyModel
    tax: MoneyModel
    total: MoneyModel
    reserved_quantity: int = Field(description="Set aside until it is paid.")
    waiting_quantity: int = Field(description="Sold, and in no parcel yet.")
    in_parcel_quantity: int = Field(description="In a parcel that has not left.")
    shipped_quantity: int
    delivered_quantity: int
    returned_quantity: int
    cancelled_quantity: int = Field(description="Will not be sent: the order ended, or the money went back before it left.")
    refunded_quantity: int


class AdminOrderLineOut(OrderLineOut):
    title: dict[str, str]  # type: ignore[assignment]
    category_id: str | None


class DisputeOut(Schema):
    """The payer's bank takes money back."""

    id: str
    status: DisputeState
    amount: MoneyModel
    at: str


class PaymentOut(Schema):
    id: str
    provider: str
    status: PaymentState
    amount: MoneyModel | None
    refunded: MoneyModel | None
    at: str
    disputes: list[DisputeOut]


class ShipmentLineOut(Schema):
    line_id: str
    quantity: int


class ShipmentOut(Schema):
    id: str
    carrier: str
    waybill: str
    status: TrackingStatus
    eta: str
    created_at: str
    lines: list[ShipmentLineOut]


class RefundedLineOut(Schema):
    """`quantity` is 0 where only a part of the price went back."""

    line_id: str
    quantity: int
    amount: MoneyModel


class RefundOut(Schema):
    """`amount` is `lines`, `shipping` and what is for nothing in particular. `at`: when it had reached the payer, or failed."""

    id: str
    payment_id: str
    status: RefundState
    amount: MoneyModel
    lines: list[RefundedLineOut]
    shipping: MoneyModel
    reason: str
    requested_at: str
    at: str | None


class OrderTotalsOut(TotalsOut):
    """`refunded`: what of it is back at its payer."""

    refunded: MoneyModel


class OrderBase(Schema):
    id: str
    number: str
    version: int
    status: Status
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    cancel_reason: CancelReason | None
    currency: str
    totals: OrderTotalsOut
    placed_at: str
    payment_deadline: str
    paid_at: str | None
    delivered_at: str | None
    completed_at: str | None


class OrderSummaryOut(OrderBase):
    """A row of a list. `line_count` says how many lines, `quantity` how many pieces."""

    customer_id: str | None
    line_count: int
    quantity: int
    title: str


class OrderDetail(OrderBase):
    note: str
    customer_id: str | None
    address: AddressShown
    delivery_option: DeliveryOptionOut
    parts: list[PartOut]
    payments: list[PaymentOut]
    refunds: list[RefundOut]
    shipments: list[ShipmentOut]
    metadata: dict[str, str]


class OrderOut(OrderDetail):
    """`token` (a guest's key to his order) is told only in the answer that placed it."""

    token: str | None
    lines: list[OrderLineOut]


class AdminOrderOut(OrderDetail):
    channel: str
    language: str
    cart_id: str
    lines: list[AdminOrderLineOut]


class OrdersOut(Schema):
    data: list[OrderSummaryOut]
    next_cursor: str | None


class ActorOut(Schema):
    """kind: customer | guest | staff | provider | courier | system. `id` is told to staff only."""

    kind: str
    id: str | None = None


class TimelineEntry(Schema):
    id: str
    type: str
    at: str
    actor: ActorOut
    details: dict[str, Any]


class TimelineOut(Schema):
    data: list[TimelineEntry]
    next_cursor: str | None


class EventOut(Schema):
    id: str
    type: str
    version: int
    occurred_at: str
    subject: str
    actor: ActorOut
    data: dict[str, Any]
    correlation_id: str
    metadata: dict[str, str]
    custom_fields: FieldsOut = Field(default={}, description="The public ones.")


class EventsOut(Schema):
    """`position` is where this page ended: ask again with `cursor=position` for what came later, also when `next_cursor` is null."""

    data: list[EventOut]
    next_cursor: str | None
    position: str | None
