"""Money went back, did not, or came back to us: what that means for the order. The only place that says so.

A refund of the order moves its payment status, takes its pieces out of what is still to be sent, puts them on sale again, and brings an
order with nothing left to where it belongs: cancelled if nothing was sent, delivered if the rest has arrived. A second or a late payment
that goes back changes nothing but its own record. A refund of 0 has no payment: pieces that cost nothing went back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.orders.model.order_payment import SET_ASIDE, OrderPayment, PaymentState
from functions.orders.model.order_refund import OrderRefund, RefundState, refund_of
from functions.orders.model.pieces import are_cards_alone
from functions.orders.model.refund_tax import refund_tax
from functions.orders.model.states import CancelReason, Status
from functions.orders.payment.apply_payment import money_changes, version_update
from functions.orders.payment.withdraw_pieces import holding, parcel_writes
from functions.orders.placed.cancel_order import ending
from functions.orders.store.moves import move_through
from functions.orders.store.order_check import UNDER_WAY, nothing_left
from functions.orders.store.order_page import page_of
from functions.orders.store.parcels.watching import watch_now
from functions.orders.store.parcels.write_parcels import progress
from functions.orders.store.payment_records import payment_record
from functions.orders.store.records import OrdersTable
from functions.orders.store.refund_records import refund_record
from functions.orders.store.shipments import Parcels, money_of_order, parcels_of
from functions.orders.store.stock_moves import StockMove, came_back, of_lines, queue_place, shelf_moves, transact_moving
from functions.orders.store.stock_state import is_planned
from functions.orders.store.timers import PLAN, timer_put
from functions.shared.events.contracts.orders import OrderRefunded, OrderRefundFailed
from functions.shared.events.contracts.payments import PaymentRefunded, PaymentRefundFailed
from functions.shared.events.envelope import SYSTEM, Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Put, Write, transact


def refund(told: PaymentRefunded | PaymentRefundFailed) -> None:
    """Once, whatever the order and repetition of the messages. Raises NotFound while the capture is not known yet (retried).

    Of the payment's totals, what was ever given back and what came back of it only grow, so of both the largest that was told counts.
    """

    def attempt() -> None:
        before = parcels_of(told.order_id)
        if not told.payment_id:
            _of_nothing(before, told)
            return
        payment = before.payment(told.payment_id)
        if payment is None or payment.state is PaymentState.FAILED:
            raise NotFound("The payment is not known of the order yet.")
        given, returned = max(_given(payment), _given(told)), max(payment.returned, told.returned)
        paid_back = replace(_with_taken(before, payment, told), refunded=given - returned, returned=returned)
        known = before.refund(told.refund_id)
        ended = _as_told(known or _unknown(told), told, came_back=returned > payment.returned)
        if paid_back == payment and ended == known:
            return
        after = before.with_payment(paid_back)
        if payment.state in SET_ASIDE:
            transact([version_update(before.record), *_notes(before.order.id, paid_back, ended)])
        else:
            why = told.reason if isinstance(told, PaymentRefundFailed) else ""
            _of_the_order(before, after, known or replace(ended, state=RefundState.PENDING), ended, why)
        fact("order.refund_noted", order_id=told.order_id, payment_id=told.payment_id, refunded=paid_back.refunded)

    again(attempt)


def _with_taken(before: Parcels, payment: OrderPayment, told: PaymentRefunded | PaymentRefundFailed) -> OrderPayment:
    """What goes back was taken before, also where that is told later. What an order that has ended knew nothing of is set aside then."""
    known = payment.state is PaymentState.AUTHORIZED and (payment.amount or before.status is not Status.CANCELLED)
    if not known or not isinstance(told, PaymentRefunded):
        return payment
    most = told.captured if payment.promised is None else min(told.captured, payment.promised)
    return replace(payment, amount=max(payment.amount or 0, most), currency=told.currency)


def _of_nothing(before: Parcels, told: PaymentRefunded | PaymentRefundFailed) -> None:
    known = before.refund(told.refund_id) or _unknown(told)
    ended = _as_told(known, told, came_back=False)
    if ended != known:
        _of_the_order(before, before, known, ended, "")
        fact("order.refund_noted", order_id=told.order_id, payment_id="", refunded=before.money.refunded)


def _of_the_order(before: Parcels, after: Parcels, known: OrderRefund, ended: OrderRefund, why: str) -> None:
    order, is_new = before.order, known.state is not ended.state
    if is_new and ended.state is RefundState.SUCCEEDED and not ended.amends:
        after, ended = holding(after, ended)
        ended = replace(ended, taxes=refund_tax(before.order, ended, after.holding.refunds).taxes)
    after = after.with_refund(ended)
    payment = after.payment(ended.payment_id)
    actor = Actor("provider", payment.provider) if payment else SYSTEM
    notes = [*_notes(order.id, payment, ended), *parcel_writes(before, after)]
    if is_new:
        # Just before the states it leads to, so that the order's timeline shows them in their order.
        at, cause = clock.now() - timedelta(milliseconds=1), f"{ended.refund_id} {ended.state.value}"
        told = _told(after, ended, why)
        notes.append(event_put(OrdersTable, before.record.pk, told, subject=order.id, actor=actor, cause=cause, at=at))
    if _is_over(after):
        # Of what was sold, promotions decide by `order.refunded` what comes back; what never was ends like any unpaid order.
        unsold = before.status is Status.PENDING_PAYMENT
        money = money_of_order(before.record, order, after.payments, after.refunds, is_over=True)
        ends, stock = ending(page_of(after), CancelReason.REFUNDED, actor, changes=money_changes(money), gives_back=unsold)
        transact_moving([*ends, *notes], stock if stock.lines else _back_on_sale(before, after, known, ended, actor))
        return
    notes.append(watch_now(order.id))
    if before.status in UNDER_WAY and are_cards_alone(after.holding):
        # The planner completes it, once they are issued.
        notes.append(timer_put(order.id, PLAN, clock.now()))
    changes, steps, timer = progress(after)
    moved = move_through(before.record, steps, actor=actor, changes=[*changes, *money_changes(after.money)])
    transact_moving([*moved, *timer, *notes], _back_on_sale(before, after, known, ended, actor))


def _is_over(after: Parcels) -> bool:
    """Nothing is left to send and nothing was sent; or the part that was paid of it went back, and nothing of it was ever sold."""
    if after.status is Status.PENDING_PAYMENT:
        return after.money.all_back
    return nothing_left(after)


def _back_on_sale(before: Parcels, after: Parcels, known: OrderRefund, ended: OrderRefund, actor: Actor) -> StockMove:
    """Pieces whose money has gone; and those of a refund that failed after the order was cancelled, which had left them to it.

    What leaves a parcel only now lies on its shelf again.
    """
    order, pieces, step, gone = before.order, dict[str, int](), "restock", dict[str, int]()
    if known.state is not ended.state:
        if ended.state is RefundState.SUCCEEDED:
            # What stock is awaited for lies nowhere: it cannot be written off.
            back = set(ended.withdrawn) if ended.restock else before.awaiting_stock
            pieces = {name: count for name, count in ended.withdrawn.items() if name in back}
            gone = {name: count for name, count in ended.withdrawn.items() if name not in back}
        elif ended.restock and ended.state is RefundState.FAILED and before.status is Status.CANCELLED:
            pieces, step = known.withdrawn, "freed"
    return StockMove(
        order.id,
        f"{ended.refund_id}#{step}",
        "order_refunded",
        actor,
        of_lines(order, pieces),
        shelves=shelf_moves(before.shipments, after.shipments),
        came_back=came_back(before.record, before.shipments, after.shipments),
        let_go=of_lines(order, gone) if is_planned(before.record) else [],
        placed_at=queue_place(before.record, order),
    )


def _told(after: Parcels, ended: OrderRefund, why: str) -> Payload:
    order, money = after.order, after.money
    if ended.state is not RefundState.SUCCEEDED:
        return OrderRefundFailed(
            order_id=order.id,
            number=order.number,
            refund_id=ended.refund_id,
            payment_id=ended.payment_id,
            amount=ended.amount,
            currency=order.currency,
            reason=why,
            came_back=ended.state is RefundState.RETURNED,
            total_refunded=money.refunded,
            taxes=ended.taxes or [],
        )
    if ended.amends:
        return _of_amendment(after, ended)
    share = refund_tax(order, ended, after.holding.refunds)
    return OrderRefunded(
        order=order.summary(),
        refund_id=ended.refund_id,
        payment_id=ended.payment_id,
        amount=ended.amount,
        currency=order.currency,
        shipping=ended.shipping,
        other=ended.other,
        total_refunded=money.refunded,
        fully=after.all_back,
        reason=ended.reason,
        refunded_at=ended.settled_at or "",
        lines=share.lines,
        withdrawn=ended.withdrawn,
        tax=share.whole.added,
        tax_included=share.whole.included,
        taxes=share.taxes,
        shipping_tax=share.shipping.added,
        shipping_tax_included=share.shipping.included,
        requested_at=ended.requested_at,
        case_id=ended.case_id,
        exchanged=ended.exchanged,
    )


def _of_amendment(after: Parcels, ended: OrderRefund) -> Payload:
    """Its tax went with what `order.amended` told."""
    order = after.order
    return OrderRefunded(
        order=order.summary(),
        refund_id=ended.refund_id,
        payment_id=ended.payment_id,
        amount=ended.amount,
        currency=order.currency,
        shipping=0,
        other=ended.amount,
        total_refunded=after.money.refunded,
        fully=False,
        reason=ended.reason,
        refunded_at=ended.settled_at or "",
        amends=True,
        requested_at=ended.requested_at,
        case_id=ended.case_id,
    )


def _notes(order_id: str, payment: OrderPayment | None, ended: OrderRefund) -> list[Write]:
    paid = [Put(payment_record(order_id, payment))] if payment else []
    return [*paid, Put(refund_record(order_id, ended))]


def _as_told(known: OrderRefund, told: PaymentRefunded | PaymentRefundFailed, *, came_back: bool) -> OrderRefund:
    now = times.iso(clock.now())
    if isinstance(told, PaymentRefunded):
        if known.state in (RefundState.SUCCEEDED, RefundState.RETURNED):
            return known
        return replace(known, state=RefundState.SUCCEEDED, settled_at=now)
    if known.state is RefundState.SUCCEEDED or (came_back and known.state is not RefundState.RETURNED):
        return replace(known, state=RefundState.RETURNED, settled_at=now)
    if known.state is RefundState.PENDING:
        # Its pieces are free again.
        return replace(known, state=RefundState.FAILED, settled_at=now, withdrawn={})
    return known


def _unknown(told: PaymentRefunded | PaymentRefundFailed) -> OrderRefund:
    """One that was not requested through the order: made by the payments domain itself, or before orders kept refunds."""
    parts, amount = (told.parts, told.amount) if isinstance(told, PaymentRefunded) else ([], 0)
    return refund_of(told.refund_id, told.payment_id, parts, amount=amount, at=times.iso(clock.now()))


def _given(one: OrderPayment | PaymentRefunded | PaymentRefundFailed) -> int:
    return one.refunded + one.returned
