"""Money has arrived (or not): the order moves to paid and its stock is committed, or the money is recorded for somebody to look at.

A message may come twice, late or for an order that is cancelled. What was done is known by the payment's own item, written in the same
transaction as the effect; money that does not fit is never applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pynamodb.expressions.update import Action

from functions.orders.model.money import OrderMoney
from functions.orders.model.order import Order
from functions.orders.model.order_payment import SET_ASIDE, OrderPayment, PaymentState
from functions.orders.model.states import NOT_PAID, CancelReason, PaymentStatus, Status
from functions.orders.payment.withdraw_pieces import still_held
from functions.orders.placed.cancel_order import ending
from functions.orders.store.amendments.amendment_writes import amended_event, amending_over, applied_writes
from functions.orders.store.deadline import deadline_of
from functions.orders.store.filed.state_lists import states_writes
from functions.orders.store.first_paid import first_paid_writes
from functions.orders.store.moves import covered_writes, move
from functions.orders.store.order_page import page_of
from functions.orders.store.parcels.watching import watch_sold
from functions.orders.store.payment_records import payment_record
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.store.repository import get_order
from functions.orders.store.rules_store import shop_rules
from functions.orders.store.shipments import Parcels, parcels_of
from functions.orders.store.stock_lines import stock_lines
from functions.orders.store.stock_moves import transact_moving
from functions.orders.store.stock_state import committed, is_committed, is_planned
from functions.orders.store.timers import PAYMENT_DEADLINE, timer_delete, timer_put
from functions.shared.events.contracts.orders import OrderPaid, OrderPartiallyPaid, OrderPaymentSetAside
from functions.shared.events.contracts.payments import PaymentAuthorized, PaymentCaptured, PaymentFailed, PaymentPartiallyCaptured
from functions.shared.events.envelope import SYSTEM, Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import MAX_ACTIONS, Put, Update, Write, put_new, transact
from functions.shared.store.versions import locked_update
from functions.stock import commit_writes

Captured = PaymentCaptured | PaymentPartiallyCaptured


class _Known(Exception):
    """The payment's item was written meanwhile, by this message's twin."""


def capture(captured: PaymentCaptured) -> None:
    """Apply a captured payment once. Raises NotFound for an order that does not exist: the message is retried, then set aside."""

    def attempt() -> None:
        parcels = parcels_of(captured.order_id)
        known = parcels.payment(captured.payment_id)
        if known is not None and _is_told(known, captured):
            return
        # What was taken in parts is told anew with its sum, so what this payment brought before is looked at with it.
        others = replace(parcels, payments=[one for one in parcels.payments if one.payment_id != captured.payment_id])
        obstacle = known.state if known and known.state in SET_ASIDE else _obstacle(others, captured)
        if known is not None and counts(known) and parcels.status is Status.CANCELLED:
            note_late(parcels, known, taken(known, captured), captured)
        elif obstacle is not None:
            set_aside(parcels, captured, obstacle)
        else:
            _apply(parcels.with_payment(taken(known, captured)), captured)

    again(attempt)


def _is_told(known: OrderPayment, captured: PaymentCaptured) -> bool:
    """Whether the order knows it. What was held is not over for it until this message, however much of it was told before."""
    return known.amount is not None and known.state is not PaymentState.AUTHORIZED and known.amount >= captured.amount


def counts(known: OrderPayment) -> bool:
    """Whether the order has taken money of it: then it does not set the payment aside any more."""
    return bool(known.amount) and known.state in (PaymentState.AUTHORIZED, PaymentState.CAPTURED)


def _obstacle(others: Parcels, captured: PaymentCaptured) -> PaymentState | None:
    open_amount = others.money.open_amount
    if others.status is Status.CANCELLED or others.money.all_back:
        # Over, or given back in full: what was paid for it may be used again by now (a coupon).
        return PaymentState.LATE
    if open_amount == 0 or others.money.rest:
        return PaymentState.DUPLICATE
    fits = captured.amount == open_amount or (captured.part and captured.amount < open_amount)
    if fits and captured.currency == others.order.currency:
        return None
    # What an amended order cost before is not what it is to be paid with: that goes back, and is paid anew.
    return PaymentState.LATE if others.order.revision else PaymentState.MISMATCH


def _apply(after: Parcels, captured: PaymentCaptured) -> None:
    record, order, money = after.record, after.order, after.money
    now, actor = times.iso(clock.now()), Actor("provider", captured.provider)
    changes = [*money_changes(money), *([OrderRecord.paid_at.set(now)] if money.paid and not after.amendment else [])]
    until = _open_until(after)
    payload: Payload = OrderPartiallyPaid(
        order.id, order.number, captured.payment_id, captured.amount, order.currency, money.captured, money.open_amount, until or ""
    )
    amends, returned = list[Write](), None
    if money.paid and after.amendment:
        applied, amends, returned = applied_writes(record, order, after.amendment, actor)
        payload = amended_event(order, applied, open_amount=0, before=after.amendment.before)
        changes.append(amending_over())
    elif money.paid:
        payload = OrderPaid(order.summary(), captured.payment_id, now)
    if record.status == Status.PENDING_PAYMENT and money.paid:
        moved: list[Write] = [
            *move(record, Status.PAID, payload, actor=actor, cause=captured.payment_id, changes=[*changes, committed()]),
            *commit_writes(stock_lines(order), cause=f"{order.id}#commit", reason="order_paid", actor=actor, planned=is_planned(record)),
            watch_sold(order),
        ]
    else:
        # It stays where it is on its way: released before its money came, or paid in part only.
        told = event_put(
            OrdersTable, record.pk, payload, subject=order.id, actor=actor, cause=f"{captured.payment_id}{_sum_of(captured)}", **order.told
        )
        waits = until or _rest_until(after)
        held_until = [OrderRecord.held_until.set(waits)] if waits else []
        moved = [*money_writes(record, order, [*changes, *held_until]), told]
    payment = after.payment(captured.payment_id)
    assert payment is not None
    writes = [
        *moved,
        Put(payment_record(order.id, payment)),
        timer_put(order.id, PAYMENT_DEADLINE, times.parse(until)) if until else timer_delete(order.id, PAYMENT_DEADLINE),
        *([*first_paid_writes(order), *covered_writes(order, actor)] if money.paid and not amends else []),
        *amends,
    ]
    held = still_held(after) if money.paid or is_committed(record) else []
    if held and len(writes) + len(held) > MAX_ACTIONS:
        # First the pieces that are paid back, then the money that would let them leave.
        transact([version_update(record), *held])
        raise Overtaken
    if returned:
        transact_moving([*writes, *held], returned)
    else:
        transact([*writes, *held])
    fact(payload.TYPE, order_id=order.id, payment_id=captured.payment_id, amount=captured.amount, currency=captured.currency)


def _open_until(after: Parcels) -> str | None:
    """Until when an order that is paid in part waits for the rest, with its stock set aside; from its first part on, so that a trickle of
    small parts holds it no longer. None: nothing is open, or it is on its way."""
    if after.money.paid or after.status is not Status.PENDING_PAYMENT:
        return None
    before = deadline_of(after.record, after.order)
    if after.record.payment_status not in NOT_PAID:
        return before
    return max(before, times.iso(clock.now() + shop_rules().checkout.rest_hold))


def _rest_until(after: Parcels) -> str | None:
    """Until when the rest is expected of an order that is on its way and paid in part: nothing ends it then, but the check tells of it."""
    is_new = after.record.payment_status != PaymentStatus.PARTIALLY_PAID and after.money.status is PaymentStatus.PARTIALLY_PAID
    return times.iso(clock.now() + shop_rules().checkout.rest_hold) if is_new else None


def _sum_of(captured: PaymentCaptured) -> str:
    return f" {captured.amount}" if captured.part else ""


def money_changes(money: OrderMoney) -> list[Action]:
    """What the order's item says of its money, as its payments now have it."""
    return [
        OrderRecord.payment_status.set(money.status.value),
        OrderRecord.captured.set(money.captured),
        OrderRecord.refunded.set(money.refunded),
    ]


