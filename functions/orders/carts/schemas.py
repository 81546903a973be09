"""What cart operations take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.orders.model.cart import MAX_QUANTITY
from functions.orders.sums.schemas import AddressShown, DeliveryOptionOut, PartOut, TotalsOut
from functions.promotions import ExplanationOut
from functions.shared.contact.card_to import CardTo
from functions.shared.contact.card_to_fields import CardToIn, CardToOut
from functions.shared.contact.fields import Email
from functions.shared.http.validation import MeasuredPrice, Metadata, MoneyModel, Schema, Text
from functions.shipping import PickupPointOut
from functions.stock import SoldAs

Quantity = Annotated[int, Field(strict=True, ge=1, le=MAX_QUANTITY)]


class CartPatch(Schema):
    """Only what is sent changes."""

    email: Email | None = Field(None, examples=["ada@example.com"])
    metadata: Metadata = Field(default_factory=dict, description="Public; replaced as a whole. The order takes it over.")


class NewLine(Schema):
    variant_id: Text = Field(examples=["var_01JD0000000000000000000000"])
    quantity: Quantity = 1
    metadata: Metadata = Field(default_factory=dict, description="Public; added to what the line has. The order's line takes it over.")
    send_to: CardToIn | None = Field(None, description="Of a gift card.")

    @property
    def sent_to(self) -> CardTo | None:
        return self.send_to.told() if self.send_to else None


class LineChange(Schema):
    """`saved`: true keeps the line for later (out of the order), false puts it back."""

    quantity: Quantity | None = Field(None, examples=[2])
    saved: Annotated[bool, Field(strict=True)] | None = None
    metadata: Metadata | None = Field(None, description="Public; replaced as a whole. The order's line takes it over.")
    send_to: CardToIn | None = Field(None, description="Of a gift card; replaced as a whole.")

    @property
    def sent_to(self) -> CardTo | None:
        return self.send_to.told() if self.send_to else None


class Merge(Schema):
    into: Text | None = Field(None, description="One of your carts; unless given, your newest of the same currency.")


class PointChoice(Schema):
    """One of `GET /v1/pickup_points`."""

    provider: Text = Field(examples=["inpost"])
    id: Text = Field(examples=["WAW01A"])


class DeliveryChoice(Schema):
    """`pickup_point`: for an option of the kind `pickup_point`; without it the one that was chosen for this option stays. Another option
    takes it out of the cart."""

    id: Text
    pickup_point: PointChoice | None = None


class NoticeOut(Schema):
    """code: price_changed (`was`, unless it was a price for others than who asks; `now`) | out_of_stock (`available`) | unpublished |
    not_offered: it is not for whoever asks, who is told nothing else of it. Of a gift for points: not_for_points (any more) | gift_limit
    (`available`: so many more may they have) | points_short."""

    code: str
    was: MoneyModel | None = None
    now: MoneyModel | None = None
    available: int | None = None


class CartLineOut(Schema):
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
    price_per_measure: MeasuredPrice | None = Field(default=None, description="Per kg, l or m at `unit_price`, of what has a measure.")
    subtotal: MoneyModel
    discount: MoneyModel
    tax: MoneyModel
    total: MoneyModel
    notices: list[NoticeOut]
    metadata: dict[str, str] = Field(default={})
    price_list: str | None = Field(default=None, description="The price list that `unit_price` is from.")
    rate_id: str | None = Field(default=None, description="The rate of exchange by which `unit_price` was converted.")
    sold_as: SoldAs | None = Field(default=None, description="It is not there yet: sent on the day promised.")
    promised_on: str | None = Field(default=None, description="The day that is promised for it.")
    send_to: CardToOut | None = Field(default=None, description="Of a gift card: whom it is sent to.")
    points_each: int | None = Field(default=None, description="Of a gift for points, which costs no money: a piece in points.")


class DeliveryOptionsOut(Schema):
    """`next_steps` as in the cart."""

    data: list[DeliveryOptionOut]
    next_steps: list[str]
    next_cursor: str | None = None


class CartPointsOut(Schema):
    """`used` points take `amount` off, of `asked`. `usable`: what the account has; `most`: as many of them as this cart takes.
    `gifts`: points that its gifts cost besides."""

    asked: int
    used: int
    amount: MoneyModel
    usable: int
    most: int
    gifts: int = 0


class TenderOut(Schema):
    """What pays a part of the total: `kind` gift_card (then `card_id`, and the `last4` of its code) or store_credit. `amount`: how much of
    the total, 0 where it cannot be used now; `usable`: what is on it."""

    kind: str
    card_id: str | None
    last4: str | None
    amount: MoneyModel
    usable: MoneyModel


class CartOut(Schema):
    """status: open | merged | placed (then `order_id`). `missing`: the steps still to be done before it can be placed.

    `promotions`: what applies, in `totals` already, with gifts as lines of their own; `totals` are those of the preview.
    `next_steps`: the calls that make sense now. `saved`: lines kept for later, neither priced nor ordered.
    """

    id: str
    token: str | None
    version: int
    status: str
    order_id: str | None
    currency: str
    customer_id: str | None
    metadata: dict[str, str] = Field(default={})
    email: str | None
    lines: list[CartLineOut]
    saved: list[CartLineOut]
    coupons: list[str]
    totals: TotalsOut
    promotions: ExplanationOut | None
    points: CartPointsOut | None = Field(default=None, description="In `totals` already; null where none are used.")
    tenders: list[TenderOut] = Field(default=[], description="Gift cards and credit: not in `totals`, they pay a part of it.")
    to_pay: MoneyModel | None = Field(default=None, description="What `tenders` leave of the total.")
    address: AddressShown | None
    delivery_option: DeliveryOptionOut | None
    pickup_point: PickupPointOut | None = None
    missing: list[str]
    next_steps: list[str]
    expires_at: str


class FlashOut(Schema):
    """`reason`: why the flash price does not apply; null when it does."""

    flash_sale_id: str
    reason: str | None


class CartGroupOut(Schema):
    """`group_id`: the group to join; null to begin one. `reason`: why the group price does not apply; null when it does."""

    group_buy_id: str
    group_id: str | None
    reason: str | None


class PreviewOut(Schema):
    """What placing the cart now would cost, every part explained. Send `preview_hash` along to pay exactly this."""

    cart_id: str
    version: int
    currency: str
    lines: list[CartLineOut]
    parts: list[PartOut]
    totals: TotalsOut
    delivery_option: DeliveryOptionOut | None
    pickup_point: PickupPointOut | None = None
    missing: list[str]
    next_steps: list[str]
    promotions: ExplanationOut
    flash: FlashOut | None
    group: CartGroupOut | None = None
    points: CartPointsOut | None = None
    tenders: list[TenderOut] = Field(default=[], description="Gift cards and credit: not in `totals`, they pay a part of it.")
    to_pay: MoneyModel | None = Field(default=None, description="What `tenders` leave of the total.")
    preview_hash: str
