"""Face: an order of another system becomes part of this shop's history, and moves nothing.

No stock, no coupon, no quota, no timer, no mail, no message to outside: the one event of it (`order.imported`) is for reports, which
count it on the day it was paid. Its state leads nowhere: it is not paid, sent, amended, cancelled or refunded here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.catalog import named_variant
from functions.orders.model.imported.imported_order import Difference, ImportedOrder, order_from, sums_of
from functions.orders.model.order import Order
from functions.orders.store.filed.state_lists import first_states
from functions.orders.store.first_paid import first_paid_writes
from functions.orders.store.imported.imported_records import imported_orders, imported_record, note_imported
from functions.orders.store.number import draw, email_key, number_record
from functions.orders.store.people.bodies import order_body, order_of
from functions.orders.store.records import NUMBER_SK, ORDER_SK, OrderRecord, OrdersTable, customer_key, number_pk
from functions.orders.store.repository import find_order
from functions.shared.events.contracts.order_notes import OrderClaimed, OrderImported
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find
from functions.shared.store.transactions import Write, put_new, transact
from functions.shared.store.versions import locked_update

EXTERNAL_NUMBER = "external_number"
"""Of an order's private metadata: what it was called there."""


@dataclass(frozen=True)
class TakenOrder:
    """`order_id`: empty in a dry run for one that is not here yet. `created`: false when it was here. `claimed`: it was a guest's, and its
    buyer is here by now."""

    order_id: str
    created: bool
    differences: Sequence[Difference] = ()
    claimed: bool = False


class _NumberTaken(Conflict):
    pass


Remembering = Callable[[TakenOrder], Sequence[Write]]


def take_in_order(told: ImportedOrder, *, actor: Actor, dry: bool, remember: Remembering) -> TakenOrder:
    """`remember` is written in the transaction of the effect, if there is one. It keeps its number, unless an order here has that."""
    number_of_theirs = told.number

    def once() -> TakenOrder:
        if known := imported_orders([told.key]).get(told.key):
            return _found(known, told, actor, dry, remember)
        sums = sums_of(told)
        number, differences = number_of_theirs, list(sums.differences)
        if find(OrdersTable, number_pk(number), NUMBER_SK) is not None:
            number = draw(times.parse(told.placed_at), settings().store_timezone)
            detail = f"An order here has the number {number_of_theirs}: that is kept as {EXTERNAL_NUMBER}, its own is {number}."
            differences.append(Difference("number_taken", detail))
        if dry:
            return TakenOrder("", True, differences)
        named = replace(told, number=number, private_metadata={**told.private_metadata, EXTERNAL_NUMBER: number_of_theirs})
        order = order_from(
            named,
            sums,
            order_id=fresh.new_id("ord"),
            line_ids=[fresh.new_id("line") for _ in told.lines],
            sold=[_sold(line.sku) for line in told.lines],
        )
        order = replace(order, timezone=settings().store_timezone)
        taken = TakenOrder(order.id, True, differences)
        try:
            transact([*_writes(order, named, actor), *remember(taken)])
        except _NumberTaken as error:
            raise Overtaken from error
        return taken

    return again(once)


def _found(order_id: str, told: ImportedOrder, actor: Actor, dry: bool, remember: Remembering) -> TakenOrder:
    record = find_order(order_id)
    order = order_of(record) if record is not None else None
    if record is None or order is None or record.erased_at:
        return TakenOrder(order_id, False)
    differences = _told_otherwise(order, record, told)
    if order.customer_id or not told.customer_id:
        return TakenOrder(order_id, False, differences)
    taken = TakenOrder(order_id, False, differences, claimed=True)
    if dry:
        return taken
    theirs = replace(order, customer_id=told.customer_id)
    changes = [
        OrderRecord.body.set(order_body(theirs)),
        OrderRecord.version.set(record.version + 1),
        OrderRecord.gsi1pk.set(customer_key(told.customer_id)),
        OrderRecord.gsi1sk.set(f"{order.placed_at}#{order.id}"),
    ]
    payload = OrderClaimed(order.id, order.number, told.customer_id)
    event = event_put(OrdersTable, record.pk, payload, subject=order.id, actor=actor)
    update = locked_update(OrderRecord, record.pk, ORDER_SK, changes, record.version)
    transact([update, event, *(first_paid_writes(theirs) if record.paid_at else []), *remember(taken)])
    return taken


def _told_otherwise(order: Order, record: OrderRecord, told: ImportedOrder) -> list[Difference]:
    """History comes once: what the file says of it by now is not taken over, and nobody is left to think that it was."""
    compared = (
        ("total", order.totals.total, told.total),
        ("currency", order.currency, told.currency),
        ("payment status", record.payment_status, told.payment_status.value),
        ("fulfilment status", record.fulfilment_status, told.fulfilment_status.value),
        ("refunded amount", int(record.refunded), told.refunded),
    )
    changed = [f"{name} {now} (kept: {before})" for name, before, now in compared if before != now]
    return [Difference("changed_since", f"It is here already, and stays as it was: {', '.join(changed)}.")] if changed else []


def _writes(order: Order, told: ImportedOrder, actor: Actor) -> list[Write]:
    record = imported_record(order, told)
    payload = OrderImported(order.summary(), told.paid_at, told.cancelled_at, told.refunded)
    event = event_put(OrdersTable, record.pk, payload, subject=order.id, actor=actor)
    if order.address.email:
        event.record.gsi2pk, event.record.gsi2sk = email_key(order.address.email), f"{order.placed_at}#{order.id}"
    return [
        note_imported(told.key, order.id, Overtaken()),
        *([record.key] if record.key else []),
        put_new(record),
        put_new(number_record(order), _NumberTaken()),
        event,
        *first_states(record, order),
        # Who has bought before is no newcomer.
        *(first_paid_writes(order) if told.paid_at else []),
    ]


def _sold(sku: str) -> tuple[str, str]:
    try:
        known = named_variant(sku) if sku else None
    except NotFound:
        known = None
    return (known.id, known.product_id) if known else ("", "")
