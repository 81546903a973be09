"""Using coupons: what an order's transaction writes to take them.

Every limit is one condition on one counter, so the transaction holds or refuses as a whole; its refusal names the coupon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from functions.promotions.model.codes import key
from functions.promotions.model.coupon import State
from functions.promotions.model.refusals import CouponUnusable, PromotionSpent
from functions.promotions.model.store_time import store_day
from functions.promotions.model.uses import Use, Uses
from functions.promotions.offers.offer import Deal, Source
from functions.promotions.store.flash_quota import FlashClaim, flash_writes
from functions.promotions.store.group_claims import GroupClaim, group_claim_writes
from functions.promotions.store.records import (
    BUYER_SK,
    CODE_SK,
    FUNDS_SK,
    USED_SK,
    BuyerRecord,
    CodeRecord,
    CounterRecord,
    FundsRecord,
    UsedRecord,
    campaign_pk,
    code_pk,
    coupon_pk,
    customer_pk,
    day_sk,
    use_sk,
    used_pk,
)
from functions.promotions.store.used_records import RESERVED, use_event
from functions.shared.events.contracts.promotions import CouponReserved
from functions.shared.events.envelope import Actor
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store.transactions import Update, Write, put_new


def uses_of(deal: Deal, order_id: str) -> Uses:
    """What the order would use: of the applied rules only; one that takes nothing off uses nothing."""
    applied = [(entry.rule.id, entry.amount, deal.sources[entry.rule.id]) for entry in deal.outcome.applied]
    uses = tuple(_use(rule_id, amount, source, deal) for rule_id, amount, source in applied if source.coupon or source.campaign_id)
    return Uses(order_id, deal.asked.customer_id, deal.asked.currency, uses, deal.newcomer, trials=deal.trials)


def _use(rule_id: str, amount: int, source: Source, deal: Deal) -> Use:
    coupon, code = source.coupon, source.code
    counted = {"campaign"} if source.campaign_id else set()
    if coupon is None or code is None:
        return Use(rule_id, amount, campaign_id=source.campaign_id, counted=frozenset(counted))
    limits = coupon.limits
    counted |= {"uses"} if limits.uses is not None else set()
    counted |= {"budget"} if limits.budget is not None else set()
    counted |= {"customer"} if limits.per_customer is not None else set()
    return Use(
        rule_id=rule_id,
        amount=amount,
        coupon_id=coupon.id,
        code=code.code,
        key=key(code.code) if code.state != State.OPEN else None,
        campaign_id=source.campaign_id,
        held=source.held,
        counted=frozenset(counted),
        day=store_day(deal.at) if limits.per_day is not None else None,
        return_on_refund=coupon.return_on_refund,
        given_for=code.given_for or "",
    )


def redeem_writes(
    deal: Deal, order_id: str, *, actor: Actor, flash: FlashClaim | None = None, place: GroupClaim | None = None
) -> list[Write]:
    """For the transaction that places the order; it raises CouponUnusable or PromotionSpent (409), or what flash_quota and group_claims
    raise."""
    uses = replace(uses_of(deal, order_id), flash=flash.use if flash else None, group=place.use if place else None)
    if not (uses.uses or uses.newcomer or uses.flash or uses.group or uses.trials):
        return []
    sources = deal.sources
    writes: list[Write] = list(flash_writes(flash, deal.at)) if flash else []
    writes += group_claim_writes(place, order_id) if place else []
    for use in uses.coupons:
        writes += _reserve_code(use, uses, deal)
        payload = CouponReserved(use.coupon_id or "", order_id, uses.customer_id, use.amount, uses.currency)
        writes.append(use_event(payload, uses, use, actor))
    for coupon_id, group in uses.by_coupon():
        coupon = sources[group[0].rule_id].coupon
        limits = coupon.limits if coupon else None
        refused = _refused(group)
        writes += _funds(coupon_pk(coupon_id), group, refused)
        if limits and limits.per_day is not None and group[0].day:
            writes.append(_count(coupon_pk(coupon_id), day_sk(group[0].day), len(group), limits.per_day, refused))
        if limits and limits.per_customer is not None and uses.customer_id:
            writes.append(_count(customer_pk(uses.customer_id), use_sk(coupon_id), len(group), limits.per_customer, refused))
    for campaign_id, group in uses.by_campaign():
        amount = sum(use.amount for use in group)
        left = (FundsRecord.budget_left >= amount) & (FundsRecord.stopped == False)  # noqa: E712 — a DynamoDB condition
        named = [use.code or use.rule_id for use in group]
        spent = PromotionSpent("The budget is used up for: " + ", ".join(named), campaign_id=campaign_id, promotions=named)
        writes.append(Update(FundsRecord, campaign_pk(campaign_id), FUNDS_SK, [FundsRecord.budget_left.add(-amount)], left, spent))
    if uses.newcomer:
        writes.append(_newcomer(uses))
    writes.append(put_new(UsedRecord(pk=used_pk(order_id), sk=USED_SK, kind="used", body=dump(uses), state=RESERVED)))
    return writes


def _refused(group: Sequence[Use]) -> CouponUnusable:
    named = ", ".join(use.code or "" for use in group)
    return CouponUnusable(f"A limit of the coupon is used up: {named}", coupon=group[0].code, reason="used_up")


def _reserve_code(use: Use, uses: Uses, deal: Deal) -> list[Write]:
    if use.key is None:
        return []
    table, now = CodeRecord, times.iso(deal.at)
    actions: list[Action] = [table.state.set(State.RESERVED.value), table.order_id.set(uses.order_id), table.version.add(1)]
    actions += [table.due_pk.remove(), table.due_at.remove()]
    condition: Condition = table.state.is_in(State.ISSUED.value, State.CLAIMED.value)
    condition &= table.expires_at.does_not_exist() | (table.expires_at > now)
    condition &= table.customer_id.does_not_exist() | (table.customer_id == (uses.customer_id or ""))
    refused = CouponUnusable(f"The coupon was used or is over: {use.code}", coupon=use.code, reason="already_used")
    return [Update(table, code_pk(use.key), CODE_SK, actions, condition, refused)]


def _funds(pk: str, group: Sequence[Use], refused: CouponUnusable) -> list[Write]:
    actions: list[Action] = []
    condition: Condition = FundsRecord.stopped == False  # noqa: E712 — a DynamoDB condition
    if "uses" in group[0].counted:
        actions.append(FundsRecord.uses_left.add(-len(group)))
        condition &= FundsRecord.uses_left >= len(group)
    if "budget" in group[0].counted:
        spent = sum(use.amount - use.held for use in group)
        actions.append(FundsRecord.budget_left.add(-spent))
        # What single coupons hold is theirs, also when the budget was lowered below it meanwhile.
        condition &= FundsRecord.budget_left >= spent if spent > 0 else FundsRecord.budget_left.exists()
    return [Update(FundsRecord, pk, FUNDS_SK, actions, condition, refused)] if actions else []


def _count(pk: str, sk: str, number: int, limit: int, refused: CouponUnusable) -> Update:
    room = CounterRecord.used.does_not_exist() | (CounterRecord.used <= limit - number)
    return Update(CounterRecord, pk, sk, [CounterRecord.used.add(number)], room, refused)


def _newcomer(uses: Uses) -> Update:
    buyer = BuyerRecord
    first = buyer.newcomer_order.does_not_exist() & (buyer.paid_orders.does_not_exist() | (buyer.paid_orders == 0))
    refused = CouponUnusable("This is for the first order only, and another order uses it.", reason="newcomers_only")
    return Update(buyer, customer_pk(uses.customer_id or ""), BUYER_SK, [buyer.newcomer_order.set(uses.order_id)], first, refused)
