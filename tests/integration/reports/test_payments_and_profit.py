"""E20, M10: payments by method and reason, fees and disputes; profit by what pieces cost when they were sold."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from functions.orders.model.order import Order
from functions.reports.app import app, record_facts, rollup_hourly
from functions.reports.model.unit_cost import UnitCost
from functions.reports.sales.unit_costs import say_cost
from functions.reports.store.records import ReportsTable, cost_key
from functions.shared.events.contracts import payments as told
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from tests.integration.orders.buyer import a_variant
from tests.support.events import sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event

AT = "2026-03-01T04:00:00.000Z"


def event(data: Any, at: str = AT) -> Envelope:
    return Envelope(fresh.new_id("evt"), data.TYPE, 1, at, data.payment_id, SYSTEM, asdict(data))


def paid(order: Order, payment_id: str, at: str = AT) -> Envelope:
    with clock.frozen(times.parse(at)):
        one = paid_event(order)
    one.data["payment_id"] = payment_id
    return one


def record(*events: Envelope) -> None:
    for _ in range(2):
        assert record_facts(sqs_of_events(events), None) == {"batchItemFailures": []}


def get(path: str) -> Any:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/{path}")
    assert answer.status == 200, answer.text
    return answer.json


def cost(variant: str, amount: int, role: str = "owner") -> Answer:
    body = {"cost": {"amount": amount, "currency": "CNY"}}
    return Client(app, bearer(role)).put(f"/v1/admin/reports/unit_costs/{variant}", body)


def costs(variant: str, amount: int, since: str, currency: str = "CNY") -> None:
    """Of variants that orders of tests name and that no catalogue has."""
    say_cost(variant, UnitCost(since, amount, currency), remember=lambda _: [])


def captured(order: Order, payment_id: str, provider: str, amount: int) -> Envelope:
    return event(told.PaymentCaptured(payment_id, order.id, provider, "ref", amount, "CNY", AT))


def test_by_method_what_worked_why_not_and_what_was_kept() -> None:
    a, b, c = (an_order(quantities=(1,), price=1000 * number, channel="app") for number in (1, 2, 3))
    record(
        event(told.PaymentFailed("pay_0", a.id, "stripe", "card_declined")),
        # The money is told before the order, and after it.
        captured(a, "pay_1", "stripe", 1800),
        paid(a, "pay_1"),
        paid(b, "pay_2"),
        captured(b, "pay_2", "alipay", 2800),
        event(told.PaymentVoided("pay_3", c.id, "alipay", "expired")),
        event(told.PaymentFeeBooked("pay_1", a.id, "stripe", 82, "CNY", AT)),
        event(told.PaymentDisputed("dsp_1", "pay_1", a.id, "stripe", 1800, "CNY", "fraudulent", AT)),
        event(told.PaymentRefunded("pay_2", b.id, "ref_1", "alipay", 300, "CNY", 300, 2800)),
    )
    rollup_hourly({}, None)
    methods = {row["method"]: row for row in get("payments?from=2026-03-01&to=2026-03-01")["methods"]}
    stripe, alipay = methods["stripe"], methods["alipay"]
    assert (stripe["paid_attempts"], stripe["failed_attempts"], stripe["success_rate"]) == (1, 1, 5000)
    assert stripe["reasons"] == [{"reason": "card_declined", "attempts": 1}]
    assert alipay["reasons"] == [{"reason": "expired", "attempts": 1}]
    assert [stripe[name]["amount"] for name in ("revenue", "captured", "fees", "disputed", "paid_back")] == [1800, 1800, 82, 1800, 0]
    assert [alipay[name]["amount"] for name in ("revenue", "captured", "fees", "disputed", "paid_back")] == [2800, 2800, 0, 0, 300]
    # What became of a payment is counted by the channel of its order, whichever was told first.
    rows = [row for row in get("sales?from=2026-03-01&to=2026-03-01&by=channel")["data"] if row["captured"]["amount"]]
    assert [(row["key"], row["captured"]["amount"]) for row in rows] == [("app", 4600)]
    record(event(told.PaymentDisputeClosed("dsp_1", "pay_1", a.id, "stripe", 1800, "CNY", "won"), "2026-03-09T04:00:00.000Z"))
    rollup_hourly({}, None)
    assert get("sales?from=2026-03-01&to=2026-03-09")["totals"][0]["disputed"]["amount"] == 0
    assert get("sales?from=2026-03-09&to=2026-03-09")["totals"][0]["disputed"]["amount"] == -1800


def test_a_later_cost_changes_no_profit_of_before() -> None:
    costs("var_0", 300, "2026-03-01T00:00:00.000Z")
    costs("var_1", 5, "2026-03-01T00:00:00.000Z", "USD")  # of no use for orders in CNY
    order = an_order(quantities=(2, 1), price=1000)
    record(paid(order, "pay_1"))
    costs("var_0", 900, "2026-03-02T00:00:00.000Z")
    record(paid(an_order(quantities=(1,), price=1000), "pay_2", "2026-03-02T04:00:00.000Z"))
    rollup_hourly({}, None)
    first, second = get("sales?from=2026-03-01&to=2026-03-02")["data"]
    assert (first["cost"]["amount"], first["uncosted"], first["profit"]["amount"]) == (600, 1, 3800 - 600)
    assert (second["cost"]["amount"], second["uncosted"]) == (900, 0)
    costs("var_0", 1, "2026-01-01T00:00:00.000Z")
    record(paid(order, "pay_1"))
    rollup_hourly({}, None)
    assert get("sales?from=2026-03-01&to=2026-03-01")["data"] == [first]
    skus = {row["key"]: row["profit"]["amount"] for row in get("sales?from=2026-03-01&to=2026-03-01&by=sku")["data"]}
    assert skus == {"SKU-0": 1400, "SKU-1": 1000, None: 800}


def test_who_may_say_costs_and_what_is_none() -> None:
    """Of what is no variant of the catalogue nothing is kept."""
    known = a_variant()
    assert cost(known, 1, role="support").status == 403
    assert (cost(known, -1).status, cost(known, -1).json["errors"][0]["code"]) == (422, "negative_cost")
    assert get(f"unit_costs/{known}")["costs"] == []
    assert [one["cost"]["amount"] for one in cost(known, 5).json["costs"]] == [5]
    for unknown in ("var_01JD0000000000000000000000", "SKU-0", quote("💥"), "v" * 300, known.lower(), f"{known}%20"):
        answer = cost(unknown, 5)
        assert (answer.status, answer.code) == (404, "not_found"), unknown
    assert [item.pk for item in ReportsTable.scan(ReportsTable.kind == "unit_cost")] == [cost_key(known)[0]]


def test_new_and_returning_customers() -> None:
    for number, who in enumerate(("cus_a", "cus_a", None, "cus_b")):
        record(paid(an_order(quantities=(1,), customer_id=who), f"pay_{number}"))
    rollup_hourly({}, None)
    found = {row["key"]: row["orders"] for row in get("sales?from=2026-03-01&to=2026-03-01&by=customer")["data"]}
    assert found == {"new": 2, "returning": 1, "guest": 1}
    record(Envelope("evt_gone", "erasure.requested", 1, AT, "cus_a", SYSTEM, {"person": "cus_a"}))
    assert not [item for item in ReportsTable.scan() if "cus_a" in f"{item.pk}{item.body}"]
