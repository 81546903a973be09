"""Face: a coupon that somebody is given by goodwill: worth so much, once, for whoever has its code or for one customer alone."""

from __future__ import annotations

import secrets
from datetime import datetime

from functions.promotions.model.codes import key, made
from functions.promotions.model.coupon import Coupon, Distribution, Limits, State
from functions.promotions.model.rule import Kind, Rule
from functions.promotions.store.due import set_due
from functions.promotions.store.records import (
    CODE_SK,
    COUPON_SK,
    COUPONS_INDEX,
    FUNDS_SK,
    CodeRecord,
    FundsRecord,
    PromotionsTable,
    code_pk,
    coupon_pk,
    customer_pk,
)
from functions.shared.events.contracts.promotions import CouponIssued
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Write, put_new

_NAME = {"zh": "补偿优惠券", "en": "With our apologies"}


@dataclass(frozen=True)
class GivenCoupon:
    """`writes`: by which it comes to be; the transaction raises Overtaken when its code is taken."""

    coupon_id: str
    code: str
    expires_at: str
    writes: tuple[Write, ...]


def given_coupon(
    worth: Money, customer_id: str, *, given_for: tuple[str, str], now: datetime, ends_at: datetime, actor: Actor
) -> GivenCoupon:
    """`customer_id` "": for whoever has the code. `given_for`: order and compensation, which are told when it ends unused. It comes back
    with the money of an order that is paid back in full. Nothing is read."""
    rule = Rule("", Kind.FIXED, worth.currency, name=_NAME, value=worth.amount, ends_at=ends_at)
    coupon = Coupon(fresh.new_id("cpn"), Distribution.BATCH, rule, times.iso(now), limits=Limits(uses=1), return_on_refund=True)
    pk, code, end = coupon_pk(coupon.id), made(secrets.token_bytes(32), 0), times.iso(ends_at)
    record = PromotionsTable(pk=pk, sk=COUPON_SK, kind="coupon", body=dump(coupon), gsi1pk=COUPONS_INDEX, gsi1sk=coupon.id)
    funds = FundsRecord(pk=pk, sk=FUNDS_SK, kind="funds", uses_left=1)
    single = CodeRecord(pk=code_pk(key(code)), sk=CODE_SK, kind="code", code=code, state=State.ISSUED.value, coupon_id=coupon.id)
    single.expires_at, single.given_for = end, "#".join(given_for)
    if customer_id:
        single.state, single.customer_id = State.CLAIMED.value, customer_id
        single.gsi1pk, single.gsi1sk = customer_pk(customer_id), f"{times.iso(now)}#{code}"
    set_due(single)
    told = event_put(PromotionsTable, single.pk, CouponIssued(coupon.id, "goodwill", 1), subject=coupon.id, actor=actor)
    return GivenCoupon(coupon.id, code, end, (put_new(record), put_new(funds), put_new(single, Overtaken()), told))
