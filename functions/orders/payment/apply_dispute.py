"""The payer's bank takes money back, or has decided: the order says so, and nothing of it leaves by itself until it is won."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from functions.orders.model.order_payment import SET_ASIDE, DisputeState, OrderPayment, PaymentDispute, PaymentState
from functions.orders.model.states import CancelReason, Status
from functions.orders.payment.apply_payment import money_changes, money_writes
from functions.orders.store.payment_records import payment_record
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import Parcels, parcels_of
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed, OrderDisputed
from functions.shared.events.contracts.payments import PaymentDisputeClosed, PaymentDisputed
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Put, transact

_CODE = re.compile(r"[\w.:-]*", re.ASCII)
T = TypeVar("T")
_MOST = 20
"""Per payment: a provider that opens more under ever new names does not make the order's item grow without bound."""


def dispute(told: PaymentDisputed) -> None:
    """Once. Raises NotFound while the payment is not known of the order yet (retried)."""

    def change(known: PaymentDispute | None) -> PaymentDispute | None:
        if known is not None:
            return None
        now = times.iso(clock.now())
        return PaymentDispute(told.dispute_id, told.amount, DisputeState.OPEN, now, told.reason, told.deadline)

    def payload(parcels: Parcels, payment: OrderPayment) -> Payload:
        return OrderDisputed(
            order_id=parcels.order.id,
            number=parcels.order.number,
            dispute_id=told.dispute_id,
            payment_id=told.payment_id,
            provider=told.provider,
            amount=told.amount,
            currency=told.currency,
            reason=told.reason,
            deadline=told.deadline,
            counts=payment.state not in SET_ASIDE,
        )

    _apply(told, change, payload)


def close(told: PaymentDisputeClosed) -> None:
    """Once per outcome; it may come before the opening, whose amount concerns the books only. Raises NotFound (retried)."""
    if told.opened_at:
        return

    def change(known: PaymentDispute | None) -> PaymentDispute | None:
        state, now = DisputeState(told.outcome), times.iso(clock.now())
        # Money that came back was won, whatever else is told.
        if known is not None and known.state in (state, DisputeState.WON):
            return None
        return replace(known or PaymentDispute(told.dispute_id, told.amount, state, now), state=state, at=now)

    def payload(parcels: Parcels, payment: OrderPayment) -> Payload:
        return OrderDisputeClosed(
            order_id=parcels.order.id,
            number=parcels.order.number,
            dispute_id=told.dispute_id,
            payment_id=told.payment_id,
            provider=told.provider,
            amount=told.amount,
            currency=told.currency,
            outcome=told.outcome,
            counts=payment.state not in SET_ASIDE,
            goes_back=told.outcome == DisputeState.WON and _is_owed(parcels, payment),
        )

    _apply(told, change, payload)


def _is_owed(parcels: Parcels, payment: OrderPayment) -> bool:
    """Whether the order has no use for the money: it ended, or had set it aside. An order that ended because its pieces were paid back
    keeps what was left out of that."""
    if payment.state in SET_ASIDE:
        return payment.state is not PaymentState.MISMATCH
    return parcels.status is Status.CANCELLED and parcels.record.cancel_reason != CancelReason.REFUNDED


def _without_words(one: T) -> T:
    """Of an order whose buyer was erased: a code stays, what a bank's people wrote does not."""
    return one if _CODE.fullmatch(getattr(one, "reason", "")) else replace(one, reason="")  # type: ignore[type-var]


def _apply(
    told: PaymentDisputed | PaymentDisputeClosed,
    change: Callable[[PaymentDispute | None], PaymentDispute | None],
    payload: Callable[[Parcels, OrderPayment], Payload],
) -> None:
    def attempt() -> None:
        parcels = parcels_of(told.order_id)
        payment = parcels.payment(told.payment_id)
        if payment is None or payment.state is PaymentState.FAILED:
            raise NotFound("The payment is not known of the order yet.")
        others = [one for one in payment.disputes if one.dispute_id != told.dispute_id]
        changed = change(next((one for one in payment.disputes if one.dispute_id == told.dispute_id), None))
        if changed is None or len(others) >= _MOST:
            return
        told_of = payload(parcels, payment)
        if parcels.record.erased_at:
            changed, told_of = _without_words(changed), _without_words(told_of)
        after = parcels.with_payment(replace(payment, disputes=[*others, changed]))
        actor, cause = Actor("provider", told.provider), f"{told.dispute_id} {changed.state.value}"
        event = event_put(OrdersTable, parcels.record.pk, told_of, subject=told.order_id, actor=actor, cause=cause)
        noted = Put(payment_record(told.order_id, replace(payment, disputes=[*others, changed])))
        transact([*money_writes(parcels.record, parcels.order, money_changes(after.money)), noted, event])
        fact(told_of.TYPE, order_id=told.order_id, dispute_id=told.dispute_id, state=changed.state.value)

    again(attempt)
