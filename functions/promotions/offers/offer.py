"""What promotions have to say to one cart: read in the caller's own BatchGetItem, then pure.

`offer_keys` names the items, `offer_in` understands them, `Offer.deal` prices. Nothing here writes; only the order's transaction
decides about limits, this shows what it would decide now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime

from functions.promotions.model.campaign import Campaign
from functions.promotions.model.codes import key
from functions.promotions.model.coupon import USABLE, WHY_NOT, Coupon, State, rule_for_code
from functions.promotions.model.engine import Applied, Outcome, evaluate
from functions.promotions.model.holdout import Trial, held_out, trials_of
from functions.promotions.model.rule import Audience, Basket, BasketLine, Kind, Reason, Rule
from functions.promotions.model.store_time import store_day
from functions.promotions.offers.offer_items import Asked, CouponRef, Goods
from functions.promotions.store.due import is_over
from functions.promotions.store.live_rules import ancestors, cached, keep
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
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import Record

Found = Mapping[tuple[type[Record], str, str], Record]


@dataclass(frozen=True)
class Buyer:
    """`body` of a BuyerRecord."""

    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where a rule comes from. `left`: what its counters say, by name (uses, day, customer, budget, campaign); absent: no limit.
    `campaign_id`: the campaign whose budget it uses, `belongs_to` any, with a budget or without."""

    rule: Rule
    coupon: Coupon | None = None
    code: CodeRecord | None = None
    campaign_id: str | None = None
    left: Mapping[str, int] = field(default_factory=dict)
    belongs_to: str = ""

    @property
    def held(self) -> int:
        return int(self.code.worth) if self.code is not None else 0


@dataclass(frozen=True)
class Deal:
    """What applies to the cart. `sources` by rule id. `trials`: campaigns that hold somebody out and address this buyer."""

    asked: Asked
    at: datetime
    outcome: Outcome
    sources: Mapping[str, Source]
    trials: tuple[Trial, ...] = ()

    @property
    def newcomer(self) -> bool:
        """Whether something applies that is for newcomers only."""
        return self.asked.customer_id is not None and any(entry.rule.newcomer_only for entry in self.outcome.applied)

    @property
    def coupons(self) -> dict[str, int]:
        """What the codes of each coupon take off, by the coupon's id."""
        taken: dict[str, int] = {}
        for entry in self.outcome.applied:
            coupon = self.sources[entry.rule.id].coupon
            if coupon is not None:
                taken[coupon.id] = taken.get(coupon.id, 0) + entry.amount
        return taken

    @property
    def campaigns(self) -> dict[str, int]:
        """What the rules of each campaign take off, with and without codes."""
        taken: dict[str, int] = {}
        for entry in self.outcome.applied:
            if campaign_id := self.sources[entry.rule.id].belongs_to:
                taken[campaign_id] = taken.get(campaign_id, 0) + entry.amount
        return taken

    @property
    def bundles(self) -> list[Applied]:
        """Combinations that apply, with the pieces of their sets."""
        return [entry for entry in self.outcome.applied if entry.sets]

    @property
    def gifts(self) -> list[tuple[str, str]]:
        """(rule id, variant id)"""
        return [(applied.rule.id, gift) for applied in self.outcome.applied for gift in applied.rule.gifts]


