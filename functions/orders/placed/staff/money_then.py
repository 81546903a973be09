"""Payments and refunds of an order as they were at a moment. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.orders.model.order_payment import DisputeState, OrderPayment, PaymentDispute, PaymentState
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.placed.staff.told import Told

_APPLIED = ("order.paid", "order.partially_paid", "order.released", "order.payment_set_aside")


def refunds_then(refunds: Sequence[OrderRefund], told: Told, at: str) -> list[OrderRefund]:
    """Those that were asked for by then."""
    return [_refund(one, told, at) for one in refunds if one.requested_at <= at]


def _refund(one: OrderRefund, told: Told, at: str) -> OrderRefund:
    if told.since("order.refund_failed", refund_id=one.refund_id):
        back = told.last("order.refunded", refund_id=one.refund_id)
        if back:
            return replace(one, state=RefundState.SUCCEEDED, settled_at=back.data["refunded_at"])
        return replace(one, state=RefundState.PENDING, settled_at=None, taxes=None)
    ended = told.last("order.refunded", "order.refund_failed", refund_id=one.refund_id)
    is_later = told.since("order.refunded", refund_id=one.refund_id) or (not ended and (one.settled_at or "") > at)
    return replace(one, state=RefundState.PENDING, settled_at=None, taxes=None) if is_later else one


def payments_then(payments: Sequence[OrderPayment], refunds: Sequence[OrderRefund], told: Told, at: str) -> list[OrderPayment]:
    """`refunds`: as they are now."""
    before = {one.refund_id: one for one in refunds_then(refunds, told, at)}
    found = [one for payment in payments if (one := _payment(payment, told, at))]
    return [replace(one, refunded=_refunded(one, refunds, before), disputes=_disputes(one, told)) for one in found]


def _payment(one: OrderPayment, told: Told, at: str) -> OrderPayment | None:
    known, later = (find(*_APPLIED, payment_id=one.payment_id) for find in (told.all, told.since))
    if not known:
        # What failed tells no event of the order; neither does what pays an amendment.
        return None if later or one.at > at else one
    is_over = one.state is not PaymentState.VOIDED or one.voided_at <= at
    if not later and is_over and one.at <= at:
        return one
    parts = [event for event in known if event.type == "order.partially_paid"]
    amount = parts[-1].data["amount"] if parts else None
    released = next((event for event in known if event.type == "order.released"), None)
    if released:
        currency = one.currency if parts else None
        return replace(one, state=PaymentState.AUTHORIZED, amount=amount, currency=currency, voided_at="")
    return replace(one, state=PaymentState.CAPTURED, amount=amount or one.amount)


def unsure_of_money(then: Sequence[OrderPayment], now: Sequence[OrderPayment], refunds: Sequence[OrderRefund], at: str) -> list[str]:
    """Fields that no event of the order tells: how much of a held payment had been taken when only some was; what a refund kept from
    leaving that has failed since."""
    taken = {one.payment_id for one in now if one.amount and not one.on_delivery}
    held = any(one.state is PaymentState.AUTHORIZED and one.payment_id in taken for one in then)
    failed = any(one.state is RefundState.FAILED and one.requested_at <= at < (one.settled_at or "") for one in refunds)
    return ["payments"] * held + ["lines"] * failed


def _refunded(payment: OrderPayment, refunds: Sequence[OrderRefund], before: dict[str, OrderRefund]) -> int:
    gone = 0
    for one in refunds:
        was = before.get(one.refund_id)
        if one.payment_id == payment.payment_id and (was is None or was.state is not one.state):
            gone += one.amount * ((one.state is RefundState.SUCCEEDED) - (was is not None and was.state is RefundState.SUCCEEDED))
    return max(0, payment.refunded - gone)


def _disputes(payment: OrderPayment, told: Told) -> list[PaymentDispute]:
    found = []
    for one in payment.disputes:
        opened = told.last("order.disputed", dispute_id=one.dispute_id)
        decided = told.last("order.dispute_closed", dispute_id=one.dispute_id)
        if decided:
            found.append(replace(one, state=DisputeState(decided.data["outcome"]), at=decided.occurred_at))
        elif opened:
            found.append(replace(one, state=DisputeState.OPEN, at=opened.occurred_at))
    return found
