"""M05, M08, M14, A18: products, visitors and orders' times out of the lake, as plain loops count them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from functions.reports.app import lake_events
from functions.reports.rollups.count_over_days import count_over_days
from functions.reports.store.duck import opened
from functions.shared.events.contracts.orders import OrderCancelled, OrderRefunded
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.reports.lake.visits import NOON, an_event, asked, land, tell
from tests.support.events import sqs_of_events
from tests.support.orders import an_order, paid_event

TWO_DAYS = "from=2026-03-09&to=2026-03-10"


def hear(*told: Envelope) -> None:
    assert lake_events(sqs_of_events(told), None) == {"batchItemFailures": []}


def step(number: str, kind: str, at: datetime, **more: Any) -> Envelope:
    said = {"shipment_id": "shp_1", "carrier": "sf", "waybill": "1"} if kind == "order.shipped" else {"delivered_at": times.iso(at)}
    data: dict[str, Any] = more or {"order_id": number, "number": "1", "language": "zh", **said}
    return Envelope(f"{number}-{kind}", kind, 1, times.iso(at), number, SYSTEM, data)


def count_all(day: datetime) -> None:
    """As the runs of the days before would have, each the day after."""
    with opened() as lake:
        count_over_days(day.date(), lake)


def test_products_by_what_became_of_them() -> None:
    order, sorry = an_order(), an_order()
    line = order.lines[0]
    looks = [an_event(n, "product.viewed", NOON, product_id=line.product_id) for n in range(30)]
    looks += [an_event(40 + n, "product.viewed", NOON, product_id="prod_shy") for n in range(25)]
    tell([*looks, an_event(90, "cart.added", NOON, product_id=line.product_id, quantity=2)])
    paid = paid_event(order)
    back = Envelope(
        "evt_back", OrderRefunded.TYPE, 1, paid.occurred_at, order.id, SYSTEM,
        {
            "order": paid.data["order"], "refund_id": "ref_1", "payment_id": "pay_1", "amount": 100, "currency": order.currency,
            "shipping": 0, "other": 0, "total_refunded": 100, "fully": False, "reason": "x", "refunded_at": paid.occurred_at,
            "lines": [{"line_id": paid.data["order"]["lines"][0]["line_id"], "quantity": 1, "amount": 100}],
        },
    )  # fmt: skip
    said = {"order": paid_event(sorry).data["order"], "reason": "customer", "previous_status": "paid", "paid": True}
    cancelled = Envelope("evt_c2", OrderCancelled.TYPE, 1, paid.occurred_at, sorry.id, SYSTEM, said)
    for _ in range(2):
        hear(paid, back, replace(paid_event(sorry), id="evt_p2"), cancelled)
    land()
    report = asked(f"product_health?{TWO_DAYS}")
    rows = {row["product_id"]: row for row in report["products"]}
    pieces = sum(one.quantity for one in order.lines if one.product_id == line.product_id)
    assert rows[line.product_id] | {"return_rate": 0, "cart_rate": 0} == {
        "product_id": line.product_id, "views": 30, "clicks": 0, "carts": 1, "orders": 2, "sold": 2 * pieces, "cancelled": pieces,
        "returned": 1, "cart_rate": 0, "return_rate": 0,
    }  # fmt: skip
    assert report["totals"]["views"] == 55
    assert report["totals"]["sold"] == 2 * sum(one.quantity for one in order.lines)
    first = asked(f"product_health?{TWO_DAYS}&limit=1")
    second = asked(f"product_health?{TWO_DAYS}&limit=1&cursor={first['next_cursor']}")
    assert [page["products"][0]["product_id"] for page in (first, second)] == [line.product_id, "prod_shy"]
    shy = asked(f"product_health?{TWO_DAYS}&show=views_without_sales")["products"]
    assert [row["product_id"] for row in shy] == ["prod_shy"]


def test_the_times_of_an_order_add_up_to_its_age() -> None:
    order, at = an_order(), NOON - timedelta(days=3)
    placed = at
    gaps = {"order.paid": timedelta(minutes=5), "order.shipped": timedelta(hours=20), "order.delivered": timedelta(days=1)}
    paid = paid_event(order)
    with clock.frozen(NOON):
        hear(step(order.id, "order.placed", at, order=paid.data["order"], payment_deadline=times.iso(at)))
        for kind, gap in gaps.items():
            at += gap
            hear(replace(paid, occurred_at=times.iso(at)) if kind == "order.paid" else step(order.id, kind, at))
    land()
    for after in range(-3, 1):
        count_all(NOON + timedelta(days=after))
    found = {row["state"]: row["median"] for one in asked("process_times?from=2026-03-06&to=2026-03-11")["days"] for row in one["states"]}
    assert found == {"order.placed": 300, "order.paid": 72000, "order.shipped": 86400}
    assert sum(found.values()) == (at - placed).total_seconds()


def test_nine_in_ten_orders_took_no_longer() -> None:
    """M14: of the times that orders really took the nearest rank."""
    for number in range(20):
        order, at = an_order(), NOON - timedelta(hours=2)
        paid = paid_event(order)
        hear(step(order.id, "order.placed", at, order=paid.data["order"], payment_deadline=times.iso(at)))
        hear(replace(paid, id=f"evt_paid_{number}", occurred_at=times.iso(at + timedelta(minutes=number + 1))))
    land()
    count_all(NOON)
    (state,) = asked("process_times?from=2026-03-10&to=2026-03-10")["days"][0]["states"]
    expected = {"state": "order.placed", "orders": 20, "median": 600, "percentile_90": 1080, "percentile_95": 1140}
    assert state == expected | {"warehouse_id": None}


def test_who_came_again() -> None:
    tell([an_event(1, "page.viewed", NOON - timedelta(days=6), "s-1", "a-1"), an_event(2, "page.viewed", NOON, "s-2", "a-1")])
    tell([an_event(3, "page.viewed", NOON, "s-3", "a-2")])
    land()
    with clock.frozen(NOON + timedelta(days=1)):
        land()
    days = {row["day"]: row for row in asked("activity?from=2026-03-04&to=2026-03-10")["days"]}
    assert days["2026-03-10"] == {"day": "2026-03-10", "of_day": 2, "of_week": 2, "of_month": 2}
    cohorts = asked("cohorts?from=2026-03-01&to=2026-03-31")
    assert cohorts["counted"] == "2026-03-10"
    assert cohorts["reasons"] == []
    assert cohorts["cohorts"] == [{"cohort": "2026-03", "months": [{"month": "2026-03", "visitors": 2, "ordered": 0}]}]
