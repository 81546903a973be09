"""Who brought the parcels of the year, what they had promised, and what reports know of each: as handlers would have it, in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.reports.model.doing.parcels import Parcel
from functions.reports.store.parcel_items import day_mark, parcel_records
from functions.shared.events.contracts.orders import ShipmentTracked
from functions.shared.events.contracts.shipments import HandedOverLine, ShipmentHandedOver, ShipmentPacked
from functions.shared.events.envelope import Payload
from functions.shared.plain import times
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.records import Record
from infra.history.story import Story, some_id


@dataclass(frozen=True)
class Carriage:
    """`days`: within which it promised to bring a parcel; how well a carrier keeps that follows from it, since all take as long."""

    carrier: str
    service: str
    days: float


_SANDBOX, WAREHOUSE = "sandbox", "main"
_BY = {
    "CN": (Carriage("sf", "standard", 4.4), Carriage("sf", "express", 4.0), Carriage(_SANDBOX, "standard", 4.7)),
    "DE": (Carriage(_SANDBOX, "standard", 4.8), Carriage(_SANDBOX, "express", 4.2)),
    "US": (Carriage(_SANDBOX, "standard", 4.5),),
}


def carriage_of(story: Story) -> Carriage:
    some = _BY[story.bought.market.country]
    return some[story.bought.number % len(some)]


def parcel_id(story: Story) -> str:
    return some_id("shp", story.sent or story.bought.at, story.order.id)


def waybill_of(story: Story) -> str:
    return f"SB{story.order.number}"


def is_on_time(story: Story, sent: datetime, arrived: datetime) -> bool:
    return arrived - sent <= timedelta(days=carriage_of(story).days)


def handed_over(story: Story, sent: datetime) -> Payload:
    order, by = story.order, carriage_of(story)
    lines = [HandedOverLine(one.line_id, one.sku, one.quantity) for one in order.lines]
    eta = (sent + timedelta(days=by.days)).date().isoformat()
    return ShipmentHandedOver(
        parcel_id(story), order.id, order.number, order.language, by.carrier, waybill_of(story), eta, times.iso(sent), 0, True, lines
    )


def packed(story: Story, sent: datetime) -> Payload:
    return ShipmentPacked(parcel_id(story), story.order.id, story.order.number, WAREHOUSE, times.iso(sent))


def tracked(story: Story, sent: datetime, arrived: datetime) -> Payload:
    by, number = carriage_of(story), parcel_id(story)
    return ShipmentTracked(
        number, story.order.id, TrackingStatus.DELIVERED.value, times.iso(arrived), carrier=by.carrier, service=by.service,
        on_time=is_on_time(story, sent, arrived),
    )  # fmt: skip


def parcel_figures(story: Story) -> Iterator[Record]:
    """With the mark of the day that is to be counted."""
    if not story.sent or not story.arrived:
        return
    order, by, paid = story.order, carriage_of(story), times.iso(story.paid or story.sent)
    one = Parcel(
        order.id, parcel_id(story), by.carrier, by.service, story.bought.market.country, times.iso(story.sent), times.iso(story.arrived),
        on_time=is_on_time(story, story.sent, story.arrived), zone=order.timezone, warehouse=WAREHOUSE,
        paid_at=paid, packed_at=times.iso(story.sent),
    )  # fmt: skip
    yield from parcel_records(one, 1)
    yield day_mark(one)
