"""I07: so many paid members within a time succeed together, or all get their money back."""

from __future__ import annotations

from datetime import timedelta

from functions.orders.app import app as orders_app
from functions.orders.payment.order_bill import order_bill
from functions.orders.planning.plan_order import plan_order
from functions.orders.store.records import OrdersTable
from functions.promotions.store.records import PromotionsTable
from functions.shared.outside import clock
from tests.integration.orders.buyer import counted, stock_of
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.promotions.group_buys.groups import (
    a_group_buy,
    a_mug,
    joined,
    ordered,
    over,
    paid,
    placed,
    progress,
    somebody,
    told,
    wishing,
)
from tests.integration.promotions.shop import NOON, shopper, staff
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer


def test_nothing_is_sent_before_the_group_is_full_and_then_everything() -> None:
    """I07"""
    with clock.frozen(NOON):
        variant = a_mug()
        deal = a_group_buy(variant)
        first = joined(deal)
        group = first["group_id"]
        assert (first["totals"]["subtotal"]["amount"], first["on_hold"], stock_of(variant)) == (7000, True, (19, 0))
        shown = progress(group)
        assert (shown["state"], shown["paid"], shown["missing"], shown["size"]) == ("open", 1, 2, 3)
        assert shown["expires_at"] == "2026-11-12T04:00:00.000Z"
        listed = shopper().get(f"/v1/group_buys/{deal['id']}").json
        assert ([one["id"] for one in listed["groups"]], listed["leader_price"]["amount"]) == ([group], 7000)
        second = joined(deal, group)
        assert second["totals"]["subtotal"]["amount"] == 8000
        for order in (first, second):
            lines = [{"line_id": order["lines"][0]["id"], "quantity": 1}]
            by_hand = {"carrier": "manual", "waybill": "SF1", "lines": lines}
            refused = order_staff().post(f"/v1/admin/orders/{order['id']}/shipments", by_hand)
            assert (refused.status, refused.code) == (409, "order_on_hold")
            assert not plan_order(order["id"], "test")
            assert not order_bill(order["id"]).paid
            early = order_staff().post(f"/v1/admin/orders/{order['id']}/release", {"note": "now"})
            assert (early.status, early.code) == (409, "group_open")
        assert order_staff().get("/v1/admin/orders/held").json["data"] == []
        third = joined(deal, group)
        told(times=2)
        assert (progress(group)["state"], progress(group)["missing"]) == ("succeeded", 0)
        complete = events_in(OrdersTable, "order.group_completed")
        assert sorted(event.subject for event in complete) == sorted(order["id"] for order in (first, second, third))
        for order in (first, second, third):
            assert order_bill(order["id"]).paid
            assert order_staff().get(f"/v1/admin/orders/{order['id']}").json["on_hold"] is False
        assert len(events_in(PromotionsTable, "group_buy.succeeded")) == 1
    with clock.frozen(NOON + timedelta(days=2)):
        over(group)
        assert progress(group)["state"] == "succeeded"


def test_a_group_that_does_not_fill_up_ends_and_each_order_with_it_once() -> None:
    """I07: case 13 (a)"""
    with clock.frozen(NOON):
        variant = a_mug()
        deal = a_group_buy(variant)
        first = joined(deal)
        second = joined(deal, first["group_id"])
    with clock.frozen(NOON + timedelta(hours=24, minutes=1)):
        over(first["group_id"])
        assert progress(first["group_id"])["state"] == "open"
    with clock.frozen(NOON + timedelta(hours=24, minutes=2)):
        for _ in range(2):
            over(first["group_id"])
            told(times=2)
        assert progress(first["group_id"])["state"] == "failed"
        cancelled = events_in(OrdersTable, "order.cancelled")
        assert sorted(event.subject for event in cancelled) == sorted([first["id"], second["id"]])
        assert {(event.data["reason"], event.data["paid"]) for event in cancelled} == {("group_failed", True)}
        shown = order_staff().get(f"/v1/admin/orders/{first['id']}").json
        assert (shown["status"], shown["cancel_reason"], shown["on_hold"]) == ("cancelled", "group_failed", False)
        assert stock_of(variant) == (20, 0)
        assert len(events_in(PromotionsTable, "group_buy.failed")) == 1


