"""Couriers and stock as the events tell them, through the reports and into what is dispatched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from functions.reports.app import app, record_facts, rollup_hourly
from functions.reports.store.forecast_items import Demand, put_demand
from functions.reports.store.records import ReportsTable
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shipping import carriers_and_scores
from functions.shipping.app import app as shipping
from functions.shipping.app import count_parcels
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

MONDAY = datetime(2026, 3, 2, 4, tzinfo=UTC)


def told(event_type: str, subject: str, when: datetime, **data: Any) -> Envelope:
    return Envelope(f"evt_{event_type}_{subject}_{when:%d%H}", event_type, 1, times.iso(when), subject, SYSTEM, data)


def hear(*events: Envelope) -> None:
    for _ in range(2):
        assert record_facts(sqs_of_events(events), None) == {"batchItemFailures": []}


def complain(order: str, at: datetime, *reasons: str) -> None:
    lines = [{"line_id": "line_1", "variant_id": "var_1", "sku": "S", "quantity": 1, "reason": reason} for reason in reasons]
    case = {"return_id": "ret_1", "order_id": order, "number": "1", "kind": "claim", "status": "requested", "amount": 0, "currency": "CNY"}
    hear(told("return.requested", order, at, **case, lines=lines))


def parcels(start: datetime, late: int) -> None:
    """Twelve, of which so many were late."""
    for number in range(12):
        shipment, left = f"shp_{start:%d}_{number}", start + timedelta(hours=number)
        order, at = f"ord_{shipment}", left + timedelta(hours=30)
        common = {"shipment_id": shipment, "order_id": order, "carrier": "sandbox"}
        sent = common | {"number": "1", "language": "zh", "waybill": "w", "eta": "", "rest": 0, "opens": True, "at": times.iso(left)}
        there = common | {"status": "DELIVERED", "service": "std", "on_time": number >= late, "at": times.iso(at)}
        hear(told("shipment.tracked", shipment, at, **there), told("shipment.handed_over", shipment, left, **sent))


def get(path: str, who: str = "analyst") -> Any:
    return Client(app, bearer(who)).get(f"/v1/admin/reports/{path}")


def test_who_is_late_for_two_weeks_is_sent_nothing_until_staff_say_so() -> None:
    """F10"""
    staff = Client(shipping, bearer("owner"))
    assert staff.put("/v1/admin/carrier_scores", {"score_weight": 0, "floor_permille": 800}).status == 200
    for week in range(2):
        start = MONDAY + timedelta(days=7 * week)
        # One is told before its parcel is.
        complain(f"ord_shp_{start:%d}_3", start, "damaged", "changed_mind")
        parcels(start, late=6)
        complain(f"ord_shp_{start:%d}_4", start, "not_received")
        complain(f"ord_shp_{start:%d}_5", start, "other")
        with clock.frozen(start + timedelta(days=8)):
            rollup_hourly({}, None)
            rollup_hourly({}, None)
        weeks = events_in(ReportsTable, "carrier.week_counted")
        assert [one.data["week"] for one in weeks] == ["2026-03-02", "2026-03-09"][: week + 1]
        for _ in range(2):
            assert count_parcels(sqs_of_events(weeks), None) == {"batchItemFailures": []}
    row = get("couriers?from=2026-03-02&to=2026-03-15&compare=previous").json["rows"][0]
    assert (row["ended"], row["on_time"], row["on_time_share"], row["median_hours"]) == (24, 12, 5000, 30)
    assert (row["damaged"], row["missing"], row["complaints"], row["complaint_share"], row["comparison"]["ended"]) == (2, 2, 4, 1666, 0)
    assert get("couriers?from=2026-03-02&to=2026-03-15&by=lane").json["totals"]["ended"] == 24
    (off,) = staff.get("/v1/admin/carrier_scores").json["suspended"]
    assert (off["carrier"], off["on_time_permille"], off["on_time_permille_before"], off["floor_permille"]) == ("sandbox", 500, 500, 800)
    assert carriers_and_scores()[0]["sandbox"].enabled is False
    assert Client(shipping, bearer("support")).post("/v1/admin/carriers/sandbox/reinstate", {}).status == 403
    back = staff.post("/v1/admin/carriers/sandbox/reinstate", {})
    assert (back.status, back.json["suspended"]) == (200, [])
    assert carriers_and_scores()[0]["sandbox"].enabled is True
    assert get("couriers?from=2026-03-02&to=2026-03-01").json["errors"][0]["code"] == "reversed_range"
    assert get("couriers?from=2026-03-02&to=2026-03-03", "support").status == 403


def test_turnover_is_of_the_nights_that_were_looked_at() -> None:
    for day, pieces in (("2026-03-02", {"var_a": 10, "var_b": 500}), ("2026-03-04", {"var_a": 4, "var_b": 500, "var_c": 0})):
        at = datetime.fromisoformat(f"{day}T18:20:00+08:00")
        hear(told("stock.levels_told", "var_a", at, on_hand=pieces))
    for day, sold in (("2026-03-01", {"var_a": 99}), ("2026-03-02", {"var_a": 5}), ("2026-03-04", {"var_a": 1, "var_b": 3, "var_d": 2})):
        put_demand(Demand(day, sold, [0] * 24))
    report = get("turnover?from=2026-03-02&to=2026-03-05").json
    rows = {row.pop("variant_id"): row for row in report["data"]}
    assert rows == {
        "var_a": {"sold": 6, "average": 7.0, "left": 4, "turnover": 0.8571, "days_of_cover": 2.7, "cover": "short"},
        "var_b": {"sold": 3, "average": 500.0, "left": 500, "turnover": 0.006, "days_of_cover": 666.7, "cover": "over"},
        "var_c": {"sold": 0, "average": 0.0, "left": 0, "turnover": None, "days_of_cover": None, "cover": "gone"},
        "var_d": {"sold": 2, "average": 0.0, "left": 0, "turnover": None, "days_of_cover": 0.0, "cover": "gone"},
    }
    assert (report["nights"], report["totals"]) == (2, {"variants": 4, "sold": 11, "left": 504})
    page = get("turnover?from=2026-03-02&to=2026-03-05&limit=3").json
    assert [
        row["variant_id"] for row in get(f"turnover?from=2026-03-02&to=2026-03-05&limit=3&cursor={page['next_cursor']}").json["data"]
    ] == ["var_d"]
    assert get(f"turnover?from=2026-03-02&to=2026-03-06&cursor={page['next_cursor']}").json["code"] == "invalid_cursor"
    assert get("turnover?from=2026-01-02&to=2026-05-01").json["errors"][0]["code"] == "range_too_long"
    assert [row["variant_id"] for row in get("turnover?from=2026-03-02&to=2026-03-05&cover=over").json["data"]] == ["var_b"]
