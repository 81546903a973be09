"""Which items the promotions of one cart are made of: to be read in the caller's own BatchGetItem."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from functions.promotions.model.campaign import Campaign
from functions.promotions.model.codes import key
from functions.promotions.model.rule import Kind, Rule
from functions.promotions.model.store_time import store_day
from functions.promotions.store.live_rules import cached, last_known
from functions.promotions.store.records import (
    BUYER_SK,
    CODE_SK,
    COUPON_SK,
    FUNDS_SK,
    LIVE_PK,
    LIVE_SK,
    BuyerRecord,
    CodeRecord,
    CounterRecord,
    FundsRecord,
    PromotionsTable,
    campaign_pk,
    code_pk,
    coupon_pk,
    customer_pk,
    day_sk,
    use_sk,
)
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import Record

Keys = dict[type[Record], list[tuple[str, str]]]


class Goods(Protocol):
    """What promotions ask of a variant: the catalogue's answer of this moment, or a line as it was last seen."""

    @property
    def variant_id(self) -> str: ...
    @property
    def product_id(self) -> str: ...
    @property
    def category_id(self) -> str | None: ...
    @property
    def brand_id(self) -> str | None: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def merchant_id(self) -> str | None: ...


@dataclass(frozen=True)
class CouponRef:
    """A code in a cart, and what it belongs to: known when it was put there, so that one request reads everything later."""

    code: str
    coupon_id: str
    campaign_id: str | None = None


@dataclass(frozen=True)
class Asked:
    """`customer_id` None: a guest. `signed_in`: who asks is that customer, and does not only hold what opens their cart: what is for
    members of a group is theirs alone. `groups`: what they belong to besides those that staff put them into."""

    currency: str
    refs: tuple[CouponRef, ...] = ()
    customer_id: str | None = None
    channel: str = "web"
    signed_in: bool = True
    groups: frozenset[str] = frozenset()


def offer_keys(asked: Asked, at: datetime) -> Keys:
    """The items an offer is made of. Which budgets there are is known from the rules this process last saw; asked again after
    `offer_in`, which reads the rules, it names those of rules that are new."""
    keys: dict[type[Record], list[tuple[str, str]]] = {PromotionsTable: [], CodeRecord: [], FundsRecord: [], CounterRecord: []}
    live = cached()
    if live is None:
        keys[PromotionsTable].append((LIVE_PK, LIVE_SK))
    keys[FundsRecord] += [(campaign_pk(campaign.id), FUNDS_SK) for campaign in _budgeted(last_known().rules.values(), at)]
    for ref in asked.refs:
        own = coupon_pk(ref.coupon_id)
        keys[PromotionsTable].append((own, COUPON_SK))
        keys[CodeRecord].append((code_pk(key(ref.code)), CODE_SK))
        keys[FundsRecord].append((own, FUNDS_SK))
        keys[CounterRecord].append((own, day_sk(store_day(at))))
        if asked.customer_id:
            keys[CounterRecord].append((customer_pk(asked.customer_id), use_sk(ref.coupon_id)))
        if ref.campaign_id:
            keys[FundsRecord].append((campaign_pk(ref.campaign_id), FUNDS_SK))
    if asked.customer_id:
        keys[BuyerRecord] = [(customer_pk(asked.customer_id), BUYER_SK)]
    return {model: list(dict.fromkeys(wanted)) for model, wanted in keys.items() if wanted}


def _budgeted(rules: Iterable[tuple[Rule, Campaign]], at: datetime) -> list[Campaign]:
    running = {campaign.id: campaign for _, campaign in rules if campaign.starts_at <= at < campaign.ends_at}
    return [campaign for campaign in running.values() if campaign.budget is not None]


def gifts_of_now(at: datetime) -> list[str]:
    """Variants that are given away by rules this process knows: worth asking for at once."""
    live = [rule for rule, campaign in last_known().rules.values() if at < campaign.ends_at]
    return [gift for rule in live if rule.kind is Kind.GIFT for gift in rule.gifts]
