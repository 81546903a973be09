"""A cart priced as of any moment under a campaign that need not be launched: for staff, without effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from functions.catalog import sellables
from functions.promotions.offers.offer import Buyer, Deal, Offer, Source
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
    rules = [rule for rule, campaign in live_now().rules.values() if campaign.id != campaign_id and rule.currency == plan.campaign.currency]
    sources = {rule.id: Source(rule) for rule in [*rules, *as_launched.rules()]}
    buyer = find(BuyerRecord, customer_pk(question.customer_id), BUYER_SK) if question.customer_id else None
    groups = frozenset(load(Buyer, buyer.body).groups) if buyer else frozenset[str]()
    paid = int(buyer.paid_orders) if buyer else 0
    asked = Asked(plan.campaign.currency, customer_id=question.customer_id, channel=question.channel)
    offer = Offer(asked, question.at, sources, groups, paid)
    known = sellables(variant_id for variant_id, _ in question.lines)
    if missing := [variant_id for variant_id, _ in question.lines if variant_id not in known]:
        raise Invalid.field("/line", "unknown_variant", "There is no such variant: " + ", ".join(missing))
    lines = [
        offer.line(f"line_{number}", known[variant_id], quantity=quantity, unit_price=known[variant_id].price.amount)
        for number, (variant_id, quantity) in enumerate(question.lines)
    ]
    return offer.deal(lines, question.fee), sum(line.unit_price * line.quantity for line in lines)
