"""M14: how long orders, refunds and parcels take, by day and warehouse: as loops count them, whatever comes twice or late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from functions.reports.app import app
from functions.reports.model.counted import KEPT, OVER_DAYS
from functions.reports.rollups.count_over_days import count_over_days
from functions.reports.store.duck import opened
from functions.reports.store.lake_files import PARQUET, hour_key, rollup_key
from functions.shared.events.contracts.orders import OrderRefunded
from functions.shared.events.contracts.picks import PickRequested
from functions.shared.events.contracts.shipments import ShipmentHandedOver, ShipmentPacked
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside.objects import get_object, put_object
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from tests.integration.reports.lake.test_products_and_times import hear, step
from tests.integration.reports.lake.visits import NOON, asked, land
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event

FIRST, RANGE = date(2026, 3, 5), "from=2026-03-05&to=2026-03-09"
Span = tuple[str, str, str, int]
"""Day of the store, state, warehouse, seconds."""
_PARCEL = ("pick.requested", "shipment.packed", "shipment.handed_over")
_ORDER = ("order.placed", "order.paid", "order.shipped", "order.delivered")
BEGIN, HALF = datetime(2026, 3, 5, 2, tzinfo=UTC), timedelta(hours=12)
"""All happens in two hours of a day, so that there are few files."""


def later(moment: datetime, luck: Random) -> datetime:
    halves = luck.choice((0, 0, 1, 1, 2))
    since = BEGIN + (moment - BEGIN) // HALF * HALF
    return since + HALF * halves + timedelta(seconds=luck.randrange(900)) if halves else moment + timedelta(seconds=luck.randrange(1, 500))


def a_life(number: int, luck: Random) -> tuple[list[Envelope], list[Span]]:
    """An order with up to three parcels of two warehouses, of which not all get far, and a refund that took its time."""
    at = BEGIN + HALF * luck.randrange(6) + timedelta(seconds=luck.randrange(900))
    order = replace(an_order(), id=f"ord_{number:02d}")
    paid, told, spans = paid_event(order), list[Envelope](), list[Span]()
    moments = {"order.placed": at}
    for kind in _ORDER[1 : luck.randint(1, 4)]:
        moments[kind] = at = later(at, luck)
    for kind, moment in moments.items():
        more: dict[str, Any] = {"order": paid.data["order"], "payment_deadline": times.iso(moment)} if kind == "order.placed" else {}
        is_paid = replace(paid, id=f"{number}-paid", occurred_at=times.iso(moment))
        told.append(is_paid if kind == "order.paid" else step(order.id, kind, moment, **more))
    asked_first: list[tuple[datetime, str]] = []
    for parcel in range(luck.randint(0, 3) if "order.paid" in moments else 0):
        name, house, moment = f"shp_{number}_{parcel}", luck.choice(("main", "east")), moments["order.paid"]
        there = {"shipment_id": name, "order_id": order.id, "number": "1"}
        steps = dict[str, datetime]()
        for kind in _PARCEL[: luck.randint(1, 3)]:
            moment = later(moment, luck)
            steps[kind] = moment
            said: dict[str, dict[str, Any]] = {
                "pick.requested": {**there, "pick_id": f"pick_{name}", "warehouse_id": house},
                "shipment.packed": {**there, "warehouse_id": house, "packed_at": times.iso(moment)},
                "shipment.handed_over": {**there, "language": "zh", "carrier": "sf", "waybill": "w", "eta": "", "at": "", "rest": 0,
                                         "opens": True},
            }  # fmt: skip
            told.append(Envelope(f"{name}-{kind}", kind, 1, times.iso(moment), order.id, SYSTEM, said[kind]))
        if "shipment.packed" in steps and luck.random() < 0.5:  # closed once more, a day later: it was closed before
            again = told[-1] if told[-1].type == "shipment.packed" else told[-2]
            told.append(replace(again, id=f"{name}-again", occurred_at=times.iso(steps["shipment.packed"] + timedelta(days=1))))
        asked_first.append((steps["pick.requested"], house))
        spans += between(steps, lambda _state, house=house: house)
    sent_from = min(asked_first, default=(at, ""))[1]
    spans += between(moments, lambda state: "" if state == "order.placed" else sent_from)
    if "order.paid" in moments and luck.random() < 0.5:
        begun = moments["order.paid"] + timedelta(seconds=luck.randrange(60))
        ended = later(begun, luck)
        told.append(refunded(number, paid.data["order"], begun, ended))
        known = min((one for one in asked_first if one[0] < day_after(ended)), default=(at, ""))[1]
        spans += between({"refund.requested": begun, "order.refunded": ended}, lambda _state: known)
    return told, spans


def refunded(number: int, order: dict[str, Any], begun: datetime, ended: datetime) -> Envelope:
    data = {
        "order": order, "refund_id": f"ref_{number}", "payment_id": "pay_1", "amount": 100, "currency": "CNY", "shipping": 0, "other": 100,
        "total_refunded": 100, "fully": False, "reason": "x", "refunded_at": times.iso(ended), "requested_at": times.iso(begun),
    }  # fmt: skip
    return Envelope(f"evt_ref_{number}", OrderRefunded.TYPE, 1, times.iso(ended), f"ord_{number:02d}", SYSTEM, data)


def between(moments: dict[str, datetime], place: Any) -> list[Span]:
    names = list(moments)
    return [
        (day_of(moments[after]), state, place(state), int((moments[after] - moments[state]).total_seconds()))
        for state, after in pairwise(names)
    ]


def day_of(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(settings().store_timezone)).date().isoformat()


def day_after(moment: datetime) -> datetime:
    zone = ZoneInfo(settings().store_timezone)
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), datetime.min.time(), zone)


def recount(spans: list[Span], *, by: bool) -> dict[str, list[dict[str, Any]]]:
    groups = defaultdict[tuple[str, str, str], list[int]](list)
    for day, state, place, seconds in spans:
        groups[day, place if by else "", state].append(seconds)
    found = defaultdict[str, list[dict[str, Any]]](list)
    for (day, place, state), some in sorted(groups.items()):
        some.sort()
        ranks = {name: some[-(-len(some) * share // 100) - 1] for name, share in
                 (("median", 50), ("percentile_90", 90), ("percentile_95", 95))}  # fmt: skip
        found[day].append({"state": state, "warehouse_id": place if by else None, "orders": len(some), **ranks})
    return found


def count_days() -> None:
    with opened() as lake:
        for number in range(5):
            count_over_days(FIRST + timedelta(days=number), lake)


def test_each_day_and_warehouse_is_what_loops_find() -> None:
    """In any order, each event twice; counted again it is the same."""
    luck, told, spans = Random(11), list[Envelope](), list[Span]()
    for number in range(20):
        more, some = a_life(number, luck)
        told += more
        spans += some
    told = [one for one in told if one.occurred_at < times.iso(NOON)]
    luck.shuffle(told)
    hear(*told)
    hear(*told[::3])
    land()
    count_days()
    last = "2026-03-09"
    for by in (False, True):
        expected = recount([one for one in spans if one[0] <= last], by=by)
        days = {one["day"]: one["states"] for one in asked(f"process_times?{RANGE}{'&by=warehouse' if by else ''}")["days"]}
        assert {day: states for day, states in days.items() if states} == expected
    states = {one[1] for one in spans}
    assert states == {*_PARCEL[:2], *_ORDER[:3], "refund.requested"}
    count_days()
    assert {one["day"]: one["states"] for one in asked(f"process_times?{RANGE}&by=warehouse")["days"]} == days


def test_times_of_a_parcel_and_of_a_refund_add_up_to_their_age() -> None:
    begun, ended = NOON - timedelta(days=2), NOON - timedelta(days=1)
    told = [refunded(1, paid_event(an_order()).data["order"], begun, ended)]
    there: dict[str, Any] = {"shipment_id": "shp_1", "order_id": "ord_01", "number": "1", "warehouse_id": "main"}
    gone = {"language": "zh", "carrier": "sf", "waybill": "w", "eta": "", "at": "", "rest": 0, "opens": True}
    for kind, hours, more in ((PickRequested, 0, {"pick_id": "p"}), (ShipmentPacked, 5, {"packed_at": ""}), (ShipmentHandedOver, 24, gone)):
        fields = {name: value for name, value in (there | more).items() if name in kind.__dataclass_fields__}
        told.append(Envelope(f"e{hours}", kind.TYPE, 1, times.iso(begun + timedelta(hours=hours)), "ord_01", SYSTEM, fields))
    hear(*told)
    land()
    count_days()
    found = {row["state"]: row["median"] for one in asked(f"process_times?{RANGE}")["days"] for row in one["states"]}
    assert found == {"refund.requested": 86_400, "pick.requested": 5 * 3600, "shipment.packed": 19 * 3600}


def test_files_of_before_are_read_beside_new_ones() -> None:
    """Hours and days that were written before there were parcels, refunds and warehouses in them."""
    order, begun = an_order(), NOON - timedelta(days=2)
    paid = paid_event(order)
    hear(step(order.id, "order.placed", begun, order=paid.data["order"], payment_deadline=times.iso(begun)))
    land()
    new = {"part_id", "warehouse_id", "since"}
    for key in (hour_key(f"{begun:%Y-%m-%dT%H}"), rollup_key("steps", day_of(begun))):
        without(key, new)
    hear(replace(paid, occurred_at=times.iso(begun + timedelta(minutes=9))))
    hear(refunded(2, paid.data["order"], begun, begun + timedelta(hours=1)))
    land()
    count_days()
    day = next(one for one in asked(f"process_times?{RANGE}")["days"] if one["day"] == day_of(begun))
    assert {row["state"]: row["median"] for row in day["states"]} == {"order.placed": 540, "refund.requested": 3600}
    without(rollup_key("steps", day_of(begun)), new)
    count_days()
    (old,) = next(one for one in asked(f"process_times?{RANGE}")["days"] if one["day"] == day_of(begun))["states"]
    assert (old["state"], old["median"]) == ("order.placed", 540)
    assert [*OVER_DAYS][-1] == "cohorts"  # the one that says whether a day is counted
    assert set(KEPT) == {kept for kept, _, _ in OVER_DAYS.values()}


def without(key: str, names: set[str]) -> None:
    """The file as it was before there were these columns, and what they are about."""
    data = get_object(key)
    assert data is not None
    with TemporaryDirectory() as folder, duckdb.connect() as base:
        path, old = Path(folder) / "new.parquet", Path(folder) / "old.parquet"
        path.write_bytes(data)
        columns = [row[0] for row in base.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall() if row[0] not in names]
        listed = ", ".join(f'"{name}"' for name in columns)
        base.execute(f"COPY (SELECT {listed} FROM '{path}' WHERE type NOT LIKE '%refund%') TO '{old}' (FORMAT parquet)")
        put_object(key, old.read_bytes(), PARQUET)


def test_what_is_no_way_to_ask_for_times_is_told() -> None:
    client = Client(app, bearer("analyst"))
    answer = client.get(f"/v1/admin/reports/process_times?{RANGE}&by=shelf")
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/by"), answer.text
    sheet = client.get(f"/v1/admin/reports/process_times?{RANGE}&by=warehouse", accept="text/csv")
    assert (sheet.status, sheet.text.splitlines()[0].split(",")[:3]) == (200, ["day", "state", "warehouse_id"])
