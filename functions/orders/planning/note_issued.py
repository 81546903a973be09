"""The gift cards of a paid order are issued: it is noted, and an order of which nothing else is left is completed by it (ADR 170, 172)."""

from __future__ import annotations

from datetime import timedelta

from pynamodb.expressions.update import Action

from functions.loyalty import cards_issued
from functions.orders.model.pieces import are_cards_alone, fulfilment_status, pieces_of
from functions.orders.model.states import NOTHING_LEFT, Status
from functions.orders.store.moves import move_through
from functions.orders.store.order_check import UNDER_WAY
from functions.orders.store.records import OrderRecord
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_moves import of_lines
from functions.orders.store.stock_state import is_planned
from functions.orders.store.timers import PLAN, timer_put
from functions.shared.events.contracts.orders import OrderCompleted
from functions.shared.events.envelope import SYSTEM, Payload
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.transactions import Write, transact
from functions.stock import let_go_writes

_SOON = timedelta(minutes=1)


def awaits_cards(parcels: Parcels) -> bool:
    """Whether it is paid, and nobody has seen its gift cards issued, or has seen it since an amendment or a refund left them alone."""
    record = parcels.record
    if not record.paid_at or parcels.status in NOTHING_LEFT or parcels.review:
        return False
    return _are_alone(parcels) if record.issued_at else any(line.is_card for line in parcels.order.lines)


def note_issued(parcels: Parcels) -> bool:
    """Whether they are there by now; else it is looked at again in a minute. What of them lies in no parcel is off its shelf. The
    transaction raises Overtaken. One GetItem."""
    order, record = parcels.order, parcels.record
    alone = _are_alone(parcels)
    if (alone and record.open_cases) or not cards_issued(order.id):
        transact([timer_put(order.id, PLAN, clock.now() + _SOON)])
        return False
    at = times.iso(clock.now())
    issued_at = record.issued_at or at
    changes: list[Action] = [OrderRecord.issued_at.set(issued_at)]
    steps: list[tuple[Status, Payload]] = []
    if alone:
        after = record.copied()
        after.issued_at = issued_at
        status = fulfilment_status(parcels.with_record(after).holding)
        changes += [OrderRecord.fulfilment_status.set(status.value), OrderRecord.delivered_at.set(at), OrderRecord.completed_at.set(at)]
        steps.append((Status.COMPLETED, OrderCompleted(order.summary(), SYSTEM.kind)))
    transact([*move_through(record, steps, actor=SYSTEM, changes=changes), *_off_shelf(parcels)])
    fact("order.cards_issued", order_id=order.id, completed=alone)
    return True


def _are_alone(parcels: Parcels) -> bool:
    sends = any(one.counts for one in parcels.shipments)
    return parcels.status in UNDER_WAY and not sends and are_cards_alone(parcels.holding)


def _off_shelf(parcels: Parcels) -> list[Write]:
    order = parcels.order
    if parcels.record.issued_at or not is_planned(parcels.record):
        return []
    pieces = pieces_of(parcels.holding)
    cards = {line.line_id: pieces[line.line_id].waiting for line in order.lines if line.is_card}
    return let_go_writes(of_lines(order, cards), cause=f"{order.id}#cards#let_go", reason="cards_issued", actor=SYSTEM)
