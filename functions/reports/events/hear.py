"""Events of the bus for the lake: one object for each batch of the queue. What comes twice is found by its id when it lands."""

from __future__ import annotations

from collections.abc import Sequence

from functions.reports.events.take_in import spool
from functions.reports.lake.behaviour import Origin
from functions.reports.model.lake_row import Row, hour_of, of_order
from functions.reports.store.lake_items import note_gone
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.contracts.orders import OrderCancelled, OrderCompleted, OrderPaid, OrderPlaced, OrderRefunded
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock, fresh
from functions.shared.plain import times

_Whole = OrderPlaced | OrderPaid | OrderCancelled | OrderCompleted
_WHOLE_ORDER: dict[str, type[_Whole]] = {one.TYPE: one for one in (OrderPlaced, OrderPaid, OrderCancelled, OrderCompleted)}
HEARD = (*_WHOLE_ORDER, OrderRefunded.TYPE)


def hear_orders(told: Sequence[Envelope]) -> None:
    now = clock.now()
    origin = Origin(times.iso(now), fresh.new_id("bat"), subject="", bot=False, named=True)
    rows = [_row(envelope, (origin.received_at, origin.batch, position)) for position, envelope in enumerate(told)]
    spool(hour_of(now), origin, rows, rows)


def hear_erasures(told: Sequence[Envelope]) -> None:
    for envelope in told:
        note_gone(data_of(envelope, ErasureRequested).person, fresh.new_token())


def _row(envelope: Envelope, place: tuple[str, str, int]) -> Row:
    event = envelope.id, envelope.type, envelope.occurred_at
    if envelope.type == OrderRefunded.TYPE:
        refunded = data_of(envelope, OrderRefunded)
        return of_order(event, refunded.order, refunded.amount, place)
    known: _Whole = data_of(envelope, _WHOLE_ORDER[envelope.type])
    return of_order(event, known.order, known.order.total, place)
