"""M05, M08, M14, A18: products, visitors and orders' times out of the lake, as plain loops count them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from functions.reports.app import lake_events
from functions.shared.events.contracts.orders import OrderRefunded
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.reports.lake.visits import NOON, an_event, asked, land, tell
from tests.support.events import sqs_of_events
from tests.support.orders import an_order, cancelled_event, paid_event

TWO_DAYS = "from=2026-03-09&to=2026-03-10"


def hear(*told: Envelope) -> None:
    assert lake_events(sqs_of_events(told), None) == {"batchItemFailures": []}


def step(order: str, kind: str, at: datetime) -> Envelope:
    data: dict[str, Any] = {"order_id": order, "number": "1"}
    return Envelope(f"{order}-{kind}", kind, 1, times.iso(at), order, SYSTEM, data)


def test_products_by_what_became_of_them() -> None:
    order, sorry = an_order(), an_order(id="ord_2")
    line = order.lines[0]
    looks = [an_event(n, "product.viewed", NOON, product_id=line.product_id) for n in range(30)]
    looks += [an_event(40 + n, "product.viewed", NOON, product_id="prod_shy") for n in range(25)]
    tell([*looks, an_event(90, "cart.added", NOON, product_id=line.product_id, quantity=2)])
    paid = paid_event(order)
    back = Envelope(
        "evt_back", OrderRefunded.TYPE, 1, paid.occurred_at, order.id, SYSTEM,
        {
            "order": paid.data["order"], "refund_id": "ref_1", "payment_id": "pay_1", "amount": 100, "currency": order.currency, "shipping": 0,
            "other": 0, "total_refunded": 100, "fully": False, "reason": "x", "refunded_at": paid.occurred_at,
            "lines": [{"line_id": paid.data["order"]["lines"][0]["line_id"], "quantity": 1, "amount": 100}],
        },
    )  # fmt: skip
    for _ in range(2):
        hear(paid, back, replace(paid_event(sorry), id="evt_p2"), replace(cancelled_event(sorry), id="evt_c2"))
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
    shy = asked(f"product_health?{TWO_DAYS}&show=views_without_sales")["products"]
    assert [row["product_id"] for row in shy] == ["prod_shy"]


def test_the_times_of_an_order_add_up_to_its_age() -> None:
    placed = NOON - timedelta(days=3)
    gaps = {"order.paid": timedelta(minutes=5), "order.shipped": timedelta(hours=20), "order.delivered": timedelta(days=1)}
    at = placed
    hear(step_placed := replace(paid_event(an_order()), id="evt_placed", type="order.placed", occurred_at=times.iso(at),
                                data={"order": paid_event(an_order()).data["order"], "payment_deadline": times.iso(at)}))  # fmt: skip
    for kind, gap in gaps.items():
        at += gap
        known = paid_event(an_order())
        more = {"language": "zh", "shipment_id": "shp_1", "carrier": "sf", "waybill": "1", "delivered_at": times.iso(at)}
        told = replace(known, occurred_at=times.iso(at)) if kind == "order.paid" else step(step_placed.subject, kind, at)
        hear(replace(told, data=told.data | more) if kind != "order.paid" else told)
    day = at.astimezone().date()
    for back in range(3, -1, -1):
        with clock.frozen(NOON + timedelta(days=1 - back)):
            land()
    found = {row["state"]: row["median"] for one in asked("process_times?from=2026-03-06&to=2026-03-11")["days"] for row in one["states"]}
    assert found == {"order.placed": 300, "order.paid": 72000, "order.shipped": 86400}
    assert sum(found.values()) == (at - placed).total_seconds()
    assert day.year == 2026


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
    assert cohorts["cohorts"] == [{"cohort": "2026-03", "months": [{"month": "2026-03", "visitors": 2, "ordered": 0}]}]
