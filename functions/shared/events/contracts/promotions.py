"""Events of campaigns, coupons and flash sales. A coupon's life: issued → claimed → reserved → redeemed | expired | revoked."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CampaignLaunched:
    TYPE: ClassVar[str] = "campaign.launched"
    VERSION: ClassVar[int] = 1
    campaign_id: str
    starts_at: str
    ends_at: str
    promotions: list[str]


@dataclass(frozen=True)
class CampaignRevised:
    """A launched campaign got a new version. `fields`: what changed; `promotion.<id>` for one of its promotions."""

    TYPE: ClassVar[str] = "campaign.revised"
    VERSION: ClassVar[int] = 1
    campaign_id: str
    campaign_version: int
    fields: list[str]


@dataclass(frozen=True)
class CampaignStopped:
    TYPE: ClassVar[str] = "campaign.stopped"
    VERSION: ClassVar[int] = 1
    campaign_id: str


@dataclass(frozen=True)
class CampaignResumed:
    TYPE: ClassVar[str] = "campaign.resumed"
    VERSION: ClassVar[int] = 1
    campaign_id: str


@dataclass(frozen=True)
class CouponIssued:
    """Unique codes were made. One event per slice of a batch, so that 100,000 codes are not 100,000 events."""

    TYPE: ClassVar[str] = "coupon.issued"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    batch_id: str
    quantity: int


@dataclass(frozen=True)
class CouponClaimed:
    """A customer has a coupon of their own. how: claim (coupon centre) | welcome (on registration)."""

    TYPE: ClassVar[str] = "coupon.claimed"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    customer_id: str
    expires_at: str
    how: str


@dataclass(frozen=True)
class CouponReserved:
    """An order that awaits its payment uses the coupon; `amount` is what it takes off there."""

    TYPE: ClassVar[str] = "coupon.reserved"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    order_id: str
    customer_id: str | None
    amount: int
    currency: str


@dataclass(frozen=True)
class CouponRedeemed:
    TYPE: ClassVar[str] = "coupon.redeemed"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    order_id: str
    customer_id: str | None
    amount: int
    currency: str


@dataclass(frozen=True)
class CouponReturned:
    """The order was cancelled, not paid in time, or refunded in full: the coupon can be used again."""

    TYPE: ClassVar[str] = "coupon.returned"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    order_id: str
    customer_id: str | None
    amount: int
    currency: str


@dataclass(frozen=True)
class CouponExpiring:
    """A customer's coupon ends within a day; told once."""

    TYPE: ClassVar[str] = "coupon.expiring"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    customer_id: str
    expires_at: str
    name: dict[str, str]


@dataclass(frozen=True)
class CouponExpired:
    """`released` is what goes back to the coupon's budget."""

    TYPE: ClassVar[str] = "coupon.expired"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    customer_id: str | None
    released: int


@dataclass(frozen=True)
class CouponRevoked:
    TYPE: ClassVar[str] = "coupon.revoked"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    customer_id: str | None


@dataclass(frozen=True)
class GivenCouponLapsed:
    """A coupon that was given for an order, as goodwill, ended unused: its time ran out, it was revoked, or what it was used for was undone
    after its end. Told beside what tells of the coupon."""

    TYPE: ClassVar[str] = "given_coupon.lapsed"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    order_id: str
    compensation_id: str


@dataclass(frozen=True)
class GivenCouponUsed:
    """A coupon that was given for an order, as goodwill, took `amount` off another one, which is paid: it is not worth more any more."""

    TYPE: ClassVar[str] = "given_coupon.used"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    order_id: str
    compensation_id: str
    by_order: str
    amount: int


@dataclass(frozen=True)
class GivenCouponReturned:
    """The order that it took `amount` off was paid back in full: the coupon is worth what it was. Told before its end, if that is over."""

    TYPE: ClassVar[str] = "given_coupon.returned"
    VERSION: ClassVar[int] = 1
    coupon_id: str
    order_id: str
    compensation_id: str
    by_order: str
    amount: int


@dataclass(frozen=True)
class FlashSaleScheduled:
    """The quota was set aside from the stock of the variant. `price` in minor units of `currency`. Before they were told, the last three
    are empty."""

    TYPE: ClassVar[str] = "flash_sale.scheduled"
    VERSION: ClassVar[int] = 1
    sale_id: str
    variant_id: str
    quota: int
    opens_at: str
    closes_at: str = ""
    price: int = 0
    currency: str = ""


@dataclass(frozen=True)
class FlashSaleClosed:
    """What was left of the quota went back to the stock."""

    TYPE: ClassVar[str] = "flash_sale.closed"
    VERSION: ClassVar[int] = 1
    sale_id: str
    variant_id: str
    left: int


@dataclass(frozen=True)
class MessageRequested:
    """Somebody is to be told something, once. `person`: a customer, or the key of an address that subscribed; who they are and how they are
    reached is asked when it is sent, and whether it may be is decided there. `cause`: of which campaign, and what in it. `values`: what the
    text `template` says besides; nothing personal. `about`: a cart or variant that has to be as it is when the message goes;
    `valid_until`: after that nothing is said."""

    TYPE: ClassVar[str] = "marketing.message_requested"
    VERSION: ClassVar[int] = 1
    cause: str
    person: str
    channel: str
    template: str
    purpose: str
    values: dict[str, str] = field(default_factory=dict)
    language: str = ""
    about: str = ""
    valid_until: str = ""


@dataclass(frozen=True)
class SurveyRequested:
    """A customer is to be asked how satisfied they are, or the questions of a form, once for a campaign."""

    TYPE: ClassVar[str] = "marketing.survey_requested"
    VERSION: ClassVar[int] = 1
    cause: str
    person: str
    form_id: str = ""


@dataclass(frozen=True)
class MessageNoted:
    """What became of a message that was requested. state: sent | skipped | failed | delivered | bounced | complained | unsubscribed;
    `reason`: why it was skipped or failed."""

    TYPE: ClassVar[str] = "message.noted"
    VERSION: ClassVar[int] = 1
    message_id: str
    cause: str
    person: str
    state: str
    reason: str = ""


@dataclass(frozen=True)
class CartAbandoned:
    """Nothing was changed in a filled cart for an hour, and it was not ordered. `person`: a customer, or the key of an address that agreed
    to advertising. Told once for each time that it is left."""

    TYPE: ClassVar[str] = "cart.abandoned"
    VERSION: ClassVar[int] = 1
    cart_id: str
    person: str
    currency: str
    lines: int
    changed_at: str


@dataclass(frozen=True)
class IncidentTold:
    """The buyer of an affected order is to be told of it, once for each incident; texts by language, `brief` for text messages."""

    TYPE: ClassVar[str] = "incident.told"
    VERSION: ClassVar[int] = 1
    broadcast_id: str
    order_id: str
    subject: dict[str, str]
    text: dict[str, str]
    brief: dict[str, str]


@dataclass(frozen=True)
class GroupBuySucceeded:
    """Its last place was paid: the orders of its members are sent."""

    TYPE: ClassVar[str] = "group_buy.succeeded"
    VERSION: ClassVar[int] = 1
    group_id: str
    group_buy_id: str
    order_ids: list[str]


@dataclass(frozen=True)
class GroupBuyFailed:
    """It did not fill up in time: the orders of its members end, and their money goes back."""

    TYPE: ClassVar[str] = "group_buy.failed"
    VERSION: ClassVar[int] = 1
    group_id: str
    group_buy_id: str
    order_ids: list[str]
