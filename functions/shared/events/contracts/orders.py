"""Events of orders and shipments."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Line:
    """A line of an order as other domains see it; amounts are for the whole line, in the order's currency. `tax` is in `total`, beside the
    price; `tax_included` is in the price already. What was told before they were has none of these. `gift_card`: stored value that is
    bought, no goods."""

    line_id: str
    variant_id: str
    product_id: str
    sku: str
    category_id: str | None
    quantity: int
    unit_price: int
    discount: int
    total: int
    metadata: dict[str, str] = field(default_factory=dict)
    brand_id: str = ""
    tax: int = 0
    tax_included: int = 0
    gift_card: bool = False


@dataclass(frozen=True)
class TaxSum:
    """What one rate of one tax comes to over the whole order. `rate` is a decimal text; `base` is without tax."""

    name: str
    rate: str
    base: int
    amount: int
    included: bool


@dataclass(frozen=True)
class CouponUse:
    """What all codes of one coupon take off the order, goods and delivery."""

    coupon_id: str
    amount: int


@dataclass(frozen=True)
class CampaignUse:
    """What all rules of one campaign take off the order, those with codes too."""

    campaign_id: str
    amount: int


@dataclass(frozen=True)
class OrderSummary:
    """What every order event carries, nothing personal. `case_id`: the case of after-sales that placed it. `country`: where it goes.
    `timezone`: the store's when it was placed; its days are counted there for good. Empty in what was told before it was.
    `group_id`: the group of a group buy it was placed for. `member_level`: of its buyer when it was placed, by its code."""

    order_id: str
    number: str
    customer_id: str | None
    channel: str
    language: str
    currency: str
    subtotal: int
    discount: int
    shipping: int
    tax: int
    total: int
    placed_at: str
    lines: list[Line] = field(default_factory=list)
    tax_included: int = 0
    taxes: list[TaxSum] = field(default_factory=list)
    coupons: list[CouponUse] = field(default_factory=list)
    case_id: str = ""
    country: str = ""
    timezone: str = ""
    campaigns: list[CampaignUse] = field(default_factory=list)
    group_id: str = ""
    member_level: str = ""


@dataclass(frozen=True)
class OrderPlaced:
    TYPE: ClassVar[str] = "order.placed"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    payment_deadline: str


@dataclass(frozen=True)
class OrderPaid:
    """`payment_id` is empty when there was nothing to pay."""

    TYPE: ClassVar[str] = "order.paid"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    payment_id: str
    paid_at: str


@dataclass(frozen=True)
class OrderPartiallyPaid:
    """Less than its total was taken, the rest let go. `open_amount` can still be paid until `payment_deadline` (empty: on its way)."""

    TYPE: ClassVar[str] = "order.partially_paid"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    payment_id: str
    amount: int
    currency: str
    captured: int
    open_amount: int
    payment_deadline: str = ""


@dataclass(frozen=True)
class OrderReleased:
    """It may be shipped before it is paid: its money is held (captured when it leaves), or collected by the courier (`on_delivery`)."""

    TYPE: ClassVar[str] = "order.released"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    payment_id: str
    on_delivery: bool
    released_at: str


@dataclass(frozen=True)
class OrderCancelled:
    """`paid`: whether its money had been taken."""

    TYPE: ClassVar[str] = "order.cancelled"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    reason: str
    previous_status: str
    paid: bool = True


@dataclass(frozen=True)
class RefundedLine:
    """`quantity` is 0 where only a part of the price went back. `tax` (beside the prices) and `tax_included` (in them) are in `amount`."""

    line_id: str
    quantity: int
    amount: int
    tax: int = 0
    tax_included: int = 0


@dataclass(frozen=True)
class OrderRefunded:
    """Money of the order has gone back to its payer. `amount` is what `lines`, `shipping` and `other` (for nothing in particular) add up
    to; `total_refunded` is what is back in all after it, `fully` whether that is all that was paid. Of pieces that cost nothing `amount`
    is 0 and `payment_id` empty; an order of 0 went back `fully` with its last piece. `withdrawn`: pieces that had not left and will not. A
    second or a late payment that goes back is no refund of the order and is not told here. `tax`, `tax_included` and `taxes` by rate: the
    tax that is in `amount`, as of the order's own prices; over all refunds of an order that went back whole they add up to the order's.
    The part of it that is known to be of a line or the delivery is told there too. In what was told before they were, they are null and
    empty. `amends`: what was paid beyond what the order costs since it was amended (`order.amended` told that, with its tax, which is null
    here); no part of what `total_refunded` and `fully` are about. `requested_at`: when it was asked for; empty in what was told before it
    was. `case_id`: of after-sales, "" for none; null: not kept. `exchanged`: the pieces of `lines` came back in an exchange before."""

    TYPE: ClassVar[str] = "order.refunded"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    refund_id: str
    payment_id: str
    amount: int
    currency: str
    shipping: int
    other: int
    total_refunded: int
    fully: bool
    reason: str
    refunded_at: str
    lines: list[RefundedLine] = field(default_factory=list)
    withdrawn: dict[str, int] = field(default_factory=dict)
    tax: int | None = None
    tax_included: int | None = None
    taxes: list[TaxSum] = field(default_factory=list)
    shipping_tax: int | None = None
    shipping_tax_included: int | None = None
    amends: bool = False
    requested_at: str = ""
    case_id: str | None = None
    exchanged: bool = False


@dataclass(frozen=True)
class OrderRefundFailed:
    """A refund of the order did not reach its payer, or (`came_back`) had gone out and came back; somebody must look. `taxes`: what its
    `order.refunded` told, which counts no more."""

    TYPE: ClassVar[str] = "order.refund_failed"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    refund_id: str
    payment_id: str
    amount: int
    currency: str
    reason: str
    came_back: bool
    total_refunded: int
    taxes: list[TaxSum] = field(default_factory=list)


@dataclass(frozen=True)
class OrderPaymentSetAside:
    """Money arrived that was not applied. reason: late (order cancelled) | duplicate (paid already) | mismatch (amount, currency)."""

    TYPE: ClassVar[str] = "order.payment_set_aside"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    payment_id: str
    provider: str
    amount: int
    currency: str
    reason: str
    order_status: str


@dataclass(frozen=True)
class OrderFulfilling:
    TYPE: ClassVar[str] = "order.fulfilling"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str


@dataclass(frozen=True)
class OrderShipped:
    """Its first parcel left. `whole`: nothing is still to follow."""

    TYPE: ClassVar[str] = "order.shipped"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    language: str
    shipment_id: str
    carrier: str
    waybill: str
    whole: bool = True


@dataclass(frozen=True)
class OrderDelivered:
    TYPE: ClassVar[str] = "order.delivered"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    language: str
    delivered_at: str


@dataclass(frozen=True)
class OrderCompleted:
    TYPE: ClassVar[str] = "order.completed"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    confirmed_by: str


@dataclass(frozen=True)
class ShipmentCreated:
    TYPE: ClassVar[str] = "shipment.created"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    carrier: str
    waybill: str
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShipmentTracked:
    """A new furthest status of a parcel. `on_time`: of one that arrived, whether its carrier kept its word (null: it gave none). `failed`:
    the carrier failed with it, which nobody else caused."""

    TYPE: ClassVar[str] = "shipment.tracked"
    VERSION: ClassVar[int] = 1
    shipment_id: str
    order_id: str
    status: str
    at: str
    metadata: dict[str, str] = field(default_factory=dict)
    carrier: str = ""
    service: str = ""
    on_time: bool | None = None
    failed: bool = False
