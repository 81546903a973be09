"""I07: places, limits and ends hold although everybody saw, before they wrote, that there was room."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.orders.checkout import place_order
from functions.orders.placed import cancel_order
from functions.orders.reviewing import group_orders
from functions.orders.store.records import OrdersTable
from functions.promotions.group_buys import end_group, manage, take_place
from functions.promotions.store.records import CounterRecord, PromotionsTable, customer_pk, group_buy_pk
from functions.shared.outside import clock
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.promotions.group_buys.groups import (
    a_group_buy,
    a_mug,
    joined,
    ordered,
    over,
    paid,
    progress,
    somebody,
    told,
    wishing,
)
from tests.integration.promotions.shop import NOON, customer_of, shopper, staff
from tests.support.events import events_in
from tests.support.races import in_between


def test_two_pay_for_the_last_place_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug(), size=2)
        group = joined(deal)["group_id"]
        one, other = ordered(deal, group), ordered(deal, group)
        paid(one)
        paid(other)
        in_between(monkeypatch, take_place, "group_at", lambda: take_place.take_place(other["id"], "2026-11-11T04:00:00.000Z"))
        told(times=2)
        assert (progress(group)["state"], progress(group)["paid"]) == ("succeeded", 2)
        (second,) = shopper().get(f"/v1/group_buys/{deal['id']}").json["groups"]
        assert second["paid"] == 1
        assert order_staff().get(f"/v1/admin/orders/{one['id']}").json["on_hold"] is True


def test_the_last_member_pays_while_the_group_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug(), size=2)
        group = joined(deal)["group_id"]
        last = ordered(deal, group)
        paid(last)
    with clock.frozen(NOON + timedelta(hours=25)):
        in_between(monkeypatch, end_group, "group_at", told)
        over(group)
        told(times=2)
        assert (progress(group)["state"], events_in(PromotionsTable, "group_buy.failed")) == ("succeeded", [])


def test_an_order_is_cancelled_while_its_place_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug(), size=2)
        group = joined(deal)["group_id"]
        last = ordered(deal, group)
        paid(last)
        cancelled = []
        cancel = f"/v1/orders/{last['id']}/cancel"
        in_between(monkeypatch, take_place, "group_at", lambda: cancelled.append(order_staff().post(cancel, {}).status))
        told(times=2)
        assert (cancelled, progress(group)["state"], progress(group)["paid"]) == ([200], "open", 1)


def test_a_member_leaves_while_another_one_fills_the_group(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug(), size=2)
        first = joined(deal)
        last = ordered(deal, first["group_id"])
        paid(last)
        in_between(monkeypatch, cancel_order, "order_page", told)
        assert order_staff().post(f"/v1/orders/{first['id']}/cancel", {}).status == 200
        told(times=2)
        assert (progress(first["group_id"])["state"], progress(first["group_id"])["paid"]) == ("succeeded", 2)
        assert order_staff().get(f"/v1/admin/orders/{last['id']}").json["on_hold"] is False


def test_staff_cancel_while_the_group_lets_it_go(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug(), size=2)
        first = joined(deal)
        last = ordered(deal, first["group_id"])
        paid(last)
        cancel = f"/v1/orders/{last['id']}/cancel"
        in_between(monkeypatch, group_orders, "parcels_of", lambda: order_staff().post(cancel, {}))
        told(times=2)
        assert {event.subject for event in events_in(OrdersTable, "order.group_completed")} <= {first["id"], last["id"]}
        assert len(events_in(OrdersTable, "order.cancelled")) == 1
        assert order_staff().get(f"/v1/admin/orders/{first['id']}").json["on_hold"] is False


def test_a_second_cart_of_the_same_buyer_is_placed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        deal, subject = a_group_buy(a_mug(), per_customer=9), somebody()
        group = joined(deal)["group_id"]
        one, other = wishing(deal, group, subject=subject), wishing(deal, group, subject=subject)
        in_between(monkeypatch, place_order, "promoted_state", lambda: other.place())
        refused = one.place()
        assert (refused.status, refused.code, refused.json["group_id"]) == (409, "group_joined", group)
        assert one.preview()["group"]["reason"] == "group_joined"


def test_a_buyer_takes_more_than_they_may_by_two_groups_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        deal, subject = a_group_buy(a_mug(), per_customer=1), somebody()
        one, other = wishing(deal, subject=subject), wishing(deal, subject=subject)
        in_between(monkeypatch, place_order, "promoted_state", lambda: other.place())
        assert one.place().code == "group_limit"
        assert int(CounterRecord.get(customer_pk(customer_of(subject)), group_buy_pk(deal["id"])).used) == 1


def test_the_group_they_are_moved_to_is_ordered_for_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """They begin one of their own instead."""
    with clock.frozen(NOON):
        deal, subject = a_group_buy(a_mug(), size=2, per_customer=9), somebody()
        full, free = joined(deal)["group_id"], joined(deal)["group_id"]
        late = ordered(deal, full, subject=subject)
        joined(deal, full)
        paid(late)
        in_between(monkeypatch, take_place, "_without_them", lambda: ordered(deal, free, subject=subject))
        told(times=2)
        assert progress(free)["paid"] == 1
        groups = shopper().get(f"/v1/group_buys/{deal['id']}").json["groups"]
        assert sorted(one["paid"] for one in groups) == [1, 1]
        assert {one["id"] for one in groups} > {free}


def test_two_close_a_group_buy_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        deal = a_group_buy(a_mug())["id"]
        close = f"/v1/admin/group_buys/{deal}/close"
        in_between(monkeypatch, manage, "deal_record", lambda: staff().post(close))
        closed = staff().post(close).json
        assert (closed["state"], closed["version"]) == ("closed", 2)
