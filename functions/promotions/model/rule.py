"""A promotion as data: what it takes off, from which lines, for whom, when, and what it may be combined with.

Amounts are minor units of the rule's currency, percentages are basis points (1500 = 15 %), times are aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class Kind(StrEnum):
    PERCENT = "percent"  # value basis points off, at most `cap`
    FIXED = "fixed"  # value off
    TIERS = "tiers"  # spend-and-save: the best reached tier's amount
    EVERY = "every"  # spend-and-save: value off for every full `minimum`, at most `cap`
    FREE_SHIPPING = "free_shipping"  # the delivery fee off, at most `cap`
    BUY_X_GET_Y = "buy_x_get_y"  # of every x + y pieces the y cheapest get value basis points off
    NTH_ITEM = "nth_item"  # every x-th piece (the cheaper ones) gets value basis points off
    BUNDLE_PRICE = "bundle_price"  # every x pieces together cost value
    COMBINATION = "combination"  # every full set of `components` costs value together
    GIFT = "gift"  # gift variants at no charge


class Class(StrEnum):
    """Classes are applied in this order, each on what the earlier ones left."""

    PRODUCT = "product"
    ORDER = "order"
    SHIPPING = "shipping"


@dataclass(frozen=True)
class Scope:
    """Which lines count: all conditions that are not empty must hold; `excluded_products` never count."""

    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    merchants: frozenset[str] = frozenset()
    excluded_products: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Audience:
    """`rfm`: segments of buyers, as the last night counted them."""

    groups: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    newcomer_only: bool = False
    members_only: bool = False
    rfm: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """`code`: how the buyer names it; None applies by itself. `group`: of the rules of one group only one applies.
    `exclusive`: applies alone or not at all. Higher `priority` first; ties by id. `blocked`: why it cannot be used at all here
    (a limit is used up, the coupon is revoked …), found out by who has read the counters. `campaign_audience`: of its campaign; both
    must be met. `components`: variants and how many pieces of each make a set; `whole_only`: a set comes back as a whole only.
    """

    id: str
    kind: Kind
    currency: str
    name: Mapping[str, str] = field(default_factory=dict)
    value: int = 0
    cap: int | None = None
    minimum: int = 0
    minimum_pieces: int = 0
    x: int = 0
    y: int = 0
    tiers: tuple[tuple[int, int], ...] = ()
    gifts: tuple[str, ...] = ()
    components: tuple[tuple[str, int], ...] = ()
    whole_only: bool = False
    scope: Scope = field(default_factory=Scope)
    audience: Audience = field(default_factory=Audience)
    campaign_audience: Audience = field(default_factory=Audience)
    code: str | None = None
    class_: Class = Class.ORDER
    priority: int = 0
    group: str | None = None
    exclusive: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    blocked: Reason | None = None

    @property
    def newcomer_only(self) -> bool:
        return self.audience.newcomer_only or self.campaign_audience.newcomer_only


class Reason(StrEnum):
    """Why a rule does not apply; stable codes shown to the buyer in their language."""

    UNKNOWN_CODE = "unknown_code"
    ALREADY_USED = "already_used"
    REVOKED = "revoked"
    STOPPED = "stopped"
    USED_UP = "used_up"
    USED_UP_TODAY = "used_up_today"
    USED_BY_YOU = "used_by_you"
    BUDGET_SPENT = "budget_spent"
    GIFT_GONE = "gift_gone"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    OTHER_CURRENCY = "other_currency"
    NOT_FOR_YOU = "not_for_you"
    HELD_OUT = "held_out"  # for staff alone; buyers are told NOT_FOR_YOU
    NEWCOMERS_ONLY = "newcomers_only"
    MEMBERS_ONLY = "members_only"
    NO_ELIGIBLE_LINE = "no_eligible_line"
    BELOW_MINIMUM = "below_minimum"
    TOO_FEW_PIECES = "too_few_pieces"
    NOTHING_TO_TAKE_OFF = "nothing_to_take_off"
    BETTER_IN_GROUP = "better_in_group"
    EXCLUSIVE_WON = "exclusive_won"
    EXCLUSIVE_LOST = "exclusive_lost"


@dataclass(frozen=True)
class BasketLine:
    """A line as promotions see it. `categories` holds every ancestor."""

    line_id: str
    variant_id: str
    product_id: str
    quantity: int
    unit_price: int
    categories: frozenset[str] = frozenset()
    brand: str | None = None
    tags: frozenset[str] = frozenset()
    merchant: str | None = None


@dataclass(frozen=True)
class Basket:
    """Everything a rule may ask about. `customer_id` None: a guest."""

    currency: str
    lines: tuple[BasketLine, ...]
    fee: int
    at: datetime
    channel: str = "web"
    customer_id: str | None = None
    customer_groups: frozenset[str] = frozenset()
    customer_rfm: str = ""
    paid_orders: int = 0
    codes: tuple[str, ...] = ()
