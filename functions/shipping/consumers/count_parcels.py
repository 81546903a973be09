"""Queue `carrier-scores`: parcels that arrived or failed are counted for their carriers, each once; and who falls short is suspended."""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.shared.events.batches import each_event
from functions.shared.events.contracts.orders import ShipmentTracked
from functions.shared.events.contracts.shipments import CarrierWeekCounted
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside.time_left import in_time
from functions.shipping.model.score import FEWEST, Tally
from functions.shipping.store.scores import change_weeks, count, scores


@in_time
def count_parcels(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_event(event, {ShipmentTracked.TYPE: _count, CarrierWeekCounted.TYPE: _judge}, consumer="carrier-scores")


def _count(envelope: Envelope) -> None:
    """Events of before they named the carrier count for nobody."""
    told = data_of(envelope, ShipmentTracked)
    if not told.carrier:
        return
    if told.on_time is not None:
        count(told.carrier, told.service, f"{told.shipment_id}#arrived", partial(Tally.arrived, on_time=told.on_time))
    elif told.failed:
        count(told.carrier, told.service, f"{told.shipment_id}#failed", Tally.broken)


def _judge(envelope: Envelope) -> None:
    """Two weeks below the floor, one after the other: no plan sends it anything, until staff say so."""
    told = data_of(envelope, CarrierWeekCounted)
    shares = {one.carrier: 1000 * one.on_time // one.promised for one in told.carriers if one.promised >= FEWEST}
    floor = scores()[0].floor
    change_weeks(lambda weeks: weeks.told(told.week, shares, floor))