def note_late(parcels: Parcels, known: OrderPayment, after: OrderPayment, captured: Captured) -> None:
    """The order ended while more of a payment was taken of which it had taken a part. It keeps counting; what came too late goes back."""
    record, money = parcels.record, parcels.with_payment(after).money
    late = [_told_aside(parcels, captured, PaymentState.LATE)] if (after.amount or 0) > (known.amount or 0) else []
    transact([*money_writes(record, parcels.order, money_changes(money)), Put(payment_record(parcels.order.id, after)), *late])
    fact("order.payment_noted", order_id=parcels.order.id, payment_id=known.payment_id, captured=money.captured)


def set_aside(parcels: Parcels, captured: Captured, state: PaymentState) -> None:
    aside = replace(taken(parcels.payment(captured.payment_id), captured), state=state)
    noted = Put(payment_record(parcels.order.id, aside))
    transact([version_update(parcels.record), noted, _told_aside(parcels, captured, state)])
    fact("order.payment_set_aside", order_id=parcels.order.id, payment_id=captured.payment_id, reason=state.value)


def _told_aside(parcels: Parcels, captured: Captured, state: PaymentState) -> Write:
    record, order = parcels.record, parcels.order
    payload = OrderPaymentSetAside(
        order_id=order.id,
        number=order.number,
        payment_id=captured.payment_id,
        provider=captured.provider,
        amount=captured.amount,
        currency=captured.currency,
        reason=state.value,
        order_status=record.status,
    )
    actor, part = Actor("provider", captured.provider), isinstance(captured, PaymentPartiallyCaptured) or captured.part
    cause = f"{captured.payment_id} {captured.amount}" if part else captured.payment_id
    return event_put(OrdersTable, record.pk, payload, subject=order.id, actor=actor, cause=cause, **order.told)


