"""F09: one case for each parcel in trouble, closed by the next good scan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

from functions.orders.model.cases.parcel_case import Surroundings, cased
from functions.orders.model.cases.parcel_case import next_look as look
from functions.orders.model.shipment import ParcelCase, Shipment, traced
from functions.orders.model.shop_rules import CaseLimits
from functions.orders.model.trace_times import told_apart
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent, TrackingStatus

LIMITS = CaseLimits()
PARCEL = Shipment("shp_1", "ord_1", "N", "sandbox", [], "2026-12-20T00:00:00.000Z", "2026-12-24", waybill="W")


def scan(at: str, status: str) -> TraceEvent:
    return TraceEvent(f"{at}:00.000Z", status)


def seen(shipment: Shipment, at: str, *, paid_back: bool = False, by_clock: bool = True) -> Shipment:
    return cased(shipment, Surroundings(times.parse(f"{at}:00Z"), LIMITS, "PE", paid_back, by_clock=by_clock))


def next_look(shipment: Shipment, now: datetime) -> datetime | None:
    return look(shipment, Surroundings(now, LIMITS, "PE"))


def open_kind(shipment: Shipment) -> str:
    return shipment.case.kind if shipment.case and shipment.case.is_open else ""


ON_ITS_WAY = traced(PARCEL, [scan("2026-12-24T10:00", "IN_TRANSIT")])


def test_it_is_late_after_the_end_of_its_day_where_it_goes() -> None:
    """F09, finding 5"""
    for early in ("2026-12-24T12:00", "2026-12-25T04:59"):
        assert seen(ON_ITS_WAY, early) is ON_ITS_WAY
    late = seen(ON_ITS_WAY, "2026-12-25T05:00")
    assert late.case == ParcelCase(1, "late", "2026-12-25T05:00:00.000Z", cause="late 2026-12-24")
    assert seen(late, "2026-12-25T06:00") == late


def test_a_good_scan_closes_it_and_it_is_not_late_twice() -> None:
    """F09"""
    late = seen(ON_ITS_WAY, "2026-12-25T05:00")
    same = seen(traced(late, [scan("2026-12-25T01:00", "IN_TRANSIT")]), "2026-12-25T06:00", by_clock=False)
    assert open_kind(same) == "late"
    going = seen(traced(late, [scan("2026-12-25T08:00", "OUT_FOR_DELIVERY")]), "2026-12-25T09:00", by_clock=False)
    assert (open_kind(going), going.case and going.case.closed_at) == ("", "2026-12-25T09:00:00.000Z")
    assert seen(going, "2026-12-26T09:00") == going


def test_silence_is_a_case_and_a_second_silence_another_one() -> None:
    """F09"""
    moving = traced(PARCEL, [scan("2026-12-20T10:00", "PICKED_UP")])
    assert seen(moving, "2026-12-23T09:59") is moving
    stuck = seen(moving, "2026-12-23T10:00")
    assert open_kind(stuck) == "stuck"
    going = seen(traced(stuck, [scan("2026-12-23T11:00", "IN_TRANSIT")]), "2026-12-23T11:01", by_clock=False)
    assert open_kind(going) == ""
    again = seen(going, "2026-12-25T01:00")
    assert again is going
    silent = times.iso(times.parse("2026-12-23T11:00:00Z") + timedelta(hours=LIMITS.stuck))[:16]
    both = seen(going, silent)
    assert (open_kind(both), both.case and both.case.number) == ("late", 2)


def test_a_failed_delivery_is_the_same_case_until_it_comes_back_and_is_paid_back() -> None:
    """F09, finding 8"""
    failed = seen(traced(ON_ITS_WAY, [scan("2026-12-24T12:00", "REFUSED")]), "2026-12-24T12:01", by_clock=False)
    assert open_kind(failed) == "failed"
    back = seen(traced(failed, [scan("2026-12-26T12:00", "RETURNED")]), "2026-12-26T12:01", by_clock=False)
    assert (open_kind(back), back.case and back.case.number) == ("came_back", 1)
    assert open_kind(seen(back, "2026-12-27T00:00", paid_back=True)) == ""


def test_expired_is_not_an_end() -> None:
    """F04, finding 6"""
    quiet = traced(PARCEL, [scan("2026-12-20T10:00", "IN_TRANSIT"), scan("2027-02-18T00:00", "EXPIRED")])
    expired = seen(quiet, "2027-02-18T00:01", by_clock=False)
    assert (expired.status, open_kind(expired)) == (TrackingStatus.EXPIRED, "stuck")
    going = seen(traced(expired, [scan("2027-02-23T00:00", "IN_TRANSIT")]), "2027-02-23T00:01", by_clock=False)
    assert (going.status, open_kind(going)) == (TrackingStatus.IN_TRANSIT, "")
    there = traced(expired, [scan("2027-02-24T00:00", "DELIVERED")])
    assert (there.status, there.delivered_at) == (TrackingStatus.DELIVERED, "2027-02-24T00:00:00.000Z")
    assert open_kind(seen(there, "2027-02-24T00:01", by_clock=False)) == ""


def test_delivered_to_the_shop_is_not_delivered() -> None:
    """F04, finding 8: couriers close a return with DELIVERED."""
    scans = [scan("2026-12-24T12:00", "REFUSED"), scan("2026-12-25T12:00", "RETURNING"), scan("2026-12-26T12:00", "DELIVERED")]
    for order in permutations(scans):
        there = PARCEL
        for one in order:
            there = traced(there, [one])
        assert (there.status, there.delivered_at) == (TrackingStatus.RETURNING, None)


def test_the_clock_looks_when_something_may_become_wrong() -> None:
    now = times.parse("2026-12-24T10:00:00Z")
    assert next_look(PARCEL, now) == times.parse("2026-12-25T05:00:00Z")
    assert next_look(replace(PARCEL, was_late=True), now) is None
    assert next_look(ON_ITS_WAY, now) == times.parse("2026-12-25T05:00:00Z")
    assert next_look(seen(ON_ITS_WAY, "2026-12-25T05:00"), now) == now + timedelta(days=1)
    assert next_look(traced(ON_ITS_WAY, [scan("2026-12-24T11:00", "DELIVERED")]), now) is None


def test_six_scans_doubled_in_any_order_beside_an_impossible_one_give_one_end() -> None:
    """F04: all 720 orders"""
    names = ("INFO_RECEIVED", "PICKED_UP", "IN_TRANSIT", "ATTEMPT_FAILED", "OUT_FOR_DELIVERY", "DELIVERED")
    scans = [scan(f"2026-12-2{n}T10:00", name) for n, name in enumerate(names)]
    forged, now = scan("2099-01-01T00:00", "RETURNED"), times.parse("2026-12-26T00:00:00Z")
    ends = set()
    for order in permutations(scans):
        parcel = PARCEL
        for one in order:
            good, absurd = told_apart([one, forged, one], PARCEL.created_at, now)
            assert absurd == [forged]
            parcel = traced(parcel, good)
        ends.add((parcel.status, tuple(parcel.events), parcel.shipped_at, parcel.delivered_at))
    assert ends == {(TrackingStatus.DELIVERED, tuple(scans), scans[1].at, scans[5].at)}


def test_a_time_before_the_parcel_is_not_believed() -> None:
    """F04"""
    early = scan("2026-12-19T23:00", "PICKED_UP")
    assert told_apart([early], PARCEL.created_at, times.parse("2026-12-26T00:00:00Z")) == ([], [early])
