"""What order operations take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.orders.model.order_payment import DisputeState, PaymentState
from functions.orders.model.order_refund import RefundState
from functions.orders.model.states import CancelReason, FulfilmentStatus, PaymentStatus, Status
from functions.orders.placed.amendment_schemas import AmendmentOut
from functions.orders.sums.schemas import AddressShown, DeliveryOptionOut, PartOut, Short, TotalsOut
from functions.shared.fields.custom_fields import FieldsIn, FieldsOut
from functions.shared.http.validation import LongText, Metadata, MoneyModel, Schema, Text
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT
from functions.shared.plain.tracking import TrackingStatus
from functions.shipping import PickupPointOut
from functions.stock import SoldAs


class NewOrder(Schema):
    """`preview_hash`, if given, makes sure that exactly the previewed price is paid."""

    cart_id: Text = Field(examples=["cart_01JD0000000000000000000000"])
    preview_hash: Short | None = None
    note: Annotated[LongText, StringConstraints(max_length=1000)] = ""
    metadata: Metadata = Field(default_factory=dict, description="Public. Added to what the cart has.")
    custom_fields: FieldsIn = Field(default_factory=dict, description="Values of public declared fields by their keys.")
    not_returnable: Annotated[list[Short], Field(max_length=90)] = Field(
        default_factory=list, description="Lines of the cart of which the buyer confirms that they cannot be sent back without a reason."
    )


class PageQuery(Schema):
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None


class MyOrdersQuery(PageQuery):
    status: Status | None = Field(None, description="Only those that are there.")


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
    metadata: dict[str, str] = Field(default={}, description="Public: what the cart's line had.")
    price_list: str | None = Field(default=None, description="The price list that `unit_price` is from.")
    rate_id: str | None = Field(default=None, description="The rate of exchange by which `unit_price` was converted.")
    sold_as: SoldAs | None = Field(default=None, description="No stock was there for it when it was bought.")
    promised_on: str | None = Field(default=None, description="The day that was promised for it then.")
    points_each: int | None = Field(default=None, description="Of a gift for points: what a piece cost in points.")
    not_returnable: bool = Field(default=False, description="The buyer confirmed it at purchase (消费者权益保护法 Article 25).")


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
    """`id` and `shipment_id` are the same, as everywhere that a parcel is answered."""

    id: str
    shipment_id: str
    carrier: str
    waybill: str
    status: TrackingStatus
    eta: str
    created_at: str
    lines: list[ShipmentLineOut]
    metadata: dict[str, str] = Field(default={})


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
    on_hold: bool = Field(False, description="It is being checked; nothing of it is sent before that is done.")


class OrderSummaryOut(OrderBase):
    """A row of a list. `line_count` says how many lines, `quantity` how many pieces."""

    customer_id: str | None
    line_count: int
    quantity: int
    title: str


class BoughtBundleOut(Schema):
    """A bundle that was bought at its price. `pieces`: of each line, by its id, those in the bundle."""

    id: str
    name: str
    pieces: dict[str, int]
    saved: MoneyModel = Field(description="What it cost less than its parts alone; the lines' discounts hold it.")
    whole_only: bool = Field(description="It comes back as a whole only.")


class OrderDetail(OrderBase):
    note: str
    customer_id: str | None
    member_level: str | None = Field(None, description="The code of its buyer's level when it was placed.")
    market: str | None = Field(None, description="The code of the market it was sold in.")
    address: AddressShown
    delivery_option: DeliveryOptionOut
    pickup_point: PickupPointOut | None = Field(None, description="Where it is collected; `address` is the buyer's own.")
    parts: list[PartOut]
    payments: list[PaymentOut]
    refunds: list[RefundOut]
    shipments: list[ShipmentOut]
    amendments: list[AmendmentOut] = Field(default=[], description="The oldest first.")
    metadata: dict[str, str]
    custom_fields: FieldsOut = Field(default={}, description="The public ones.")
    group_id: str | None = Field(None, description="Of a group buy: the group it was placed for. Nothing is sent before a group is full.")
    bundles: list[BoughtBundleOut] = Field(default=[])


class OrderOut(OrderDetail):
    """`token` (a guest's key to their order) is told only in the answer that placed it."""

    token: str | None
    lines: list[OrderLineOut]


class OrdersOut(Schema):
    data: list[OrderSummaryOut]
    next_cursor: str | None