@dataclass(frozen=True)
class Offer:
    asked: Asked
    at: datetime
    sources: Mapping[str, Source]
    groups: frozenset[str] = frozenset()
    paid_orders: int = 0
    newcomer_taken: bool = False
    campaigns: tuple[Campaign, ...] = ()
    rfm: str = ""

    @property
    def gift_variants(self) -> set[str]:
        """Variants that may be given away with the cart: whoever prices it needs to know them."""
        return {gift for source in self.sources.values() if source.rule.kind is Kind.GIFT for gift in source.rule.gifts}

    def line(self, line_id: str, sellable: Goods, *, quantity: int, unit_price: int) -> BasketLine:
        category = sellable.category_id
        by_category = any(source.rule.scope.categories for source in self.sources.values())
        above = ancestors().get(category, frozenset({category})) if category and by_category else frozenset()
        return BasketLine(
            line_id=line_id,
            variant_id=sellable.variant_id,
            product_id=sellable.product_id,
            quantity=quantity,
            unit_price=unit_price,
            categories=above,
            brand=sellable.brand_id,
            tags=frozenset(sellable.tags),
            merchant=sellable.merchant_id,
        )

    def deal(self, lines: Sequence[BasketLine], fee: int, *, without: Mapping[str, Reason] | None = None) -> Deal:
        """`without`: rules that cannot be served for a reason only the caller knows (a gift that is out of stock)."""
        basket = Basket(
            currency=self.asked.currency,
            lines=tuple(lines),
            fee=fee,
            at=self.at,
            channel=self.asked.channel,
            customer_id=self.asked.customer_id,
            customer_groups=self.groups,
            customer_rfm=self.rfm,
            # An order that awaits its payment has taken what is for newcomers; only one of two first orders gets it.
            paid_orders=max(self.paid_orders, int(self.newcomer_taken)),
            codes=tuple(sorted(ref.code for ref in self.asked.refs)),
        )
        blocked = dict(without or {})
        while True:
            rules = [_blocked(source.rule, blocked.get(rule_id)) for rule_id, source in self.sources.items()]
            outcome = evaluate(rules, basket)
            beyond = next(self._beyond_limits(outcome.applied), None)
            if beyond is None:
                return Deal(self.asked, self.at, outcome, self.sources, trials_of(self.campaigns, basket))
            blocked[beyond[0]] = beyond[1]

    def _beyond_limits(self, applied: Iterable[Applied]) -> Iterator[tuple[str, Reason]]:
        """The rules that together take more than is left somewhere; the later ones go first without."""
        used: dict[tuple[str, str], int] = {}
        for entry in applied:
            source = self.sources[entry.rule.id]
            for limit, wanted, owner, reason in _wants(source, entry.amount):
                total = used[(limit, owner)] = used.get((limit, owner), 0) + wanted
                if wanted > 0 and limit in source.left and total > source.left[limit]:
                    yield entry.rule.id, reason


def _wants(source: Source, amount: int) -> Iterator[tuple[str, int, str, Reason]]:
    if source.coupon is not None:
        own = source.coupon.id
        yield "uses", 1, own, Reason.USED_UP
        yield "day", 1, own, Reason.USED_UP_TODAY
        yield "customer", 1, own, Reason.USED_BY_YOU
        yield "budget", amount - source.held, own, Reason.BUDGET_SPENT
    if source.campaign_id is not None:
        yield "campaign", amount, source.campaign_id, Reason.BUDGET_SPENT


def _blocked(rule: Rule, reason: Reason | None) -> Rule:
    return replace(rule, blocked=reason) if reason is not None and rule.blocked is None else rule


