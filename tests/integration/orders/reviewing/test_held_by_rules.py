"""D12: rules put paid orders on hold; nothing of them leaves until staff release them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.app import app, plan_orders
from functions.orders.judging import judge
from functions.orders.store.records import OrdersTable
from functions.warehouse.app import follow_parcels
from functions.warehouse.store.records import PickRecord
from tests.integration.orders.buyer import a_customer, a_guest, captured, staff
from tests.integration.orders.money_moves import held, took
from tests.integration.orders.money_moves import told as money_told
from tests.integration.orders.planning.shelves import bought, in_parcels, lying, planned
from tests.integration.orders.reviewing.held import RULES, a_held_order, a_rule, replanned, said, shown, told
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def by_hand(order: Any, **more: Any) -> Any:
    lines = [{"line_id": order["lines"][0]["id"], "quantity": 1}]
    return staff().post(f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "manual", "waybill": "SF1", "lines": lines, **more})


def test_it_is_not_sent_to_the_warehouse_until_it_is_released() -> None:
    """D12: a rule holds it, whoever may release it does, and both are in the timeline."""
    a_rule("large", amount_from={"amount": 5000, "currency": "CNY"})
    a_rule("hangzhou", areas=[{"country": "CN", "province": "浙江省", "city": "杭州市"}])
    a_rule("off", enabled=False, first_order=True)
    order = bought(lying(w1=5))
    planned()
    planned()
    assert in_parcels(order) == []
    assert told(order, "order.held") == ["order.held"]
    assert (by_hand(order).code, by_hand(order, ship_unpaid=True).status) == ("order_on_hold", 409)
    held = shown(order)
    assert (held["status"], held["on_hold"], held["allocation"]) == ("paid", True, None)
    assert [one["code"] for one in held["reviews"][0]["causes"]] == ["large", "hangzhou"]
    assert said(order, "release", {"note": "Called."}, role="support").status == 403
    released = said(order, "release", {"note": "Called."})
    assert (released.status, released.json["on_hold"], released.json["reviews"][0]["decision"]) == (200, False, "released")
    replanned()
    assert in_parcels(order) == [("w1", {order["lines"][0]["variant_id"]: 1})]
    follow_parcels(sqs_of_events(events_in(OrdersTable, "shipment.planned")), None)
    assert sum(1 for _ in PickRecord.scan(PickRecord.kind == "pick")) == 1
    entries = staff().get(f"/v1/orders/{order['id']}/timeline").json["data"]
    about = [one for one in entries if one["type"].startswith(("order.held", "order.review"))]
    steps = [(one["type"], one["actor"]["kind"], bool(one["actor"]["id"])) for one in about]
    assert steps == [("order.held", "system", False), ("order.review_released", "staff", True)]
    assert [one["details"].get("note") for one in entries if one["type"] == "order.review_released"] == ["Called."]


def test_people_who_are_faster_than_the_planner_are_told_too() -> None:
    """D12: between its payment and its plan nothing leaves by hand either."""
    a_rule()
    order = bought(lying(w1=5))
    assert by_hand(order).code == "order_on_hold"
    without = by_hand(order, carrier="sandbox", waybill=None)
    assert (without.status, without.code) == (409, "order_on_hold")
    planned()
    assert (told(order, "order.held"), in_parcels(order)) == (["order.held"], [])


def test_a_released_order_is_held_by_no_rule_again() -> None:
    """D12: rules may change as they like."""
    order = a_held_order()
    staff().put(f"{RULES}/large", {"reason": "Other.", "amount_from": {"amount": 10**9, "currency": "CNY"}})
    assert shown(order)["reviews"][0]["causes"] == [{"code": "large", "reason": "Look at it: large."}]
    assert staff().delete(f"{RULES}/large").status == 204
    planned()
    assert (shown(order)["on_hold"], in_parcels(order)) == (True, [])
    a_rule("all")
    assert said(order, "release").status == 200
    planned()
    replanned()
    assert (shown(order)["on_hold"], len(in_parcels(order))) == (False, 1)


def test_a_rule_that_comes_later_does_not_stop_what_is_on_its_way() -> None:
    """D12"""
    order = bought(lying(w1=5))
    planned()
    a_rule()
    (parcel,) = shown(order)["shipments"]
    assert staff().post(f"/v1/admin/orders/{order['id']}/shipments/{parcel['id']}/cancel", {"told": True}).status == 200
    planned()
    assert (shown(order)["on_hold"], len(in_parcels(order))) == (False, 1)


def test_an_order_that_may_leave_before_it_is_paid_is_looked_at_then() -> None:
    """D12: cash on delivery, money that is held."""
    a_rule()
    order = bought(lying(w1=5), pay=False)
    planned()
    assert shown(order)["on_hold"] is False
    money_told(held(order, "pay_1", order["totals"]["total"]["amount"], on_delivery=True))
    planned()
    assert (shown(order)["status"], shown(order)["on_hold"], in_parcels(order)) == ("fulfilling", True, [])


def test_an_order_that_is_paid_in_part_is_looked_at_once_it_may_leave() -> None:
    """D12: the rest comes, then it is judged; paid a second time, it is not judged again."""
    a_rule()
    order = bought(lying(w1=5), pay=False)
    total = order["totals"]["total"]["amount"]
    money_told(took(order, "pay_1", 100, part=True))
    planned()
    assert (shown(order)["status"], shown(order)["on_hold"]) == ("pending_payment", False)
    money_told(captured(order, "pay_2", amount=total - 100))
    money_told(captured(order, "pay_3", amount=total))
    planned()
    assert (shown(order)["status"], told(order, "order.held")) == ("paid", ["order.held"])


def test_the_first_order_of_a_guest_and_of_a_customer() -> None:
    """D12: a telephone number, or an account, that paid before is known."""
    a_rule("first", first_order=True)
    variant = lying(w1=9)
    for buyer, next_cart in ((a_guest(), lambda _: a_guest()), (a_customer(), _another)):
        placed = []
        for n in range(2):
            maker = buyer if n == 0 else next_cart(buyer)
            maker.add(variant)
            order = maker.ready().place().json
            money_told(captured(order, f"pay_{order['id']}"))
            placed.append(order)
            planned()
        assert [shown(order)["on_hold"] for order in placed] == [True, False]
        variant = lying(w1=9)


def _another(buyer: Any) -> Any:
    return type(buyer)(buyer.client, buyer.client.post("/v1/carts", {}).json["id"])


def test_signs_that_a_provider_tells_of_the_payer() -> None:
    """D12: its judgement of the payment; a card of another country than the parcel goes to."""
    a_rule("risky", risk_from="elevated")
    a_rule("abroad", country_differs=True)
    seen = []
    for signs in ({}, {"risk": "normal", "payer_country": "CN"}, {"risk": "highest"}, {"payer_country": "US"}, {"risk": "strange"}):
        order = bought(lying(w1=5), pay=False)
        paid = captured(order, f"pay_{order['id']}")
        paid.data.update(signs)
        money_told(paid)
        planned()
        reviews = shown(order)["reviews"]
        seen.append([one["code"] for one in reviews[0]["causes"]] if reviews else [])
    assert seen == [[], [], ["risky"], ["abroad"], []]


def test_staff_who_hold_it_while_rules_look(monkeypatch: Patch) -> None:
    """D12: the order has one review; who was slower looks again."""
    a_rule()
    order = bought(lying(w1=5))
    in_between(monkeypatch, judge, "read_section", lambda: said(order, "hold"))
    planned()
    reviews = shown(order)["reviews"]
    assert ([one["reason"] for one in reviews], in_parcels(order)) == (["The buyer called."], [])


def test_its_buyer_reads_that_it_is_being_checked_and_never_why() -> None:
    """D12: in the order, its timeline and its events."""
    a_rule("secret-rule")
    buyer = a_guest()
    buyer.add(lying(w1=5))
    order = buyer.ready().place().json
    money_told(captured(order))
    guest = Client(app, {"x-order-token": order["token"]})
    before = guest.get(f"/v1/orders/{order['id']}")
    planned()
    after = guest.get(f"/v1/orders/{order['id']}", if_none_match=before.headers["etag"])
    assert (before.json["on_hold"], after.status, after.json["on_hold"]) == (False, 200, True)
    said(order, "release", {"note": "secret-note"})
    lines = guest.get(f"/v1/orders/{order['id']}/timeline")
    details = {one["type"]: one["details"] for one in lines.json["data"]}
    assert (details["order.held"], details["order.review_released"]) == ({"state": "being_checked"}, {"state": "checked"})
    for answer in (after, lines, guest.get(f"/v1/orders/{order['id']}/events")):
        assert "secret" not in answer.text
        assert "Look at it" not in answer.text


def test_a_message_that_comes_twice_or_dies_holds_once(monkeypatch: Patch) -> None:
    """D12: a lambda that dies after the hold is written leaves nothing to do."""
    a_rule()
    order = bought(lying(w1=5))

    def dies(*_: Any, **__: Any) -> None:
        raise RuntimeError("the process ended")

    with monkeypatch.context() as patched:
        patched.setattr(judge, "fact", dies)
        failed = plan_orders(sqs_of_events(events_in(OrdersTable, "order.paid")), None)
        assert len(failed["batchItemFailures"]) == 1
    planned()
    assert (told(order, "order.held"), in_parcels(order)) == (["order.held"], [])
