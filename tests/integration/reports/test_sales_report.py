"""M01: the report shows exactly the sales, however often events and schedules repeat."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable
from functions.reports.app import app, record_facts, rollup_hourly
from functions.reports.model.cells import cells_of
from functions.reports.store.records import ReportsTable, facts_pk
from functions.shared.events.batches import SomeFailed
from functions.shared.events.contracts.orders import OrderCancelled
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.orders.buyer import counted
from tests.support.events import sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event

NOON = times.parse("2025-01-01T12:00:00+08:00")


def paid(order: Order, at: datetime = NOON) -> Envelope:
    with clock.frozen(at):
        return paid_event(order)


def cancelled(order: Order, previous: str, at: datetime = NOON) -> Envelope:
    payload = OrderCancelled(order.summary(), "staff", previous)
    return envelope_of(event_put(OrdersTable, "x", payload, subject=order.id, actor=SYSTEM, cause="c", at=at).record)


def record(*events: Envelope) -> None:
    assert record_facts(sqs_of_events(events), None) == {"batchItemFailures": []}


def hours() -> int:
    return int(rollup_hourly({}, None)["hours"])


def report(query: str = "", role: str = "analyst") -> Answer:
    default = {"from": "2025-01-01", "to": "2025-01-02"}
    given = default | dict(part.split("=", 1) for part in query.split("&") if part)
    url = "/v1/admin/reports/sales?" + "&".join(f"{name}={value}" for name, value in given.items())
    return Client(app).call("GET", url, None, bearer(role))


def sold(query: str = "") -> list[dict[str, Any]]:
    """The rows in which something happened."""
    return [row for row in report(query).json["data"] if row["orders_with"] or row["cancelled_orders"] or row["revenue"]["amount"]]


def figures(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["orders"], row["units"], row["revenue"]["amount"], row["net"]["amount"], row["revenue"]["currency"]


def kinds(kind: str) -> int:
    return sum(1 for _ in ReportsTable.scan(ReportsTable.kind == kind))


def test_the_report_shows_exactly_this_sale() -> None:
    """M01"""
    order = an_order(quantities=(2, 1), price=45_000)
    record(paid(order))
    assert sold() == []  # counted once an hour
    assert hours() == 1
    answer = report()
    [row, empty] = answer.json["data"]
    assert (row["period"], row["start"], row["key"]) == ("2025-01-01", "2024-12-31T16:00:00.000Z", None)
    assert figures(row) == (1, 3, 135_800, 135_800, "CNY")
    assert (row["subtotal"]["amount"], row["shipping"]["amount"], row["discount"]["amount"]) == (135_000, 800, 0)
    assert (empty["period"], figures(empty)) == ("2025-01-02", (0, 0, 0, 0, "CNY"))
    assert [figures(t) for t in answer.json["totals"]] == [figures(row)]
    assert (answer.json["from"], answer.json["to"], answer.json["timezone"]) == (
        "2024-12-31T16:00:00.000Z",
        "2025-01-02T16:00:00.000Z",
        "Asia/Shanghai",
    )


def test_repeated_events_and_runs_change_nothing() -> None:
    """M01, X02"""
    order = an_order()
    for _ in range(3):
        record(*[paid(order)] * 3)
        assert hours() == 1
    assert hours() == 0
    assert (kinds("fact"), kinds("dirty")) == (1, 0)
    assert [figures(row) for row in sold()] == [(1, 3, 135_800, 135_800, "CNY")]


def test_late_facts_recount_their_hour_only() -> None:
    record(paid(an_order(price=100)), paid(an_order(price=100), NOON + timedelta(hours=2)))
    assert hours() == 2
    record(paid(an_order(price=100), NOON + timedelta(minutes=1)))
    assert hours() == 1
    rows = sold("grain=hour")
    assert [(row["period"], row["orders"]) for row in rows] == [("2025-01-01T12:00+08:00", 2), ("2025-01-01T14:00+08:00", 1)]


def test_by_product_category_and_channel() -> None:
    """M01"""
    record(paid(an_order(quantities=(2, 1, 1), price=100)), paid(an_order(quantities=(1,), price=100, channel="app")))
    hours()

    def by(dimension: str) -> list[tuple[Any, ...]]:
        return [(row["key"], row["orders"], row["units"], row["revenue"]["amount"]) for row in sold(f"by={dimension}")]

    # Delivery belongs to no product, and an order counts once, with its greatest line.
    delivery = (None, 0, 0, 1600)
    assert by("product") == [delivery, ("prod_0", 2, 3, 300), ("prod_1", 0, 1, 100), ("prod_2", 0, 1, 100)]
    assert [row["orders_with"] for row in sold("by=product")] == [2, 2, 1, 1]
    assert by("category") == [delivery, ("cat_0", 2, 4, 400), ("cat_1", 0, 1, 100)]
    assert by("channel") == [("app", 1, 1, 900), ("web", 1, 4, 1200)]
    assert by("none") == [(None, 2, 5, 2100)]


def test_a_cancelled_sale_is_subtracted_once_and_an_unpaid_order_never_counted() -> None:
    one, unpaid = an_order(price=100), an_order(price=100)
    record(paid(one), *[cancelled(one, "paid", NOON + timedelta(days=1))] * 2, cancelled(unpaid, "pending_payment"))
    hours()
    rows = sold()
    assert [(r["period"], r["orders"], r["cancelled_orders"], r["net"]["amount"]) for r in rows] == [
        ("2025-01-01", 1, 0, 1100),
        ("2025-01-02", 0, 1, -1100),
    ]
    assert kinds("fact") == 2


def test_a_range_of_times_takes_what_lies_inside() -> None:
    for minutes in (0, 14, 15, 60):
        record(paid(an_order(price=100), NOON + timedelta(minutes=minutes)))
    hours()
    inside = report("from=2025-01-01T04:00:00Z&to=2025-01-01T04:15:00Z")
    assert [t["orders"] for t in inside.json["totals"]] == [2]
    month = report("from=2024-12-01&to=2025-01-31&grain=month&timezone=America/New_York")
    assert [(r["period"], r["orders"]) for r in month.json["data"]] == [("2024-12", 3), ("2025-01", 1)]


def test_facts_of_a_batch_are_one_write_and_a_known_one_keeps_no_other() -> None:
    told = [paid(an_order()) for _ in range(3)]
    record(told[0])
    with counted() as calls:
        record(*told)
    # Refused together, then each by itself, the known one once more; and the marks of its hours. What each needs to know is read with it.
    assert (calls, kinds("fact"), kinds("dirty")) == ({"TransactWriteItems": 4, "BatchGetItem": 9, "PutItem": 1}, 3, 1)
    with counted() as calls:
        record(paid(an_order()), paid(an_order()))
    assert (calls, kinds("fact")) == ({"TransactWriteItems": 1, "BatchGetItem": 2}, 5)


def test_a_fact_whose_mark_was_lost_is_marked_by_the_retry() -> None:
    """As an older version could leave it: the mark was a write of its own."""
    told = paid(an_order())
    record(told)
    assert (hours(), kinds("dirty")) == (1, 0)
    record(told)
    assert (kinds("fact"), kinds("dirty"), hours()) == (1, 1, 1)


def test_a_fact_that_comes_while_its_hour_is_counted_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    record(paid(an_order()))

    def slow(*arguments: Any) -> Any:
        monkeypatch.setattr("functions.reports.sales.count_days.cells_of", cells_of)
        record(paid(an_order()))
        return cells_of(*arguments)

    monkeypatch.setattr("functions.reports.sales.count_days.cells_of", slow)
    assert (hours(), kinds("cells")) == (0, 0)
    assert (hours(), report().json["totals"][0]["orders"]) == (1, 2)


def test_a_bad_day_keeps_no_other_from_being_counted_and_rings() -> None:
    """F-A28"""
    record(paid(an_order(), NOON), paid(an_order(), NOON + timedelta(days=1)))
    ReportsTable(pk=facts_pk("2025-01-01T04", "evt_bad"), sk="evt_bad", kind="fact", body="{}").save()
    for _ in range(2):
        with pytest.raises(SomeFailed, match="1 failed"):
            hours()
        assert (report().json["totals"][0]["orders"], kinds("dirty")) == (1, 1)
    ReportsTable(facts_pk("2025-01-01T04", "evt_bad"), "evt_bad").delete()
    assert (hours(), report().json["totals"][0]["orders"], kinds("dirty")) == (1, 2, 0)


def test_an_event_that_came_before_the_facts_of_an_hour_were_cut_and_comes_again_counts_once() -> None:
    record(paid(an_order(), NOON))
    (fact,) = ReportsTable.scan(ReportsTable.kind == "fact")
    assert fact.pk.startswith("FACTS#2025-01-01T04#")
    ReportsTable(pk="FACTS#2025-01-01T04", sk=fact.sk, kind="fact", body=fact.body).save()
    assert (hours(), report().json["totals"][0]["orders"]) == (1, 1)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2025-01-02&to=2025-01-01", "/to"),
        ("timezone=Mars/Olympus", "/timezone"),
        ("from=2020-01-01", "/to"),
        ("grain=minute", "/grain"),
        ("by=colour", "/by"),
        ("from=yesterday", "/from"),
        ("unknown=1", "/unknown"),
    ],
)
def test_unacceptable_queries_are_refused(query: str, pointer: str) -> None:
    answer = report(query)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_reports_need_the_permission() -> None:
    """H07"""
    assert report(role="support").status == 403
    assert Client(app).get("/v1/admin/reports/sales?from=2025-01-01&to=2025-01-02").status == 401
