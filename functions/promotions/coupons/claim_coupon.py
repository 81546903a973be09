"""A customer takes a coupon from the coupon centre, or is given one: once, and never more than there are."""

from __future__ import annotations

import secrets
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from functions.promotions.model.codes import key, made
from functions.promotions.model.coupon import Coupon, Distribution, State
from functions.promotions.offers.offer import kept_from
from functions.promotions.store.due import is_over, set_due
from functions.promotions.store.live_rules import live_now
from functions.promotions.store.records import (
    CODE_SK,
    FUNDS_SK,
    CodeRecord,
    CounterRecord,
    FundsRecord,
    PromotionsTable,
    campaign_pk,
    code_pk,
    coupon_pk,
    customer_pk,
    use_sk,
)
from functions.promotions.store.repository import coupon_of, coupon_with_funds
from functions.shared.events.contracts.promotions import CouponClaimed
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.transactions import Check, Remember, Update, Write, put_new, transact


class CouponGone(Conflict):
    code, title = "coupon_gone", "All of these coupons are taken"


class AlreadyClaimed(Conflict):
    code, title = "already_claimed", "You have taken this coupon"


def claim(coupon_id: str, customer_id: str, *, remember: Remember[CodeRecord, Coupon]) -> tuple[CodeRecord, Coupon]:
    """Raises NotFound for what is not in the centre, Conflict (409): `coupon_gone`, `already_claimed`, `not_started`, `coupon_over`."""
    stored, funds = coupon_with_funds(coupon_id)
    coupon, now = coupon_of(stored), clock.now()
    if coupon.distribution is not Distribution.CLAIM or coupon.stopped or is_kept_from(coupon, customer_id):
        raise NotFound("There is no such coupon.")
    if coupon.rule.starts_at and now < coupon.rule.starts_at:
        raise Conflict(f"It can be taken from {times.iso(coupon.rule.starts_at)} on.", code="not_started")
    if is_over(_iso(coupon.end_for(now)), now):
        raise Conflict("Its time is over.", code="coupon_over")
    if funds.claims_left is not None and funds.claims_left < 1:
        # Who comes too late need not queue up at the counter.
        raise CouponGone()
    record = new_single(coupon, customer_id, now)
    transact([*claim_writes(coupon, record, "claim"), *remember(record, coupon)])
    return record, coupon


def is_kept_from(coupon: Coupon, customer_id: str | None) -> bool:
    """Whether this customer is held out of its campaign: they are neither shown nor given it, so nothing is promised that does not come."""
    campaign = live_now().by_id.get(coupon.campaign_id) if coupon.campaign_id else None
    return campaign is not None and kept_from(campaign, customer_id) is not None


def new_single(coupon: Coupon, customer_id: str, now: datetime) -> CodeRecord:
    """A coupon of the customer's own, with a fresh code, holding its part of the budget."""
    code = made(secrets.token_bytes(32), 0)
    record = CodeRecord(pk=code_pk(key(code)), sk=CODE_SK, kind="code", code=code, state=State.CLAIMED.value, coupon_id=coupon.id)
    record.campaign_id, record.customer_id = coupon.campaign_id, customer_id
    record.gsi1pk, record.gsi1sk = customer_pk(customer_id), f"{times.iso(now)}#{code}"
    record.expires_at, record.worth = _iso(coupon.end_for(now)), coupon.worth()
    set_due(record)
    return record


def claim_writes(coupon: Coupon, record: CodeRecord, how: str) -> list[Write]:
    """The transaction raises CouponGone or AlreadyClaimed."""
    customer = record.customer_id or ""
    limit = coupon.limits.per_customer
    room = CounterRecord.claimed.does_not_exist() | (CounterRecord.claimed < limit) if limit is not None else None
    own = Update(CounterRecord, customer_pk(customer), use_sk(coupon.id), [CounterRecord.claimed.add(1)], room, AlreadyClaimed())
    payload = CouponClaimed(coupon.id, customer, record.expires_at or "", how)
    event = event_put(PromotionsTable, record.pk, payload, subject=coupon.id, actor=Actor("customer", customer))
    return [own, *_stock(coupon, record), *_campaign(coupon), put_new(record), event]


def _campaign(coupon: Coupon) -> list[Write]:
    """Nobody takes coupons of a campaign that is stopped, or not launched."""
    if coupon.campaign_id is None:
        return []
    running = FundsRecord.stopped == False  # noqa: E712 — a DynamoDB condition
    gone = CouponGone("The campaign of this coupon does not run.")
    return [Check(FundsRecord, campaign_pk(coupon.campaign_id), FUNDS_SK, running, gone)]


def _stock(coupon: Coupon, record: CodeRecord) -> list[Write]:
    actions: list[Action] = []
    condition: Condition = FundsRecord.stopped == False  # noqa: E712 — a DynamoDB condition
    if coupon.limits.claims is not None:
        actions.append(FundsRecord.claims_left.add(-1))
        condition &= FundsRecord.claims_left >= 1
    if record.worth:
        actions.append(FundsRecord.budget_left.add(-record.worth))
        condition &= FundsRecord.budget_left >= record.worth
    if not actions:
        return [Check(FundsRecord, coupon_pk(coupon.id), FUNDS_SK, condition, CouponGone())]
    return [Update(FundsRecord, coupon_pk(coupon.id), FUNDS_SK, actions, condition, CouponGone())]


def _iso(at: datetime | None) -> str | None:
    return times.iso(at) if at else None
