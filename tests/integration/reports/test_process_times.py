"""How long orders wait and picks take, by carrier and warehouse, from the events of shop and warehouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

from functions.reports.app import rollup_hourly
from functions.reports.store.parcel_items import counted
from functions.reports.store.parts import put_list
from functions.reports.store.records import ReportsTable
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.reports.test_carriers_and_stock import MONDAY, get, hear, told
from tests.support.orders import an_order, paid_event

WEEK = "from=2026-03-02&to=2026-03-08"


def a_parcel(number: int, warehouse: str, carrier: str, *, waited: float, picked: float) -> list[Envelope]:
    """Paid on Monday; asked an hour later, closed after `picked` minutes, gone `waited` hours after its payment."""
    order = replace(an_order(), id=f"ord_{number}", timezone="Asia/Shanghai")
    with clock.frozen(MONDAY):
        paid = paid_event(order)
    asked, left = MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=waited)
    packed, arrived, common = asked + timedelta(minutes=picked), left + timedelta(hours=30), {"order_id": order.id, "number": "1"}
    parcel: dict[str, Any] = {"shipment_id": f"shp_{number}", **common}
    sent = parcel | {"language": "zh", "carrier": carrier, "waybill": "w", "eta": "", "at": times.iso(left), "rest": 0, "opens": True}
    there = {"shipment_id": f"shp_{number}", "order_id": order.id, "carrier": carrier, "status": "DELIVERED", "service": "std"}
    return [
        paid,
        told("pick.requested", f"shp_{number}", asked, pick_id=f"pick_{number}", warehouse_id=warehouse, **parcel),
        told("shipment.packed", f"shp_{number}", packed, warehouse_id=warehouse, packed_at=times.iso(packed), **parcel),
        told("shipment.handed_over", f"shp_{number}", left, **sent),
        told("shipment.tracked", f"shp_{number}", arrived, on_time=True, at=times.iso(arrived), **there),
    ]


def test_hours_to_leave_and_minutes_to_pick_by_carrier_and_warehouse() -> None:
    """I14: three parcels of two warehouses; each event twice."""
    for number, (warehouse, carrier, waited, picked) in enumerate((("main", "sf", 5, 12.5), ("main", "ups", 26, 40), ("east", "sf", 9, 3))):
        hear(*a_parcel(number, warehouse, carrier, waited=waited, picked=picked))
    with clock.frozen(MONDAY + timedelta(days=5)):
        rollup_hourly({}, None)
    report = get(f"couriers?{WEEK}&by=warehouse").json
    rows = {row["warehouse"]: row for row in report["rows"]}
    assert {row["carrier"] for row in rows.values()} == {""}
    spans = {name: (row["ended"], row["median_hours_to_leave"], row["median_minutes_to_pick"]) for name, row in rows.items()}
    assert spans == {"east": (1, 9, 3), "main": (2, 5, 12)}
    assert (rows["main"]["percentile_90_hours_to_leave"], rows["main"]["percentile_90_minutes_to_pick"]) == (26, 40)
    by_carrier = {row["carrier"]: row for row in get(f"couriers?{WEEK}").json["rows"]}
    assert (by_carrier["sf"]["median_hours_to_leave"], by_carrier["ups"]["median_hours_to_leave"]) == (5, 26)
    assert by_carrier["sf"]["warehouse"] is None
    assert (report["totals"]["ended"], report["totals"]["median_hours_to_leave"]) == (3, 9)
    sheet = get(f"couriers?{WEEK}&by=warehouse", "analyst")
    assert sheet.status == 200


def test_whatever_is_told_first_the_times_are_the_same() -> None:
    """The payment last of all, too: it is found when the parcel is told of again."""
    events = a_parcel(7, "main", "sf", waited=5, picked=12)
    for number, order in enumerate(list(permutations(events))[::45]):
        for item in list(ReportsTable.scan()):
            item.delete()
        hear(*order)
        hear(*events[-1:])
        with clock.frozen(MONDAY + timedelta(days=5)):
            rollup_hourly({}, None)
        ((_, place, tally),) = counted(date(2026, 3, 2), date(2026, 3, 8))
        assert (place[3], dict(tally.hours), dict(tally.waited), dict(tally.picked)) == ("main", {30: 1}, {5: 1}, {12: 1}), number


def test_days_that_were_counted_before_are_read_as_they_are() -> None:
    put_list("COURIERS#2026", "2026-03-03", "couriers", [["sf", "std", "CN", {"ended": 2, "arrived": 2}, [[30, 2]]]])
    (row,) = get(f"couriers?{WEEK}").json["rows"]
    assert (row["ended"], row["median_hours"], row["median_hours_to_leave"], row["median_minutes_to_pick"]) == (2, 30, None, None)
    (row,) = get(f"couriers?{WEEK}&by=warehouse").json["rows"]
    assert (row["warehouse"], row["carrier"]) == ("", "")
