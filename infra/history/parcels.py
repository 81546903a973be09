"""The parcels of the year: how they were picked, who brought them, what was told and what reports know of each, as of handlers, in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.reports.model.doing.parcels import Parcel as Counted
from functions.reports.store.parcel_items import day_mark, parcel_records
from functions.shared.events.contracts.orders import OrderShipped, ShipmentCreated, ShipmentTracked
from functions.shared.events.contracts.picks import PickPacked, PickRequested, PiecesToPick
from functions.shared.events.contracts.shipments import (
    HandedOverLine,
    ShipmentCameBack,
    ShipmentHandedOver,
    ShipmentPacked,
    ShipmentSentAgain,
)
from functions.shared.events.envelope import SYSTEM, Payload
from functions.shared.events.events import event_put
from functions.shared.plain import times
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.records import Record
from functions.warehouse.model.pick import Pick, PickLine, PickState
from functions.warehouse.store.picks import pick_id, pick_put
from functions.warehouse.store.records import PickRecord, pick_pk
from infra.history.names import some_id
from infra.history.story import Story


@dataclass(frozen=True)
class Carriage:
    """`days`: within which it promised to bring a parcel; how well a carrier keeps that follows from it, since all take as long."""

    carrier: str
    service: str
    days: float


_SANDBOX, WAREHOUSE, MS = "sandbox", "main", timedelta(milliseconds=1)
_COMES_BACK, _OF_WHICH, _LONG = 40, 7, timedelta(hours=12)
"""One of forty parcels came back undelivered."""
_BY = {
    "CN": (Carriage("sf", "standard", 4.4), Carriage("sf", "express", 4.0), Carriage(_SANDBOX, "standard", 4.7)),
    "DE": (Carriage(_SANDBOX, "standard", 4.8), Carriage(_SANDBOX, "express", 4.2)),
    "US": (Carriage(_SANDBOX, "standard", 4.5),),
}


def carriage_of(story: Story) -> Carriage:
    some = _BY[story.bought.market.country]
    return some[story.bought.number % len(some)]


@dataclass(frozen=True)
class Parcel:
    """One of an order's: when its warehouse was asked for it and closed it, when it left, and when it arrived or came back undelivered."""

    id: str
    waybill: str
    asked: datetime
    packed: datetime
    left: datetime
    arrived: datetime | None
    back: datetime | None = None


def parcels_of(story: Story) -> list[Parcel]:
    """One, but of some orders the first came back, and all that was in it was sent again: once each, within the time that it took."""
    sent, arrived, order = story.sent, story.arrived, story.order
    if not sent or not arrived:
        return []
    first, way = some_id("shp", sent, order.id), arrived - sent
    if story.bought.number % _COMES_BACK != _OF_WHICH or way < _LONG:
        return [_parcel(story, first, f"SB{order.number}", story.paid or sent, sent, arrived)]
    back, left = sent + _whole(way / 3), sent + _whole(way / 2)
    again = some_id("shp", left, order.id, "again")
    return [
        replace(_parcel(story, first, f"SB{order.number}", story.paid or sent, sent, None), back=back),
        _parcel(story, again, f"SB{order.number}A", back, left, arrived),
    ]


def _parcel(story: Story, number: str, waybill: str, since: datetime, left: datetime, arrived: datetime | None) -> Parcel:
    """How long it waited and how long it was picked follows from the order's number."""
    wait, place = left - since, story.bought.number
    return Parcel(number, waybill, since + _whole(wait * (1 + place % 4) / 20), since + _whole(wait * (8 + place % 7) / 20), left, arrived)


def _whole(span: timedelta) -> timedelta:
    return timedelta(seconds=int(span.total_seconds()))


def is_on_time(story: Story, sent: datetime, arrived: datetime) -> bool:
    return arrived - sent <= timedelta(days=carriage_of(story).days)


