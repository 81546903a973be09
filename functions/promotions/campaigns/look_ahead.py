"""A cart priced as of any moment under a campaign that need not be launched: for staff, without effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from functions.catalog import sellables
from functions.promotions.model.campaign import Campaign
from functions.promotions.model.rule import Reason, Rule
from functions.promotions.offers.offer import Buyer, Deal, Offer, Source, kept_from
from functions.promotions.offers.offer_items import Asked
from functions.promotions.store.live_rules import live_now
from functions.promotions.store.records import BUYER_SK, BuyerRecord, customer_pk
from functions.promotions.store.repository import campaign_record, plan_of
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.store.records import find


@dataclass(frozen=True)
class Question:
    """`lines`: (variant id, quantity)."""

    lines: Sequence[tuple[str, int]]
    at: datetime
    fee: int = 0
    customer_id: str | None = None
    channel: str = "web"


def look_ahead(campaign_id: str, question: Question) -> tuple[Deal, int]:
    """The deal and the subtotal at prices of today. Raises NotFound, Invalid (422 `unknown_variant`)."""
    plan = plan_of(campaign_record(campaign_id))
    as_launched = replace(plan, campaign=replace(plan.campaign, launched=True, stopped=False))
    live = [one for one in live_now().rules.values() if one[1].id != campaign_id and one[0].currency == plan.campaign.currency]
    known = [*live, *((rule, plan.campaign) for rule in as_launched.rules())]
    sources = {rule.id: Source(_kept(rule, campaign, question.customer_id)) for rule, campaign in known}
    buyer = find(BuyerRecord, customer_pk(question.customer_id), BUYER_SK) if question.customer_id else None
    groups = frozenset(load(Buyer, buyer.body).groups) if buyer else frozenset[str]()
    paid = int(buyer.paid_orders) if buyer else 0
    asked = Asked(plan.campaign.currency, customer_id=question.customer_id, channel=question.channel)
    offer = Offer(asked, question.at, sources, groups, paid, rfm=(buyer.rfm if buyer else None) or "")
    sold = sellables(variant_id for variant_id, _ in question.lines)
    if missing := [variant_id for variant_id, _ in question.lines if variant_id not in sold]:
        raise Invalid.field("/line", "unknown_variant", "There is no such variant: " + ", ".join(missing))
    lines = [
        offer.line(f"line_{number}", sold[variant_id], quantity=quantity, unit_price=sold[variant_id].price.amount)
        for number, (variant_id, quantity) in enumerate(question.lines)
    ]
    return offer.deal(lines, question.fee), sum(line.unit_price * line.quantity for line in lines)


def _kept(rule: Rule, campaign: Campaign, customer_id: str | None) -> Rule:
    """Staff are told that somebody is held out."""
    return replace(rule, blocked=kept_from(campaign, customer_id, Reason.HELD_OUT))
