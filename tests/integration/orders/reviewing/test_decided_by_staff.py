"""D12: staff hold orders by hand, release and reject them; of two at once one does, and whoever dies in between is continued."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app, run_timers
from functions.orders.reviewing import decide, hold_order
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.rules_store import forget
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import WATCH
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.records import find
from tests.integration.orders.buyer import staff, stock_of
from tests.integration.orders.money_moves import asked, gone, pieces
from tests.integration.orders.money_moves import told as money_told
from tests.integration.orders.planning.shelves import bought, lying, planned, where
from tests.integration.orders.reviewing.held import (
    DONE,
    a_held_order,
    a_rule,
    cases,
    ring,
    said,
    shown,
    told,
)
from tests.support.events import events_in, sqs
from tests.support.http import Client
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def test_only_who_may_review_decides_and_bad_input_is_told() -> None:
    """D12, H07"""
    order = bought(lying(w1=5))
    for role in ("support", "warehouse", "finance", "analyst"):
        assert [said(order, step, role=role).status for step in ("hold", "release", "reject")] == [403] * 3
    wrong: tuple[Any, ...] = ({}, {"reason": ""}, {"reason": "  "}, {"reason": "x" * 501}, {"reason": 1})
    assert [said(order, "hold", body).status for body in wrong] == [422] * 5
    assert [said(order, step).code for step in ("release", "reject")] == ["not_on_hold"] * 2
    assert said({"id": "ord_01JD0000000000000000000000"}, "hold").status == 404
    assert said(order, "hold", if_match='"1"').code == "version_conflict"
    assert said(order, "reject", {"reason": "weather"}).status == 422
    held = said(order, "hold")
    assert (held.status, held.headers["etag"], held.json["reviews"][0]["held_by"]["kind"]) == (200, f'"{held.json["version"]}"', "staff")
    assert said(order, "hold").code == "order_on_hold"


def test_two_who_decide_at_once() -> None:
    """D12: one wins, the others are told what was decided."""
    order = a_held_order()
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda step: said(order, step), ("release", "reject", "release")))
    assert sorted(answer.status for answer in answers) == [200, 409, 409]
    lost = [answer.json for answer in answers if answer.status == 409]
    decision = shown(order)["reviews"][0]["decision"]
    assert {(one["code"], one.get("decision")) for one in lost} == {("not_on_hold", decision)}
    assert len(told(order, "order.review_released", "order.review_rejected")) == 1


def test_a_release_in_the_moment_of_a_rejection(monkeypatch: Patch) -> None:
    """D12"""
    order = a_held_order()
    in_between(monkeypatch, decide, "order_page", lambda: said(order, "reject"))
    assert said(order, "release").code == "not_on_hold"
    assert (shown(order)["status"], told(order, "order.review_released")) == ("cancelled", [])


def test_a_repeated_call_is_answered_again() -> None:
    """D12, X01"""
    order, manager = a_held_order(), staff("manager")
    first, second = (manager.post(f"/v1/admin/orders/{order['id']}/release", {}, idempotency_key="key-1") for _ in range(2))
    assert (first.status, second.json) == (200, first.json)
    assert told(order, "order.review_released") == ["order.review_released"]


def test_rejected_it_is_cancelled_and_its_money_goes_back() -> None:
    """D12, D10"""
    order = a_held_order(2)
    variant = order["lines"][0]["variant_id"]
    answer = said(order, "reject", {"note": "Stolen card.", "reason": "fraud"})
    assert (answer.json["status"], answer.json["cancel_reason"], answer.json["on_hold"]) == ("cancelled", "fraud", False)
    assert (answer.json["reviews"][0]["decision"], answer.json["reviews"][0]["note"]) == ("rejected", "Stolen card.")
    assert shown(order) == answer.json
    (cancelled,) = events_in(OrdersTable, "order.cancelled")
    assert (cancelled.data["previous_status"], cancelled.data["paid"], cancelled.actor.kind) == ("paid", True, "staff")
    assert (stock_of(variant), where(variant)) == ((5, 0), {"w1": 5})
    ring(order)
    assert findings(parcels_of(order["id"])) == []


def test_cancelled_or_paid_back_it_is_let_go() -> None:
    """D12: nobody has to decide any more."""
    order = a_held_order()
    assert staff().post(f"/v1/orders/{order['id']}/cancel").json["on_hold"] is False
    other = bought(lying(w1=5))
    planned()
    money_told(gone(other, asked(other, pieces(other, 1), payment_id=f"pay_{other['id']}")))
    for one in (order, other):
        after = shown(one)
        assert (after["status"], after["on_hold"], after["reviews"][0]["decision"]) == ("cancelled", False, "ended")
        ring(one)
    assert staff().get("/v1/admin/orders/held").json["data"] == []


def test_an_unpaid_order_that_is_on_hold_runs_out_like_any() -> None:
    """D12"""
    order = bought(lying(w1=5), pay=False)
    assert said(order, "hold").json["status"] == "pending_payment"
    late = {"pk": order_pk(order["id"]), "sk": "TIMER#payment_deadline", "due_at": "2025-01-01T00:00:00.000Z"}
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert run_timers(sqs([late]), None) == DONE
    after = shown(order)
    assert (after["status"], after["on_hold"], after["reviews"][0]["decision"]) == ("cancelled", False, "ended")


def test_on_hold_for_too_long_it_is_an_exception_until_it_is_decided() -> None:
    """D12, F09: one case, told once, closed by itself; also over midnight. Its buyer reads that it is being checked."""
    limits = {name: hours for name, hours in staff().get("/v1/admin/exception_limits").json.items() if name != "version"}
    assert staff().put("/v1/admin/exception_limits", limits | {"on_hold_hours": 2}).status == 200
    forget()
    with clock.frozen(times.parse("2026-12-31T15:59:59.999Z")):
        order = a_held_order()
        ring(order)
        ring(order, WATCH)
    timer = find(OrdersTable, order_pk(order["id"]), "TIMER#watch")
    assert timer is not None
    assert timer.due_at == "2026-12-31T17:59:59.999Z"
    with clock.frozen(times.parse("2026-12-31T17:59:59.999Z")):
        ring(order, WATCH)
        ring(order, WATCH)
        (case,) = cases()
        assert (case["kind"], case["order_id"], case["suggested_action"]) == (
            "on_hold", order["id"], "Look at it, and release or reject it.",
        )  # fmt: skip
        assert [one["minutes"] for one in staff().get("/v1/admin/orders/held").json["data"]] == [120]
        said(order, "release")
        ring(order)
        ring(order, WATCH)
    assert cases() == []
    assert sorted(told(order, "shipment.exception", "case.closed")) == ["case.closed", "shipment.exception"]
    about = {"shipment.exception": {"state": "being_checked"}, "case.closed": {"state": "looked_at"}}
    buyer = Client(app, {"x-order-token": order["token"]})
    lines, events = buyer.get(f"/v1/orders/{order['id']}/timeline"), buyer.get(f"/v1/orders/{order['id']}/events")
    assert {one["type"]: one["details"] for one in lines.json["data"] if one["type"] in about} == about
    assert {one["type"]: one["data"] for one in events.json["data"] if one["type"] in about} == {
        name: {"order_id": order["id"]} | said_of for name, said_of in about.items()
    }
    assert "on_hold" not in lines.text + events.text
    seen = staff().get(f"/v1/orders/{order['id']}/timeline").json["data"]
    assert [one["details"]["kind"] for one in seen if one["type"] == "shipment.exception"] == ["on_hold"]


def test_the_longest_held_stand_first_page_by_page() -> None:
    """D12: with reason and age."""
    a_rule()
    orders = []
    for hour in (3, 1, 2):
        with clock.frozen(times.parse(f"2026-11-26T0{hour}:00:00Z")):
            orders.append(bought(lying(w1=5)))
            planned()
    seen, cursor = [], ""
    while True:
        page = staff("support").get(f"/v1/admin/orders/held?limit=2{cursor}").json
        seen += page["data"]
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert [one["order_id"] for one in seen] == [orders[n]["id"] for n in (1, 2, 0)]
    assert (seen[0]["causes"][0]["code"], seen[0]["total"], seen[0]["status"]) == ("large", orders[1]["totals"]["total"], "paid")
    assert staff("support").get("/v1/admin/orders/held?cursor=x").status == 400
    assert staff("analyst").get("/v1/admin/orders/held").status == 403


def test_nothing_left_to_send_ends_it() -> None:
    """D12: the rest of an order that was sent in part is paid back while it is on hold."""
    order = bought(lying(w1=5), quantity=2)
    url, line = f"/v1/admin/orders/{order['id']}/shipments", order["lines"][0]["id"]
    assert staff().post(url, {"carrier": "manual", "waybill": "SF1", "lines": [{"line_id": line, "quantity": 1}]}).status == 201
    said(order, "hold")
    refund = asked(order, pieces(order, 1), payment_id=f"pay_{order['id']}")
    assert shown(order)["on_hold"] is True
    money_told(gone(order, refund))
    assert (shown(order)["on_hold"], shown(order)["reviews"][0]["decision"]) == (False, "ended")
    ring(order)
    assert (find(OrdersTable, order_pk(order["id"]), "TIMER#review"), staff().get("/v1/admin/orders/held").json["data"]) == (None, [])


def test_two_who_hold_it_at_once(monkeypatch: Patch) -> None:
    """D12: one review."""
    order = bought(lying(w1=5))
    in_between(monkeypatch, hold_order, "order_page", lambda: said(order, "hold", {"reason": "first"}))
    assert said(order, "hold", {"reason": "second"}).code == "order_on_hold"
    assert [one["reason"] for one in shown(order)["reviews"]] == ["first"]
