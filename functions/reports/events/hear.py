"""Events of the bus for the lake: one object for each batch of the queue. What comes twice is found by its id when it lands.

A difference of stock is a row, which detection counts. An event of an order is a row, and each line that was paid, refunded or cancelled is
one beside it. What becomes of a parcel is a row of its order. Why somebody leaves, and that they want no more advertising, are rows of
nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.reports.events.take_in import spool
from functions.reports.lake.behaviour import Origin
from functions.reports.live.count import count_orders
from functions.reports.model.goods_only import goods_of_refund, goods_only
from functions.reports.model.lake_row import Row, Told, hour_of, of_lines, of_order
from functions.reports.store.lake_items import note_gone
from functions.shared.events.contracts.complaints import SurveyAnswered
from functions.shared.events.contracts.customers import ConsentDecided, ErasureRequested, SubscriptionEnded
from functions.shared.events.contracts.orders import (
    OrderCancelled,
    OrderCompleted,
    OrderDelivered,
    OrderPaid,
    OrderPlaced,
    OrderRefunded,
    OrderShipped,
)
from functions.shared.events.contracts.picks import PickRequested
from functions.shared.events.contracts.shipments import ShipmentHandedOver, ShipmentPacked
from functions.shared.events.contracts.stock import StockDifferenceFound
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock, fresh
from functions.shared.plain import times

_Whole = OrderPlaced | OrderPaid | OrderCancelled | OrderCompleted
_WHOLE_ORDER: dict[str, type[_Whole]] = {one.TYPE: one for one in (OrderPlaced, OrderPaid, OrderCancelled, OrderCompleted)}
_STEPS = (OrderShipped.TYPE, OrderDelivered.TYPE)
_Parcel = PickRequested | ShipmentPacked | ShipmentHandedOver
_PARCELS: dict[str, type[_Parcel]] = {one.TYPE: one for one in (PickRequested, ShipmentPacked, ShipmentHandedOver)}
_LEAVING = (SurveyAnswered.TYPE, SubscriptionEnded.TYPE, ConsentDecided.TYPE)
HEARD = (*_WHOLE_ORDER, OrderRefunded.TYPE, *_STEPS, *_PARCELS, StockDifferenceFound.TYPE, *_LEAVING)
_ADVERTISING = "marketing_"


def hear_orders(told: Sequence[Envelope]) -> None:
    now = clock.now()
    origin = Origin(times.iso(now), fresh.new_id("bat"), subject="", bot=False, named=True)
    rows = [row for position, one in enumerate(told) for row in rows_of(one, origin, position)]
    spool(hour_of(now), origin, rows, rows)
    # After the lake has them: what a worker that dies here leaves out of the board, the next count puts right.
    count_orders([row for row in rows if row.type in (OrderPlaced.TYPE, OrderPaid.TYPE)])


def hear_erasures(told: Sequence[Envelope]) -> None:
    for envelope in told:
        note_gone(data_of(envelope, ErasureRequested).person, fresh.new_token())


def rows_of(envelope: Envelope, origin: Origin, position: int) -> list[Row]:
    """Of one of `HEARD`."""
    told = Told(envelope.id, envelope.type, envelope.occurred_at, origin.received_at, origin.batch, position)
    if envelope.type == StockDifferenceFound.TYPE:
        return [told.row()]
    if envelope.type in _LEAVING:
        return _of_leaving(told, envelope)
    if envelope.type in _STEPS:
        return [told.row(order_id=envelope.subject)]
    if envelope.type in _PARCELS:
        return [_of_parcel(told, data_of(envelope, _PARCELS[envelope.type]))]
    if envelope.type == OrderRefunded.TYPE:
        back = goods_of_refund(data_of(envelope, OrderRefunded))
        pieces = {line.line_id: (line.quantity, line.amount) for line in back.lines}
        whole_refund = of_order(told, back.order, back.amount, part_id=back.refund_id, since=back.requested_at)
        return [whole_refund, *of_lines(told, back.order, "line.refunded", pieces)]
    known: _Whole = data_of(envelope, _WHOLE_ORDER[envelope.type])
    order = goods_only(known.order)
    rows = [of_order(told, order, order.total)]
    whole = {line.line_id: (line.quantity, line.total) for line in order.lines}
    if isinstance(known, OrderPaid):
        rows += of_lines(told, order, "line.paid", whole)
    if isinstance(known, OrderCancelled) and known.paid:
        rows += of_lines(told, order, "line.cancelled", whole)
    return rows


def _of_leaving(told: Told, envelope: Envelope) -> list[Row]:
    """A row for each option that was chosen, or for each kind and way of advertising that is wanted no more (`query`); none of what else
    was answered or agreed to."""
    if envelope.type == SurveyAnswered.TYPE:
        return [told.row(of=option, query=option) for option in data_of(envelope, SurveyAnswered).leaving]
    if envelope.type == SubscriptionEnded.TYPE:
        ended = data_of(envelope, SubscriptionEnded)
        return [told.row(query=f"{ended.purpose}@{ended.channel}")]
    decided = data_of(envelope, ConsentDecided)
    return [told.row(query=decided.purpose)] if decided.taken_back and decided.purpose.startswith(_ADVERTISING) else []


def _of_parcel(told: Told, one: _Parcel) -> Row:
    warehouse = "" if isinstance(one, ShipmentHandedOver) else one.warehouse_id
    return told.row(order_id=one.order_id, part_id=one.shipment_id, warehouse_id=warehouse)
