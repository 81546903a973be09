"""What the shop makes of somebody: how they buy, as far as they agree to that, and their tags, each with what is behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, field
from datetime import datetime
from typing import Any

from functions.marketing.model.known import CONSENT, Bought, Known, Tag
from functions.marketing.model.people_count import rfm_of
from functions.marketing.model.tagging import Ready, holds, reasons
from functions.marketing.store.people import all_bought
from functions.marketing.store.people_counts import people_count
from functions.marketing.store.tag_rules import kept_tag_rules, ready
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

MOST_CATEGORIES, MOST_ORDERS = 10, 10
_OF_ORDERS = frozenset(
    {"orders", "days_since_first_order", "days_since_last_order", "spent", "first_order_at", "last_order_at", "currency", "country", "rfm"}
)


@dataclass(frozen=True)
class Paid:
    """In minor units. `refunded`: what went back of it. `returned`: its share of it, in basis points."""

    currency: str
    orders: int
    paid: int
    refunded: int

    @property
    def returned(self) -> int:
        return self.refunded * 10_000 // self.paid if self.paid else 0


@dataclass(frozen=True)
class Buying:
    """Of orders that are paid and not cancelled. `categories`: in how many of them, most first."""

    orders: int
    first_order_at: str
    last_order_at: str
    days_since_last_order: int | None
    country: str
    rfm: str
    with_coupon: int
    channels: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    money: list[Paid] = field(default_factory=list)


@dataclass(frozen=True)
class Reason:
    """`name`: of the field. `orders`: the newest that the condition looks at."""

    name: str
    op: str
    value: Any
    met: bool
    held: Any = None
    orders: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class TagShown:
    """`holds`: whether its rule does at this moment."""

    tag: Tag
    name: str
    holds: bool = False
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class Portrait:
    """`buying`: None where they do not agree that their behaviour becomes a profile."""

    known: Known
    buying: Buying | None
    tags: list[TagShown]


def portrait(known: Known, now: datetime) -> Portrait:
    """Two GetItem, one for each segment that a rule of theirs names, and a Query."""
    bought = sorted((one for one in all_bought(known.id) if one.counts), key=lambda one: one.placed_at, reverse=True)
    cuts = asdict(people_count()[0].cuts)
    rules = {one.tag.tag: one for one in ready(kept_tag_rules()[0], cuts)}
    tags = [_shown(one, rules.get(one.tag), known, bought, now) for one in known.tags if one.lasts(now)]
    return Portrait(known, buying_of(known, bought, cuts, now) if CONSENT in known.consents else None, tags)


def buying_of(known: Known, bought: Sequence[Bought], cuts: Mapping[str, Any], now: datetime) -> Buying:
    """`bought`: what counts."""
    channels = Counter(one.channel for one in bought if one.channel)
    categories = Counter(category for one in bought for category in one.categories)
    return Buying(
        orders=known.orders,
        first_order_at=known.first_order_at,
        last_order_at=known.last_order_at,
        days_since_last_order=(now - times.parse(known.last_order_at)).days if known.last_order_at else None,
        country=known.country,
        rfm=str(rfm_of(known, cuts) or ""),
        with_coupon=sum(1 for one in bought if one.coupons),
        channels=dict(channels.most_common()),
        categories=dict(categories.most_common(MOST_CATEGORIES)),
        money=[_paid(currency, bought) for currency in sorted({one.currency for one in bought})],
    )


def _paid(currency: str, bought: Sequence[Bought]) -> Paid:
    own = [one for one in bought if one.currency == currency]
    return Paid(currency, len(own), sum(one.total for one in own), sum(one.refunded for one in own))


def _shown(tag: Tag, rule: Ready | None, known: Known, bought: Sequence[Bought], now: datetime) -> TagShown:
    if rule is None or rule.whole is None:
        return TagShown(tag, rule.tag.name if rule else tag.tag)
    found = [_reason(one, met, known, bought) for one, met in reasons(rule.whole, known, now)]
    return TagShown(tag, rule.tag.name, holds(rule, known, now), found)


def _reason(condition: Mapping[str, Any], met: bool, known: Known, bought: Sequence[Bought]) -> Reason:
    orders = [one.order_id for one in bought if _behind(condition, one)][:MOST_ORDERS]
    return Reason(condition["field"], condition["op"], condition["value"], met, _held(condition, known), orders)


def _held(condition: Mapping[str, Any], known: Known) -> Any:
    """What is known of them that it is compared with; of names, those that it asks for."""
    name = condition["field"]
    match name:
        case "spent":
            return known.spent.get(condition["value"]["currency"], 0)
        case "rfm":
            return str(rfm_of(known, condition["cuts"]) or "")
        case "currency" | "bought_product" | "bought_category" | "consent":
            of = {"currency": [*known.spent], "bought_product": known.products, "bought_category": known.categories}
            return [one for one in of.get(name, known.consents) if one in condition["value"]]
        case "days_since_first_order" | "days_since_last_order" | "days_since_registered":
            return getattr(known, "registered_at" if name == "days_since_registered" else name.removeprefix("days_since_") + "_at")
    return getattr(known, name)


def _behind(condition: Mapping[str, Any], order: Bought) -> bool:
    match condition["field"]:
        case "bought_product":
            return bool({*order.products} & {*condition["value"]})
        case "bought_category":
            return bool({*order.categories} & {*condition["value"]})
        case "currency":
            return order.currency in condition["value"]
        case "spent":
            return bool(order.currency == condition["value"]["currency"])
    return str(condition["field"]) in _OF_ORDERS
