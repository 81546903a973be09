"""F04: who follows a carrier's parcels is told of each waybill once; messages count once, however late they come again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.orders.app import app, process_courier_webhooks
from functions.orders.model.order import Order
from functions.orders.shipping.follow_parcels import follow_by_timer
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.timers import SUBSCRIBE, Due
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Unavailable
from functions.shared.store.records import find
from functions.shipping.app import app as shipping
from tests.support.courier import courier_double, queued, signed
from tests.support.events import events_in
from tests.support.followed import Follower, asked, follower
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order

STAFF = bearer("owner")


@pytest.fixture
def tracker(tmp_path: Path) -> Iterator[type[Follower]]:
    with follower(tmp_path) as found:
        carrier = {"adapter": "manual", "tracker": "follower", "company": "yuantong", "name": {"en": "YTO"}, "enabled": True}
        assert Client(shipping, STAFF).put("/v1/admin/carriers/yto", carrier).status == 200
        yield found


def shipped(order: Order, waybill: str = "YT1", carrier: str = "yto") -> Any:
    body = {"carrier": carrier, "waybill": waybill, "lines": [{"line_id": "line_0", "quantity": 1}]}
    made = Client(app, STAFF).post(f"/v1/admin/orders/{order.id}/shipments", body)
    assert made.status == 201
    return made.json


def due(order: Order) -> Due:
    return Due(order_pk(order.id), f"TIMER#{SUBSCRIBE}", "")


def has_timer(order: Order) -> bool:
    return find(OrdersTable, order_pk(order.id), f"TIMER#{SUBSCRIBE}") is not None


def test_a_waybill_is_told_to_its_tracker_once(tracker: type[Follower]) -> None:
    """F04: after the booking, by its own name for the carrier; not by the call that ships, which waits for nobody."""
    order = store_order(an_order(quantities=(2,)))
    shipped(order)
    assert (asked(tracker), has_timer(order)) == ([], True)
    for _ in range(2):
        follow_by_timer(due(order))
    assert (asked(tracker), has_timer(order)) == ([("yuantong", "YT1")], False)
    assert tracker.asked[0].notify_url.endswith("/v1/webhooks/couriers/follower")
    shipped(order, "YT2")
    follow_by_timer(due(order))
    assert asked(tracker) == [("yuantong", "YT1"), ("yuantong", "YT2")]


def test_a_tracker_that_does_not_answer_is_asked_again_and_one_that_refuses_is_not(tracker: type[Follower]) -> None:
    """F04"""
    order = store_order(an_order(quantities=(2,)))
    shipped(order)
    tracker.silent = 2
    for _ in range(2):
        with pytest.raises(Unavailable):
            follow_by_timer(due(order))
    assert has_timer(order)
    follow_by_timer(due(order))
    assert asked(tracker) == [("yuantong", "YT1")]
    tracker.refuses = True
    shipped(order, "YT2")
    follow_by_timer(due(order))
    assert (len(tracker.asked), has_timer(order)) == (1, False)


def test_a_carrier_that_nobody_follows_asks_nobody(tracker: type[Follower]) -> None:
    order = store_order(an_order(quantities=(2,)))
    shipped(order, "M1", "manual")
    assert not has_timer(order)
    Client(shipping, STAFF).put("/v1/admin/carriers/yto", {"subscribes": False})
    shipped(order, "YT9")
    assert (has_timer(order), tracker.asked) == (False, [])


def test_a_message_that_comes_again_after_the_inbox_forgot_it_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """F04: a trace is a set, so a replay has no second effect, whatever the inbox remembers."""
    with courier_double(monkeypatch):
        order = store_order(an_order(quantities=(1,)))
        parcel = shipped(order, "SBX-9", "sandbox")
        event = {"at": times.iso(clock.now()), "status": "DELIVERED", "text": "", "place": ""}
        raw, headers = signed({"id": "e1", "waybill": parcel["waybill"], "events": [event]})
        seen = []
        for _ in range(2):
            assert Client(app).call("POST", "/v1/webhooks/couriers/sandbox", raw, headers).status == 200
            assert process_courier_webhooks(queued(), None) == {"batchItemFailures": []}
            seen.append((len(events_in(OrdersTable)), Client(app, STAFF).get(f"/v1/admin/orders/{order.id}/shipments").text))
            OrdersTable("INBOX#sandbox#e1", "INBOX").delete()
        assert seen[0] == seen[1]
