"""Staff give the buyer of an order money or a coupon that nobody owes them. Decided under the version of the order's refunds, so that
twenty at once are held to one limit; the money is a refund like any other, the coupon is made in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from functions.orders import OrderCompensation, compensation_writes, order_buyer
from functions.payments.model.compensation import (
    COUPONS,
    MOST,
    Compensation,
    CompensationKind,
    cost_entry,
    given_in_all,
    limit_for,
)
from functions.payments.model.refund import Refund
from functions.payments.model.refund_parts import RefundWish
from functions.payments.refunds.known_refunds import known_refunds, turn_write
from functions.payments.refunds.request_refund import request_refund
from functions.payments.store.compensations import compensation_put, compensations_of, cost_put
from functions.payments.store.payment_settings import payment_settings
from functions.promotions import given_coupon
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.money import Money
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact


def give(
    order_id: str, kind: CompensationKind, money: Money, reason: str, *, caller: Caller, remember: Remember[Compensation]
) -> Compensation:
    """Raises NotFound, Conflict (409 `nothing_paid`, `too_many_compensations`, and what a refund raises), Invalid (422: `points_not_yet`,
    `currency_mismatch`, `goodwill_limit_exceeded`, `compensation_exceeds_order`; money also `refund_exceeds_captured`)."""
    if kind is CompensationKind.POINTS:
        raise Invalid.field("/kind", "points_not_yet", "The shop has no points yet: give money or a coupon.")
    now, roles = times.iso(clock.now()), sorted(caller.roles)
    given = Compensation(fresh.new_id("cmp"), order_id, kind, money.amount, money.currency, reason, caller.id, now, roles)
    made = _money(given, caller, remember) if kind is CompensationKind.MONEY else _coupon(given, caller, remember)
    fact("compensation.given", order_id=order_id, compensation_id=made.id, kind=kind.value)
    return made


def _money(given: Compensation, caller: Caller, remember: Remember[Compensation]) -> Compensation:
    number, _ = order_buyer(given.order_id, caller=caller)
    total = known_refunds(given.order_id, caller).order.total
    made: list[Compensation] = []

    def kept(refunds: Sequence[Refund]) -> list[Write]:
        _check(given, total, caller)
        made[:] = [replace(given, refunds=[one.id for one in refunds])]
        return [*_writes(made[0], number, caller), *remember(made[0])]

    request_refund(
        given.order_id,
        RefundWish(amount=given.amount),
        currency=given.currency,
        reason=given.reason,
        caller=caller,
        remember=kept,
        restock=False,
        goodwill=given.id,
    )
    return made[0]


def _coupon(given: Compensation, caller: Caller, remember: Remember[Compensation]) -> Compensation:
    number, customer_id = order_buyer(given.order_id, caller=caller)

    def attempt() -> Compensation:
        known = known_refunds(given.order_id, caller)
        if given.currency != known.order.currency:
            raise Invalid.field("/amount/currency", "currency_mismatch", f"The order is in {known.order.currency}.")
        _check(given, known.order.total, caller)
        now = clock.now()
        ends_at = now + timedelta(days=payment_settings().goodwill_days)
        worth, purpose = Money(given.amount, given.currency), (given.order_id, given.id)
        coupon = given_coupon(worth, customer_id, given_for=purpose, now=now, ends_at=ends_at, actor=caller.actor)
        made = replace(given, coupon_id=coupon.coupon_id, code=coupon.code, expires_at=coupon.expires_at)
        entry = cost_entry("", given.order_id, f"goodwill|{given.id}", given.given_at, given.amount, given.currency, COUPONS)
        turn = turn_write(given.order_id, known.version)
        transact([turn, *_writes(made, number, caller), cost_put(entry, given.id), *coupon.writes, *remember(made)])
        return made

    return again(attempt)


def _check(given: Compensation, total: int, caller: Caller) -> None:
    """By what was given for the order until now, read after the version that the transaction asks for."""
    known = compensations_of(given.order_id)
    if len(known) >= MOST:
        raise Conflict(f"An order has at most {MOST} compensations.", code="too_many_compensations", most=MOST)
    in_all = given_in_all(known) + given.amount
    limit = limit_for(caller.roles, given.currency, payment_settings().goodwill_limits)
    if limit is not None and in_all > limit:
        left = max(0, limit - given_in_all(known))
        raise Invalid.field("/amount/amount", "goodwill_limit_exceeded", f"Your role may give {left} more for this order.")
    if in_all > total:
        raise Invalid.field("/amount/amount", "compensation_exceeds_order", f"The order cost {total}; no more than that is given for it.")


def _writes(made: Compensation, number: str, caller: Caller) -> list[Write]:
    shown = OrderCompensation(made.id, made.kind.value, made.amount, made.currency, made.reason, made.given_at, made.given_by)
    return [compensation_put(made), *compensation_writes(made.order_id, number, shown, caller)]