def test_who_pays_in_the_last_second_is_in_though_it_is_told_later() -> None:
    """I07: case 13 (b)"""
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug())
        first = joined(deal)
        second = joined(deal, first["group_id"])
    with clock.frozen(NOON + timedelta(hours=23, minutes=59, seconds=59)):
        third = ordered(deal, first["group_id"])
        paid(third)
    with clock.frozen(NOON + timedelta(hours=24, minutes=1, seconds=59)):
        over(first["group_id"])
        told()
        assert progress(first["group_id"])["state"] == "succeeded"
    with clock.frozen(NOON + timedelta(days=2)):
        over(first["group_id"])
        gone = order_staff().post(f"/v1/orders/{second['id']}/cancel", {})
        assert gone.status == 200
        told(times=2)
        assert (progress(first["group_id"])["state"], progress(first["group_id"])["paid"]) == ("succeeded", 3)
        refused = wishing(deal, first["group_id"]).place()
        assert (refused.status, refused.code) == (409, "group_full")
        shown = [order_staff().get(f"/v1/admin/orders/{order['id']}").json["status"] for order in (first, second, third)]
        assert shown == ["paid", "cancelled", "paid"]


def test_one_more_than_fit_is_in_another_group_and_later_ones_join_it() -> None:
    """I07: the N+1st"""
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug())
        first = joined(deal)
        group = first["group_id"]
        people = [somebody() for _ in range(4)]
        others = [ordered(deal, group, subject=subject) for subject in people]
        asked = f"/v1/me/groups/{others[0]['id']}"
        assert [shopper(subject).get(asked).status for subject in people[:2]] == [404, 404]
        for order in others:
            paid(order)
        told(times=2)
        assert (progress(group)["state"], progress(group)["paid"]) == ("succeeded", 3)
        (second,) = shopper().get(f"/v1/group_buys/{deal['id']}").json["groups"]
        assert (second["paid"], second["missing"]) == (2, 1)
        held = [order for order in others if order_staff().get(f"/v1/admin/orders/{order['id']}").json["on_hold"]]
        assert len(held) == 2
        mine = [shopper(subject).get(f"/v1/me/groups/{order['id']}").json["id"] for subject, order in zip(people, others, strict=True)]
        assert sorted(mine) == sorted([group] * 2 + [second["id"]] * 2)
        assert shopper(people[1]).get(asked).status == 404
        joined(deal, second["id"])
        assert progress(second["id"])["state"] == "succeeded"
        assert len(events_in(OrdersTable, "order.group_completed")) == 6


def test_who_leaves_an_open_group_makes_room() -> None:
    """I07: cancel rules"""
    with clock.frozen(NOON):
        variant = a_mug()
        deal = a_group_buy(variant)
        first = joined(deal)
        group, subject = first["group_id"], somebody()
        second = joined(deal, group, subject=subject)
        refused = Client(orders_app, bearer(subject=subject)).post(f"/v1/orders/{second['id']}/cancel", {})
        assert (refused.status, refused.code) == (409, "illegal_transition")
        assert order_staff().post(f"/v1/orders/{second['id']}/cancel", {}).status == 200
        assert (progress(group)["paid"], progress(group)["state"]) == (1, "open")
        again = joined(deal, group, subject=subject)
        assert progress(group)["paid"] == 2
        for order in (first, again):
            assert order_staff().post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
        assert (progress(group)["state"], progress(group)["paid"]) == ("failed", 0)
        assert stock_of(variant) == (20, 0)
        assert events_in(PromotionsTable, "group_buy.failed") == []


def test_an_unpaid_order_has_no_place() -> None:
    """I07"""
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug())
        buyer = wishing(deal)
        with counted() as calls:
            preview = buyer.preview()
        assert (calls, preview["group"]["reason"]) == ({"GetItem": 1, "BatchGetItem": 1}, None)
        assert (preview["lines"][0]["unit_price"]["amount"], preview["lines"][0]["list_price"]) == (7000, None)
        with counted() as calls:
            order = placed(buyer)
        assert calls == {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1}
        assert shopper().get(f"/v1/groups/{order['group_id']}").status == 404
        assert order_staff().post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
        paid(order)
        told()
        assert shopper().get(f"/v1/groups/{order['group_id']}").status == 404


def test_once_the_offer_is_over_groups_that_are_open_may_still_fill_up() -> None:
    """I07"""
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug(), size=2)
        late = ordered(deal)
        first = joined(deal)
        closed = closed_by_staff(deal["id"])
        assert (closed["state"], closed_by_staff(deal["id"])["version"]) == ("closed", closed["version"])
        refused = wishing(deal).place()
        assert (refused.status, refused.code) == (409, "group_buy_closed")
        joined(deal, first["group_id"])
        assert progress(first["group_id"])["state"] == "succeeded"
        # Its buyer wanted to begin a group and pays when none can begin any more: the money goes back at once.
        paid(late)
        told()
        assert progress(late["group_id"])["state"] == "failed"
        assert order_staff().get(f"/v1/admin/orders/{late['id']}").json["cancel_reason"] == "group_failed"


def closed_by_staff(group_buy_id: str) -> dict[str, object]:
    closed: dict[str, object] = staff().post(f"/v1/admin/group_buys/{group_buy_id}/close").json
    return closed
