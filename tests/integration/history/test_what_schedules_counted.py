"""Carriers, shelves, demand and findings of a past: as events, movements and orders of the same past tell them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.reports.couriers.note_parcels import note_asked, note_left, note_packed, note_tracked
from functions.reports.facts.read_facts import facts_of
from functions.reports.model.detection.pulse import Pulse
from functions.reports.model.lake_row import hour_of
from functions.reports.store.finding_items import put_pulses
from functions.reports.store.records import ReportsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings
from functions.stock.model.stock import POOL, Movement
from functions.stock.store.records import MovementRecord
from functions.warehouse.model.pick import PickState
from functions.warehouse.store.picks import list_picks
from functions.warehouse.store.records import WarehouseTable
from infra.history.afterwards import demand_and_forecast as demand_of_all
from infra.history.afterwards import findings_of_the_last_weeks, outages, parcels_by_day, stock_by_night
from infra.history.shelves import nights
from infra.history.write_year import write_year
from infra.history.year import Outcome, Year, made_goods
from tests.integration.history.test_small_year import NOW, told
from tests.support.events import events_in

RANGE = "from=2025-10-20&to=2025-11-08"


def test_carriers_and_shelves_are_what_was_told_and_moved() -> None:
    """I14, C05: one small past, of which both are read."""
    year = Year(5, date(2025, 10, 22), 5, 30, made_goods(5, 12, 5))
    assert 7 in {one.number % 40 for one in year.all() if one.outcome not in (Outcome.UNPAID, Outcome.CANCELLED)}
    with clock.frozen(NOW):
        write_year(year, beside=False)
        carriers_have_the_scores_that_handlers_would_have_counted()
        what_lay_there_each_night_is_what_the_movements_add_up_to(year, settings().store_timezone)


def carriers_have_the_scores_that_handlers_would_have_counted() -> None:
    """Written in bulk, and the same to the version once handlers hear all that was told of parcels."""
    left, tracked = events_in(OrdersTable, "shipment.handed_over"), events_in(OrdersTable, "shipment.tracked")
    before = {(item.pk, item.sk): (item.version, item.body) for item in ReportsTable.scan(ReportsTable.kind == "parcel")}
    note_asked(events_in(WarehouseTable, "pick.requested"))
    note_packed(events_in(OrdersTable, "shipment.packed"))
    note_left(left)
    note_tracked(tracked)
    assert before == {(item.pk, item.sk): (item.version, item.body) for item in ReportsTable.scan(ReportsTable.kind == "parcel")}
    parcels_by_day()
    rows = told(f"couriers?{RANGE}&by=service")["rows"]
    ended, on_time, failed = Counter[str](), Counter[str](), Counter[str]()
    for event in tracked:
        ended[event.data["carrier"]] += 1
        on_time[event.data["carrier"]] += event.data["on_time"] or 0
        failed[event.data["carrier"]] += event.data["failed"]
    for carrier in ended:
        some = [row for row in rows if row["carrier"] == carrier]
        sums = [sum(row[name] for row in some) for name in ("ended", "on_time", "failed")]
        assert sums == [ended[carrier], on_time[carrier], failed[carrier]], some
    assert len(ended) > 1
    assert failed.total() == len(events_in(OrdersTable, "shipment.came_back")) > 0
    what_was_picked()
    assert 0 < on_time.total() < ended.total() == len(left)


def what_was_picked() -> None:
    """Every parcel was asked for, closed and handed over, in this order; so long it was picked."""
    asked = {one.data["shipment_id"]: one.occurred_at for one in events_in(WarehouseTable, "pick.requested")}
    packed = {one.data["shipment_id"]: one.occurred_at for one in events_in(OrdersTable, "shipment.packed")}
    left = {one.data["shipment_id"]: one.occurred_at for one in events_in(OrdersTable, "shipment.handed_over")}
    assert asked.keys() == packed.keys() == left.keys()
    assert all(asked[one] <= packed[one] < left[one] for one in asked)
    found = list_picks("main", [PickState.PACKED], limit=100, cursor=None).data
    assert {one.shipment_id: (one.requested_at, one.packed_at) for one in found} == {one: (asked[one], packed[one]) for one in asked}
    minutes = sorted(int((times.parse(packed[one]) - times.parse(asked[one])).total_seconds() // 60) for one in asked)
    (row,) = told(f"couriers?{RANGE}&by=warehouse")["rows"]
    assert (row["warehouse"], row["median_minutes_to_pick"]) == ("main", minutes[(len(minutes) - 1) // 2])


def what_lay_there_each_night_is_what_the_movements_add_up_to(year: Year, zone: str) -> None:
    """Each lot comes in before anything of it leaves."""
    moves = [(item.pk.removeprefix("VAR#"), load(Movement, item.body)) for item in MovementRecord.scan(MovementRecord.kind == "movement")]
    looks = dict(nights(year, NOW, zone))
    assert len(looks) == year.days + 1
    for at, on_hand in looks.items():
        lies = Counter[str]()
        for variant, one in moves:
            lies[variant] += one.available if one.warehouse != POOL and one.at <= times.iso(at) else 0
        assert {name: many for name, many in on_hand.items() if many} == {name: many for name, many in lies.items() if many}
        assert min(on_hand.values()) >= 0
    stock_by_night(year, NOW, zone)
    demand_of_all(year, zone, facts_of)
    turnover = told(f"turnover?{RANGE}")
    bought = Counter[str]()
    for order in map(order_of, OrderRecord.scan((OrderRecord.kind == "order") & OrderRecord.paid_at.exists())):
        bought.update({line.variant_id: 0 for line in order.lines})
        for line in order.lines:
            bought[line.variant_id] += line.quantity
    assert {row["variant_id"]: row["sold"] for row in turnover["data"] if row["sold"]} == dict(bought)
    assert turnover["nights"] == year.days + 1
    assert sum(row["turnover"] is not None and row["turnover"] > 0 for row in turnover["data"]) > 5


def test_an_outage_of_the_payment_provider_was_found_and_mended() -> None:
    """M13: hours of three weeks as they were counted, most orders of an afternoon unpaid; nobody is mailed what is long over."""
    first, days = date(2025, 12, 8), 90
    year = Year(5, first, days, 0, made_goods(5, 12, days), outages=tuple(outages(first, days)))
    ((begin, end),) = year.outages
    luck, hour = Random(3), datetime(2026, 3, 7, 14, tzinfo=UTC)
    with clock.frozen(NOW):
        pulses = []
        for back in range(24 * 28):
            at = hour - timedelta(hours=back)
            placed = 12 + luck.randrange(5)
            paid = 2 if begin <= at < end else placed - luck.randrange(2)
            pulses.append(Pulse(hour_of(at), 300 + luck.randrange(20), placed, placed, paid, channels={"web": placed}))
        put_pulses(pulses)
        found = findings_of_the_last_weeks(year, "Asia/Shanghai", facts_of)
        closed = told("findings?state=closed")["data"]
        assert [(one["kind"], one["outcome"]) for one in closed] == [("payment_success", "mended")]
        assert begin <= datetime.fromisoformat(f"{found[0].at}:00:00+00:00") < end
        assert events_in(ReportsTable, "finding.told") == []
        assert findings_of_the_last_weeks(year, "Asia/Shanghai", facts_of) == []


def test_in_an_outage_most_orders_stay_unpaid_and_the_rest_of_the_year_is_the_same() -> None:
    year = Year(5, date(2025, 12, 8), 90, 900, made_goods(5, 12, 90))
    down = Year(**{**vars(year), "outages": tuple(outages(year.first, 90))})
    for usual, one in zip(year.all(), down.all(), strict=True):
        if down.is_down(one.at) and one.number % 5:
            assert one.outcome == "unpaid"
        else:
            assert one == usual
    assert sum(down.is_down(one.at) for one in down.all()) > 2
    assert list(outages(year.first, 59)) == []