def offer_in(found: Found, asked: Asked, at: datetime) -> Offer:
    """The offer from items that were read by `offer_keys`."""
    live = cached()
    if live is None:
        record = found.get((PromotionsTable, LIVE_PK, LIVE_SK))
        live = keep(record if isinstance(record, PromotionsTable) else None)
    sources: dict[str, Source] = {}
    for rule, campaign in live.rules.values():
        if campaign.ends_at > at and rule.currency == asked.currency:
            funds = found.get((FundsRecord, campaign_pk(campaign.id), FUNDS_SK))
            stopped = Reason.STOPPED if isinstance(funds, FundsRecord) and funds.stopped else kept_from(campaign, asked.customer_id)
            limited = campaign.id if campaign.budget is not None else None
            left = _left(funds, "budget_left", "campaign")
            sources[rule.id] = Source(_blocked(rule, stopped), campaign_id=limited, left=left, belongs_to=campaign.id)
    for ref in asked.refs:
        source = _of_code(found, ref, asked, at)
        if source is not None:
            own = live.by_id.get(ref.campaign_id or "")
            whom, kept = (own.audience, kept_from(own, asked.customer_id)) if own else (Audience(), None)
            sources[source.rule.id] = replace(source, rule=replace(_blocked(source.rule, kept), campaign_audience=whom))
    buyer = found.get((BuyerRecord, customer_pk(asked.customer_id or ""), BUYER_SK))
    campaigns = tuple(live.by_id.values())
    if not isinstance(buyer, BuyerRecord):
        return Offer(asked, at, sources, asked.groups, campaigns=campaigns)
    groups = asked.groups.union(load(Buyer, buyer.body).groups) if asked.signed_in else frozenset[str]()
    rfm = buyer.rfm if asked.signed_in else None
    return Offer(asked, at, sources, groups, int(buyer.paid_orders), buyer.newcomer_order is not None, campaigns, rfm or "")


def kept_from(campaign: Campaign, customer_id: str | None, reason: Reason = Reason.NOT_FOR_YOU) -> Reason | None:
    """Why its customer gets nothing of a campaign by lot. Buyers are told no more than that it is not for them."""
    return reason if campaign.holdout and held_out(campaign.id, campaign.holdout, customer_id) else None


def _of_code(found: Found, ref: CouponRef, asked: Asked, at: datetime) -> Source | None:
    """None for a code that is unknown to this buyer: nobody's, or another customer's."""
    code = found.get((CodeRecord, code_pk(key(ref.code)), CODE_SK))
    stored = found.get((PromotionsTable, coupon_pk(ref.coupon_id), COUPON_SK))
    if not isinstance(code, CodeRecord) or not isinstance(stored, PromotionsTable) or code.coupon_id != ref.coupon_id:
        return None
    if code.customer_id not in (None, asked.customer_id):
        return None
    coupon = load(Coupon, stored.body)
    funds = found.get((FundsRecord, coupon_pk(coupon.id), FUNDS_SK))
    left = _left(funds, "uses_left", "uses") | _left(funds, "budget_left", "budget")
    if coupon.limits.per_day is not None:
        left["day"] = coupon.limits.per_day - _used(found.get((CounterRecord, coupon_pk(coupon.id), day_sk(store_day(at)))))
    if coupon.limits.per_customer is not None:
        left["customer"] = coupon.limits.per_customer - _used(
            found.get((CounterRecord, customer_pk(asked.customer_id or ""), use_sk(coupon.id)))
        )
    campaign = found.get((FundsRecord, campaign_pk(ref.campaign_id or ""), FUNDS_SK))
    left |= _left(campaign, "budget_left", "campaign")
    blocked = _why_not(code, coupon, asked, at)
    if isinstance(campaign, FundsRecord) and campaign.stopped:
        blocked = blocked or Reason.STOPPED
    ends_at = times.parse(code.expires_at) if code.expires_at else None
    rule = rule_for_code(coupon, ref.code, ends_at=ends_at, blocked=blocked)
    limited = coupon.campaign_id if "campaign" in left else None
    return Source(rule, coupon, code, limited, left, belongs_to=coupon.campaign_id or "")


def _why_not(code: CodeRecord, coupon: Coupon, asked: Asked, at: datetime) -> Reason | None:
    state = State(code.state)
    if state not in USABLE:
        return WHY_NOT[state]
    if is_over(code.expires_at, at):
        return Reason.ENDED
    if coupon.limits.per_customer is not None and asked.customer_id is None:
        return Reason.MEMBERS_ONLY
    return None


def _left(record: Record | None, attribute: str, name: str) -> dict[str, int]:
    value = getattr(record, attribute, None)
    return {} if value is None else {name: int(value)}


def _used(record: Record | None) -> int:
    return int(record.used) if isinstance(record, CounterRecord) else 0
