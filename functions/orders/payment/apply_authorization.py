"""Money is promised (held on a card, or to be collected by the courier): the order is released to be shipped before it is paid.

When the promise ends before anything has left, the order ends with it.
"""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.order_payment import OrderPayment, PaymentState
from functions.orders.model.states import CancelReason, Status
from functions.orders.payment.apply_payment import money_changes, money_writes, told_risk, version_update
from functions.orders.payment.withdraw_pieces import still_held
from functions.orders.placed.cancel_order import ending
from functions.orders.store.moves import covered_writes, move
from functions.orders.store.order_page import page_of
from functions.orders.store.parcels.watching import watch_sold
from functions.orders.store.payment_records import payment_record
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import Parcels, parcels_of
from functions.orders.store.stock_lines import stock_lines
from functions.orders.store.stock_moves import transact_moving
from functions.orders.store.stock_state import committed, is_planned
from functions.orders.store.timers import PAYMENT_DEADLINE, timer_delete
from functions.shared.events.contracts.orders import OrderPaymentSetAside, OrderReleased
from functions.shared.events.contracts.payments import PaymentAuthorized, PaymentVoided
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import Put, Write, transact
from functions.stock import commit_writes

_UNSHIPPED = frozenset({Status.FULFILLING})


def release(authorized: PaymentAuthorized) -> None:
    """Once, however often it is told. What does not fit is set aside, and let go by the payments domain. Raises NotFound (retried)."""

    def attempt() -> None:
        parcels = parcels_of(authorized.order_id)
        known = parcels.payment(authorized.payment_id)
        if known is not None and known.state is not PaymentState.FAILED:
            return
        money = parcels.money
        if parcels.status is Status.CANCELLED or money.all_back or parcels.amendment:
            # What an amendment waits for is paid, not promised.
            _set_aside(parcels, authorized, PaymentState.LATE)
        elif money.promised or not money.open_amount:
            _set_aside(parcels, authorized, PaymentState.DUPLICATE)
        elif (authorized.amount, authorized.currency) != (money.open_amount, parcels.order.currency):
            _set_aside(parcels, authorized, PaymentState.LATE if parcels.order.revision else PaymentState.MISMATCH)
        else:
            _release(parcels.with_payment(_promise(authorized, PaymentState.AUTHORIZED)), authorized)

    again(attempt)


def _release(after: Parcels, authorized: PaymentAuthorized) -> None:
    record, order = after.record, after.order
    actor, released_at = Actor("provider", authorized.provider), times.iso(clock.now())
    payload = OrderReleased(order.summary(), authorized.payment_id, authorized.on_delivery, released_at)
    changes = money_changes(after.money)
    if after.status is Status.PENDING_PAYMENT:
        moved: list[Write] = [
            *move(record, Status.FULFILLING, payload, actor=actor, cause=authorized.payment_id, changes=[*changes, committed()]),
            *commit_writes(
                stock_lines(order), cause=f"{order.id}#commit", reason="order_released", actor=actor, planned=is_planned(record)
            ),
            watch_sold(order),
        ]
    else:
        # A promise of what a part payment left open, or one after an earlier promise ended: the order is on its way already.
        told = event_put(OrdersTable, record.pk, payload, subject=order.id, actor=actor, cause=authorized.payment_id, **order.told)
        moved = [*money_writes(record, order, changes), told]
    note = Put(payment_record(order.id, _promise(authorized, PaymentState.AUTHORIZED)))
    # Taken already and asked back before the order heard of either: those pieces stay.
    stopped = timer_delete(order.id, PAYMENT_DEADLINE)
    transact([*moved, note, stopped, *covered_writes(order, actor), *still_held(after)])
    fact("order.released", order_id=order.id, payment_id=authorized.payment_id, on_delivery=authorized.on_delivery)


def _set_aside(parcels: Parcels, authorized: PaymentAuthorized, state: PaymentState) -> None:
    record, order = parcels.record, parcels.order
    payload = OrderPaymentSetAside(
        order_id=order.id,
        number=order.number,
        payment_id=authorized.payment_id,
        provider=authorized.provider,
        amount=authorized.amount,
        currency=authorized.currency,
        reason=state.value,
        order_status=record.status,
    )
    actor = Actor("provider", authorized.provider)
    # Another cause than the capture's, should it be captured in spite of this.
    cause = f"authorized {authorized.payment_id}"
    told = event_put(OrdersTable, record.pk, payload, subject=order.id, actor=actor, cause=cause, **order.told)
    transact([version_update(record), Put(payment_record(order.id, _promise(authorized, state))), told])


def _promise(authorized: PaymentAuthorized, state: PaymentState) -> OrderPayment:
    """Without an amount: no money has arrived."""
    return OrderPayment(
        authorized.payment_id,
        authorized.provider,
        state,
        authorized.authorized_at,
        promised=authorized.amount,
        on_delivery=authorized.on_delivery,
        risk=authorized.risk,
        payer_country=authorized.payer_country,
        **told_risk(authorized),
    )


def lapse(voided: PaymentVoided) -> None:
    """The promise an order was released on is over. Attempts that were closed unpaid concern no order."""

    def attempt() -> None:
        parcels = parcels_of(voided.order_id)
        known = parcels.payment(voided.payment_id)
        if known is None or known.state is not PaymentState.AUTHORIZED or known.amount:
            # Of what a part was taken, the end is told with its amount.
            return
        gone = replace(known, state=PaymentState.VOIDED, voided_at=times.iso(clock.now()))
        note, after = Put(payment_record(voided.order_id, gone)), parcels.with_payment(gone)
        if after.money.captured or after.money.promised or parcels.status is Status.CANCELLED:
            transact([*money_writes(parcels.record, parcels.order, money_changes(after.money)), note])
        elif parcels.status in _UNSHIPPED and not any(one.counts and one.shipped_at for one in parcels.shipments):
            reason = CancelReason.STAFF if voided.reason == "staff" else CancelReason.PAYMENT_TIMEOUT
            writes, stock = ending(page_of(after), reason, SYSTEM)
            transact_moving([*writes, note], stock)
            fact("order.lapsed", order_id=voided.order_id, payment_id=voided.payment_id)
        else:
            transact([*money_writes(parcels.record, parcels.order, money_changes(after.money)), note])
            fact("order.shipped_unpaid", order_id=voided.order_id, payment_id=voided.payment_id)

    again(attempt)