def taken(known: OrderPayment | None, captured: Captured) -> OrderPayment:
    """With what was told of it before (refunds, disputes)."""
    before = known or OrderPayment(captured.payment_id, captured.provider, PaymentState.CAPTURED, captured.captured_at)
    return replace(
        before,
        state=PaymentState.CAPTURED,
        at=captured.captured_at,
        amount=max(before.amount or 0, captured.amount),
        currency=captured.currency,
        provider_ref=captured.provider_ref,
        reason="",
        risk=captured.risk or before.risk,
        payer_country=captured.payer_country or before.payer_country,
        **told_risk(captured),
    )


def told_risk(told: PaymentAuthorized | Captured) -> dict[str, Any]:
    """How its payment was judged; nothing where it was not, so that what was told before stands."""
    if told.score is None:
        return {}
    return {name: getattr(told, name) for name in ("score", "score_reasons", "verdict", "review_hours", "at_deadline")}


def fail(failed: PaymentFailed) -> None:
    """Record a failed attempt; an order that is not to be paid at all ends with it. What is known of the payment already (a capture that
    overtook this message) stands."""

    def attempt() -> None:
        record = get_order(failed.order_id)
        if failed.ends_order and record.status == Status.PENDING_PAYMENT and not record.captured:
            _end_unpaid(failed)
            return
        transact([_failed_put(failed), version_update(record)])

    try:
        again(attempt)
    except _Known:
        fact("order.payment_known", order_id=failed.order_id, payment_id=failed.payment_id)


def _failed_put(failed: PaymentFailed) -> Write:
    now = times.iso(clock.now())
    payment = OrderPayment(failed.payment_id, failed.provider, PaymentState.FAILED, now, reason=failed.reason)
    return put_new(payment_record(failed.order_id, payment), _Known())


def _end_unpaid(failed: PaymentFailed) -> None:
    """Its stock and its coupons are free again. Who pays by another attempt in this moment is paid back, as for any order that ended."""
    page = page_of(parcels_of(failed.order_id))
    writes, stock = ending(page, CancelReason.PAYMENT_DECLINED, SYSTEM)
    transact_moving([*writes, _failed_put(failed)], stock)


def money_writes(record: OrderRecord, order: Order, changes: Sequence[Action]) -> list[Write]:
    """The order's item with these changes of its money, and the lists that it stands in by them."""
    return [version_update(record, changes), *states_writes(record, order, changes)]


def version_update(record: OrderRecord, changes: Sequence[Action] = ()) -> Update:
    """The order's page shows something new, so its version (its ETag) rises; also serializes everything that concerns its money."""
    return locked_update(OrderRecord, record.pk, ORDER_SK, [OrderRecord.version.set(record.version + 1), *changes], record.version)