def told_of_parcels(story: Story) -> Iterator[tuple[datetime, Payload]]:
    """All that orders tell of them, by its time; `order.shipped` with the first."""
    order, by = story.order, carriage_of(story)
    lines = [HandedOverLine(one.line_id, one.sku, one.quantity) for one in order.lines]
    for number, one in enumerate(parcels_of(story)):
        eta = (one.left + timedelta(days=by.days)).date().isoformat()
        yield one.packed, ShipmentPacked(one.id, order.id, order.number, WAREHOUSE, times.iso(one.packed))
        yield one.left, ShipmentCreated(one.id, order.id, by.carrier, one.waybill)
        if not number:
            yield one.left + MS, OrderShipped(order.id, order.number, order.language, one.id, by.carrier, one.waybill)
        yield (
            one.left + MS,
            ShipmentHandedOver(
                one.id, order.id, order.number, order.language, by.carrier, one.waybill, eta, times.iso(one.left), 0, True, lines
            ),
        )
        if one.back:
            yield one.back, _tracked(story, one, TrackingStatus.RETURNED, one.back, None)
            yield one.back, ShipmentCameBack(one.id, order.id, order.number, by.carrier, one.waybill, times.iso(one.back), lines)
            yield one.back + MS, ShipmentSentAgain(one.id, order.id, order.number, lines)
        if one.arrived:
            yield one.arrived, _tracked(story, one, TrackingStatus.DELIVERED, one.arrived, is_on_time(story, one.left, one.arrived))


def _tracked(story: Story, one: Parcel, status: TrackingStatus, at: datetime, on_time: bool | None) -> Payload:
    by = carriage_of(story)
    return ShipmentTracked(
        one.id, story.order.id, status.value, times.iso(at), carrier=by.carrier, service=by.service, on_time=on_time, failed=on_time is None
    )


def parcel_figures(story: Story) -> Iterator[Record]:
    """With the mark of the day that is to be counted."""
    order, by = story.order, carriage_of(story)
    for one in parcels_of(story):
        known = Counted(
            order.id, one.id, by.carrier, by.service, story.bought.market.country, times.iso(one.left),
            arrived_at=times.iso(one.arrived) if one.arrived else "", failed_at=times.iso(one.back) if one.back else "",
            on_time=is_on_time(story, one.left, one.arrived) if one.arrived else None, zone=order.timezone, warehouse=WAREHOUSE,
            paid_at=times.iso(story.paid or one.asked), asked_at=times.iso(one.asked), packed_at=times.iso(one.packed),
        )  # fmt: skip
        yield from parcel_records(known, 1)
        yield day_mark(known)


def pick_items(story: Story) -> Iterator[Record]:
    """What its warehouse was asked for and packed, and told of it."""
    order, by = story.order, carriage_of(story)
    for one in parcels_of(story):
        lines = [
            PickLine(line.line_id, line.variant_id, line.sku, line.quantity, {"": line.quantity}, line.quantity) for line in order.lines
        ]
        pick = Pick(
            pick_id(one.id), order.id, order.number, one.id, WAREHOUSE, "", by.carrier, by.service, lines, times.iso(one.asked),
            state=PickState.PACKED, packed_at=times.iso(one.packed), version=1 + len(lines),
        )  # fmt: skip
        yield pick_put(pick).record
        wanted = [PiecesToPick(line.line_id, line.variant_id, line.sku, line.quantity, line.bins) for line in lines]
        about = (pick.id, order.id, one.id, WAREHOUSE)
        asked = PickRequested(*about, number=order.number, carrier=by.carrier, service=by.service, lines=wanted)
        closed = PickPacked(*about, times.iso(one.packed), {line.line_id: line.quantity for line in lines})
        for at, told in ((one.asked, asked), (one.packed, closed)):
            yield event_put(PickRecord, pick_pk(pick.id), told, subject=pick.id, actor=SYSTEM, cause=told.TYPE, at=at).record
