"""Days of the store are closed once, signed, and never change; what comes too late is booked on the next open day and is not lost."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable
from functions.reports.app import app, record_facts, rollup_hourly
from functions.reports.closing import close_days as closing
from functions.reports.model.closed_day import ClosedDay
from functions.reports.store.records import ReportsTable, closed_key
from functions.shared.events.batches import SomeFailed
from functions.shared.events.contracts.orders import OrderRefunded, RefundedLine, TaxSum
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.settings import settings
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event

EVENING = times.parse("2026-07-31T20:00:00+08:00")
AUGUST = times.parse("2026-08-01T03:00:00+08:00")


def book(price: int = 11_300) -> Order:
    """113.00 CNY with 13 % inside, nothing for delivery, in Books."""
    order = an_order(quantities=(1,), price=price)
    totals = replace(order.totals, shipping=0, total=price)
    lines = [replace(order.lines[0], category_id="cat_books")]
    return replace(order, lines=lines, totals=totals, timezone="Asia/Shanghai", id=f"ord_{price}")


def sold(order: Order, at: Any) -> Envelope:
    with clock.frozen(at):
        event = paid_event(order)
    data = event.data
    data["order"]["tax_included"] = 1_300
    data["order"]["lines"][0]["tax_included"] = 1_300
    return event


def given_back(order: Order, at: Any, number: str = "ref_1") -> Envelope:
    amount = order.totals.total
    told = OrderRefunded(
        order.summary(), number, "pay_1", amount, "CNY", 0, 0, amount, fully=True, reason="staff", refunded_at=times.iso(at),
        lines=[RefundedLine(order.lines[0].line_id, 1, amount, 0, 1_300)], tax=0, tax_included=1_300,
        taxes=[TaxSum("VAT", "0.13", amount - 1_300, 1_300, included=True)],
    )  # fmt: skip
    return envelope_of(event_put(OrdersTable, "x", told, subject=order.id, actor=SYSTEM, cause=number, at=at).record)


def record(*events: Envelope) -> None:
    assert record_facts(sqs_of_events(events), None) == {"batchItemFailures": []}


def get(path: str) -> Any:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/{path}")
    assert answer.status == 200, answer.text
    return answer.json


def run(at: Any) -> dict[str, Any]:
    with clock.frozen(at):
        return dict(rollup_hourly({}, None))


def _dies(_: object) -> object:
    raise RuntimeError("the run is killed here")


def by_category() -> dict[tuple[str, str], tuple[int, int, int, int]]:
    rows = get("sales?from=2026-07-30&to=2026-08-06&by=category")["data"]
    found = {
        (row["period"], row["key"] or ""): (row["orders"], row["refunds"]["amount"], row["net"]["amount"], row["tax_net"]["amount"])
        for row in rows
    }
    return {key: figures for key, figures in found.items() if any(figures)}


def test_a_refund_belongs_to_its_own_day_and_to_the_category_of_the_sale() -> None:
    order = book()
    with clock.frozen(EVENING):
        record(sold(order, EVENING))
    assert run(EVENING)["closed"] == 1  # the day before
    assert run(AUGUST)["closed"] == 1
    signed = get("store_days/2026-07-31")
    assert (signed["state"], signed["is_valid"], signed["figures"][0]["net"]["amount"]) == ("closed", True, 11_300)
    # The product has moved to Games meanwhile; the refund is told by the lines as they were sold.
    moved = times.parse("2026-08-05T12:00:00+08:00")
    with clock.frozen(moved):
        record(given_back(order, moved))
    run(moved)
    assert by_category() == {
        ("2026-07-31", "cat_books"): (1, 0, 11_300, 1_300),
        ("2026-08-05", "cat_books"): (0, 11_300, -11_300, -1_300),
    }
    assert get("store_days/2026-07-31") == signed
    july = get("sales?from=2026-07-01&to=2026-07-31&grain=month")["totals"][0]
    assert july["tax_net"]["amount"] == 1_300


def test_what_comes_too_late_is_booked_on_the_next_open_day_and_told_as_a_correction() -> None:
    first, late = book(), book(20_000)
    with clock.frozen(EVENING):
        record(sold(first, EVENING))
    run(AUGUST)
    before = get("store_days/2026-07-31")
    third = times.parse("2026-08-03T10:00:00+08:00")
    with clock.frozen(third):
        record(sold(late, EVENING + timedelta(hours=1)))
        record(sold(late, EVENING + timedelta(hours=1)))
    run(third)
    after = get("store_days/2026-07-31")
    (correction,) = after.pop("corrections")
    assert before.pop("corrections") == []
    assert after == before
    assert (correction["booked_on"], correction["orders"], correction["net"]["amount"]) == ("2026-08-03", 1, 20_000)
    days = {row["period"]: row["net"]["amount"] for row in get("sales?from=2026-07-31&to=2026-08-03")["data"]}
    assert days == {"2026-07-31": 11_300, "2026-08-01": 0, "2026-08-02": 0, "2026-08-03": 20_000}
    only = get("sales?from=2026-08-03&to=2026-08-03&grain=hour")
    assert (sum(row["net"]["amount"] for row in only["data"]), only["data"][0]["net"]["amount"], len(only["data"])) == (20_000, 20_000, 24)
    # By the clock of a zone that is named it stands where it happened.
    clocked = {row["period"]: row["net"]["amount"] for row in get("sales?from=2026-07-31&to=2026-08-03&timezone=Asia/Shanghai")["data"]}
    assert (clocked["2026-07-31"], clocked["2026-08-03"]) == (31_300, 0)
    # Its own day closes with it in it.
    assert run(times.parse("2026-08-04T03:00:00+08:00"))["closed"] >= 1
    assert get("store_days/2026-08-03")["figures"][0]["net"]["amount"] == 20_000


def test_another_zone_of_the_shop_moves_no_order_to_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    order = book()
    at = times.parse("2026-07-31T23:30:00+08:00")
    with clock.frozen(at):
        record(sold(order, at))
    run(at)
    monkeypatch.setenv("STORE_TIMEZONE", "America/New_York")
    settings.cache_clear()
    try:
        own = {row["period"]: row["net"]["amount"] for row in get("sales?from=2026-07-30&to=2026-08-01")["data"]}
        clocked = {
            row["period"]: row["net"]["amount"] for row in get("sales?from=2026-07-30&to=2026-08-01&timezone=Pacific/Kiritimati")["data"]
        }
        hours = [row for row in get("sales?from=2026-07-31&to=2026-07-31&grain=hour")["data"] if row["orders"]]
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert own == {"2026-07-30": 0, "2026-07-31": 11_300, "2026-08-01": 0}
    assert clocked["2026-08-01"] == 11_300
    assert [row["period"] for row in hours] == ["2026-07-31T23:00+08:00"]


def test_who_dies_while_closing_is_followed_by_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(EVENING):
        record(sold(book(), EVENING))
    monkeypatch.setattr(closing, "sign", _dies)
    with pytest.raises(SomeFailed):
        run(AUGUST)
    monkeypatch.undo()
    item = ReportsTable.get(*closed_key("2026-07-31"))
    assert not item.body
    with clock.frozen(AUGUST):
        record(sold(book(20_000), EVENING))  # nothing is booked on it any more
    run(AUGUST + timedelta(minutes=5))
    day = get("store_days/2026-07-31")
    assert (day["figures"][0]["net"]["amount"], day["corrections"][0]["net"]["amount"], day["is_valid"]) == (11_300, 20_000, True)
    assert run(AUGUST + timedelta(minutes=10))["closed"] == 0


def test_a_closed_day_that_somebody_changed_shows() -> None:
    with clock.frozen(EVENING):
        record(sold(book(), EVENING))
    run(AUGUST)
    item = ReportsTable.get(*closed_key("2026-07-31"))
    item.body = (item.body or "").replace("11300", "11301")
    item.save()
    assert get("store_days/2026-07-31")["is_valid"] is False
    # The same text signed by who may sign the audit log.
    day = load(ClosedDay, item.body)
    mac = boto3.client("kms").generate_mac(KeyId=settings().audit_key, Message=day.text, MacAlgorithm="HMAC_SHA_256")["Mac"]
    item.body = dump(replace(day, signature=base64.b64encode(mac).decode()))
    item.save()
    assert get("store_days/2026-07-31")["is_valid"] is False


def test_history_that_is_taken_in_closes_when_nothing_has_come_for_a_day() -> None:
    old = times.parse("2025-03-01T12:00:00+08:00")
    with clock.frozen(EVENING):
        record(sold(book(), old))
    assert get("store_days?from=2025-03-01&to=2025-03-01")["days"][0]["state"] == "open"
    run(EVENING)
    with clock.frozen(EVENING + timedelta(hours=20)):
        record(sold(book(20_000), old))
    run(EVENING + timedelta(hours=20))
    assert get("store_days/2025-03-01")["state"] == "open"
    run(EVENING + timedelta(hours=45))
    day = get("store_days/2025-03-01")
    assert (day["state"], day["figures"][0]["orders"], day["corrections"]) == ("closed", 2, [])


def test_what_was_booked_late_and_is_not_counted_yet_is_in_the_day_that_closes() -> None:
    """Its own hour lies days before: whoever counts it is late, or failed there."""
    with clock.frozen(EVENING):
        record(sold(book(), EVENING))
    run(AUGUST)
    third = times.parse("2026-08-03T10:00:00+08:00")
    with clock.frozen(third):
        record(sold(book(20_000), EVENING))
    with clock.frozen(third + timedelta(days=1)):
        assert closing.close_day("2026-08-03") == 1
    assert get("store_days/2026-08-03")["figures"][0]["net"]["amount"] == 20_000


def test_a_day_that_the_zone_of_the_shop_has_left_out_closes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """30 December 2011 of Samoa is the day before the 31st by the calendar, and was a day where an order was placed elsewhere."""
    noon = times.parse("2011-12-30T12:00:00+08:00")
    with clock.frozen(noon):
        record(sold(book(), noon))
    monkeypatch.setenv("STORE_TIMEZONE", "Pacific/Apia")
    settings.cache_clear()
    try:
        assert run(noon + timedelta(days=1))["closed"] >= 1
        day = get("store_days/2011-12-30")
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert (day["state"], day["figures"][0]["net"]["amount"]) == ("closed", 11_300)


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "9999-01-01", "2026-7-1"])
def test_no_day(day: str) -> None:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/store_days/{day}")
    assert (answer.status, answer.json["code"]) == (422, "invalid_time")
