"""What handlers leave behind of an order that is over: the order, its number, its parcels, what it knows of money, its events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from functions.orders import first_states, sold_writes
from functions.orders.checkout.begin_order import begin_writes, new_record
from functions.orders.model.order_payment import DisputeState, OrderPayment, PaymentDispute, PaymentState
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.model.shipment import Shipment, ShipmentLine
from functions.orders.model.states import FulfilmentStatus, PaymentStatus, Status, StockState
from functions.orders.store.number import number_record
from functions.orders.store.parcel_lists import parcel_listing
from functions.orders.store.payment_records import payment_record
from functions.orders.store.people.bodies import parcel_body
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.orders.store.refund_records import refund_record
from functions.orders.store.shipments import SHIPMENT, parcel_key, waybill_key
from functions.orders.store.status_lists import listing
from functions.payments.model.dispute import ANSWER_WITHIN
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed, OrderDisputed
from functions.shared.events.contracts.orders import (
    OrderCancelled,
    OrderCompleted,
    OrderDelivered,
    OrderFulfilling,
    OrderPaid,
    OrderPlaced,
    OrderRefunded,
    RefundedLine,
)
from functions.shared.events.envelope import SYSTEM, Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.plain import ids, times
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.records import Record
from functions.shared.store.transactions import Put
from infra.history.names import some_id
from infra.history.parcels import MS as _MS
from infra.history.parcels import WAREHOUSE, Parcel, carriage_of, parcels_of, told_of_parcels
from infra.history.story import Story, tax_in
from infra.history.year import Outcome

PROVIDER = "sandbox"
DISPUTE_STATES = {Outcome.DISPUTE_WON: "won", Outcome.DISPUTE_LOST: "lost"}


def payment_id(story: Story) -> str:
    return some_id("pay", story.bought.at + _MS, story.order.id)


def refund_id(story: Story) -> str:
    return some_id("ref", story.ended or story.bought.at, story.order.id)


def back(story: Story) -> tuple[list[RefundedLine], int]:
    """Which lines went back, and how much of the delivery; nothing of one that was not refunded."""
    lines, country = story.order.lines, story.bought.market.country
    if story.bought.outcome in (Outcome.REFUNDED, Outcome.CANCELLED):
        whole = [RefundedLine(one.line_id, one.quantity, one.total, tax_included=tax_in(one.total, country)) for one in lines]
        return whole, story.order.totals.shipping
    if story.bought.outcome is Outcome.PARTLY_REFUNDED:
        one = lines[0]
        amount = one.total // one.quantity
        return [RefundedLine(one.line_id, 1, amount, tax_included=tax_in(amount, country))], 0
    return [], 0


def amount_back(story: Story) -> int:
    lines, shipping = back(story)
    return sum(line.amount for line in lines) + shipping


def asked_back(story: Story) -> str:
    """When its refund was asked for: up to two hours before the money went, and not before there was a reason."""
    ended = story.ended or story.bought.at
    since = story.arrived or story.paid or ended
    return times.iso(max(since, ended - timedelta(seconds=60 + story.bought.number * 97 % 7_200)))


def why_back(story: Story) -> str:
    return "return" if story.sent else "order_cancelled"


def order_items(story: Story) -> Iterator[Record]:
    order, record = story.order, new_record(story.order, None)
    yield from _begun(story, record)
    status, end = _status(story), story.ended
    record.status, record.listed_pk, record.listed_sk = status.value, *listing(order.id, status.value, order.placed_at)
    record.version = 1 + len(list(_told(story)))
    record.stock = (StockState.BACK if status is Status.CANCELLED else StockState.COMMITTED).value
    if story.paid:
        record.paid_at, record.captured, record.refunded = times.iso(story.paid), order.totals.total, amount_back(story)
        record.payment_status = _payment_status(story).value
    if status is Status.CANCELLED and end:
        record.cancelled_at = times.iso(end)
        record.cancel_reason = "payment_timeout" if story.bought.outcome is Outcome.UNPAID else "customer"
    if story.arrived:
        record.fulfilment_status = FulfilmentStatus.DELIVERED.value
        record.delivered_at = record.completed_at = times.iso(story.arrived)
    yield record
    yield number_record(order)
    skus, products = [line.sku for line in order.lines], [line.product_id for line in order.lines]
    filed = [*sold_writes(order.id, order.placed_at, skus, products), *first_states(record, order)]
    yield from (one.record for one in filed)  # type: ignore[union-attr]
    if story.paid or story.declined:
        yield payment_record(order.id, _payment(story))
    for parcel in parcels_of(story):
        yield _parcel(story, parcel)
    if amount_back(story) and end:
        yield refund_record(order.id, _refund(story, end))
    for at, payload, actor in _told(story):
        put = event_put(OrdersTable, order_pk(order.id), payload, subject=order.id, actor=actor, cause=order.id, at=at, **order.told)
        yield put.record


def _begun(story: Story, record: OrderRecord) -> Iterator[Record]:
    """What placing it writes beside it, but for its timer, which has run out, and stock, which is written apart."""
    order = story.order
    for write in begin_writes(record, order, {}, _buyer(story), {}):
        if not isinstance(write, Put) or write.record.kind in ("timer", "journal"):
            continue
        if write.record.kind == "event":
            placed = OrderPlaced(order.summary(), order.payment_deadline)
            again = event_put(
                OrdersTable, record.pk, placed, subject=order.id, actor=_buyer(story), cause=order.id, at=story.bought.at, **order.told
            ).record
            again.gsi2pk, again.gsi2sk = write.record.gsi2pk, write.record.gsi2sk
            yield again
        else:
            yield write.record


def _buyer(story: Story) -> Actor:
    return Actor("customer", story.order.customer_id) if story.order.customer_id else Actor("guest")


def _status(story: Story) -> Status:
    return Status.COMPLETED if story.arrived else Status.CANCELLED


def _payment_status(story: Story) -> PaymentStatus:
    if story.bought.outcome.is_disputed and not (story.decided and story.bought.outcome is Outcome.DISPUTE_WON):
        return PaymentStatus.CHARGED_BACK if story.decided else PaymentStatus.DISPUTED
    gone = amount_back(story)
    if not gone:
        return PaymentStatus.PAID
    return PaymentStatus.REFUNDED if gone == story.order.totals.total else PaymentStatus.PARTIALLY_REFUNDED


def _payment(story: Story) -> OrderPayment:
    order, at = story.order, times.iso(story.paid or story.bought.at)
    if story.declined:
        return OrderPayment(payment_id(story), PROVIDER, PaymentState.FAILED, at, reason=story.declined)
    disputes = []
    if story.bought.outcome.is_disputed and story.ended:
        name = ids.derived_id("dsp", payment_id(story), f"dp_{order.number}")
        state = DisputeState(DISPUTE_STATES[story.bought.outcome]) if story.decided else DisputeState.OPEN
        disputes = [PaymentDispute(name, order.totals.total, state, times.iso(story.decided or story.ended), "fraudulent")]
    return OrderPayment(
        payment_id(story), PROVIDER, PaymentState.CAPTURED, at, order.totals.total, order.currency, f"ch_{order.number}",
        refunded=amount_back(story), disputes=disputes,
    )  # fmt: skip


def _refund(story: Story, at: datetime) -> OrderRefund:
    lines, shipping = back(story)
    withdrawn = {line.line_id: line.quantity for line in lines} if not story.sent else {}
    return OrderRefund(
        refund_id(story), payment_id(story), amount_back(story), asked_back(story), RefundState.SUCCEEDED, why_back(story), lines, shipping,
        withdrawn=withdrawn, settled_at=times.iso(at), came_back=bool(story.sent),
    )  # fmt: skip


def _parcel(story: Story, one: Parcel) -> OrdersTable:
    order, by, asked, back = story.order, carriage_of(story), times.iso(one.asked), one.back is not None
    lines = [
        ShipmentLine(
            line.line_id, line.variant_id, line.sku, line.quantity, shelf={"": line.quantity}, sent_again=line.quantity if back else 0
        )
        for line in order.lines
    ]
    parcel = Shipment(
        one.id, order.id, order.number, by.carrier, lines, asked, "", one.waybill, warehouse_id=WAREHOUSE, service=by.service,
        planned_at=asked, packed_at=times.iso(one.packed), status=TrackingStatus.RETURNED if back else TrackingStatus.DELIVERED,
        shipped_at=times.iso(one.left), delivered_at=times.iso(one.arrived) if one.arrived else None,
    )  # fmt: skip
    listed_pk, listed_sk = parcel_listing(parcel)
    return OrdersTable(
        pk=order_pk(order.id), sk=f"SHP#{one.id}", kind=SHIPMENT, body=parcel_body(parcel), gsi1pk=waybill_key(by.carrier, one.waybill),
        gsi1sk=one.id, gsi2pk=parcel_key(one.id), gsi2sk=order.id, listed_pk=listed_pk, listed_sk=listed_sk,
    )  # fmt: skip


def _told(story: Story) -> Iterator[tuple[datetime, Payload, Actor]]:
    """Everything after its placing, which `begin_writes` tells."""
    order, provider, end = story.order, Actor("provider", PROVIDER), story.ended
    if story.paid:
        yield story.paid, OrderPaid(order.summary(), payment_id(story), times.iso(story.paid)), provider
    if story.sent and story.arrived:
        parcels = parcels_of(story)
        yield parcels[0].asked - _MS, OrderFulfilling(order.id, order.number), SYSTEM
        for at, payload in told_of_parcels(story):
            yield at, payload, SYSTEM
        yield story.arrived, OrderDelivered(order.id, order.number, order.language, times.iso(story.arrived)), SYSTEM
        yield story.arrived + _MS, OrderCompleted(order.summary(), "system"), SYSTEM
    if not story.arrived and end:
        reason, before = ("customer", "paid") if story.paid else ("payment_timeout", "pending_payment")
        yield end - _MS, OrderCancelled(order.summary(), reason, before, paid=story.paid is not None), SYSTEM
    if amount_back(story) and end:
        yield end, _refunded(story, end), provider
    if story.bought.outcome.is_disputed and end:
        name = ids.derived_id("dsp", payment_id(story), f"dp_{order.number}")
        about = (order.id, order.number, name, payment_id(story), PROVIDER, order.totals.total, order.currency)
        yield end, OrderDisputed(*about, "fraudulent", times.iso(end + ANSWER_WITHIN), counts=True), provider
        if story.decided:
            yield story.decided, OrderDisputeClosed(*about, DISPUTE_STATES[story.bought.outcome], counts=True), provider


def _refunded(story: Story, at: datetime) -> OrderRefunded:
    (lines, shipping), order, gone = back(story), story.order, amount_back(story)
    country = story.bought.market.country
    of_delivery = tax_in(shipping, country) if shipping else 0
    return OrderRefunded(
        order.summary(), refund_id(story), payment_id(story), gone, order.currency, shipping, 0, gone, gone == order.totals.total,
        why_back(story), times.iso(at), lines, {} if story.sent else {line.line_id: line.quantity for line in lines}, tax=0,
        tax_included=sum(line.tax_included for line in lines) + of_delivery, shipping_tax=0, shipping_tax_included=of_delivery,
        requested_at=asked_back(story),
    )  # fmt: skip
