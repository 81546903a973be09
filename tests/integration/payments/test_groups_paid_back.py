"""I07, case 13 (a): the money of a group that did not fill up goes back through its provider, to each member once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from functions.orders.app import apply_payments
from functions.payments.app import app
from functions.promotions.app import react
from functions.promotions.store.records import PromotionsTable
from functions.shared.outside import clock
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.orders.buyer import stock_of
from tests.integration.payments.bus import Bus
from tests.integration.payments.shop import Shop, told
from tests.integration.promotions.group_buys.groups import DONE, a_group_buy, a_mug, of_groups, of_orders, ordered, over, progress
from tests.integration.promotions.shop import NOON
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


class Members:
    """Who join a group and pay it by the sandbox; all that is told is told twice."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.bus, self.references = shop, Bus(times=2), dict[str, str]()

    def join(self, deal: Any, group_id: str | None = None) -> Any:
        subject = str(uuid.uuid4())
        order = ordered(deal, group_id, subject=subject)
        started = Client(app, bearer(subject=subject)).post(f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"})
        assert started.status == 201, started.text
        self.references[order["id"]] = started.json["reference"]
        self.shop.provider.pay(started.json["reference"])
        assert self.shop.webhook(told(started.json, key=f"sbxevt_{order['id']}")).status == 200
        self.shop.work()
        self.tell()
        return order

    def tell(self) -> None:
        self.bus.pump()
        for _ in range(2):
            assert react(sqs_of_events(of_orders()), None) == DONE
            assert apply_payments(sqs_of_events(of_groups()), None) == DONE
        self.bus.pump()
        self.shop.work(self.shop.due())
        self.bus.pump()


def test_each_member_gets_80_back_once(shop: Shop) -> None:
    with clock.frozen(NOON - timedelta(hours=2)):
        variant = a_mug()
        deal = a_group_buy(variant, opens_at="2026-11-11T00:00:00", leader_price=8000)
    members = Members(shop)
    with clock.frozen(NOON - timedelta(hours=2)):
        first = members.join(deal)
    with clock.frozen(NOON - timedelta(hours=1)):
        second = members.join(deal, first["group_id"])
        assert (progress(first["group_id"])["paid"], shop.provider.refunds) == (2, {})
    paid = {order["id"]: order["totals"]["total"]["amount"] for order in (first, second)}
    assert {order["totals"]["subtotal"]["amount"] for order in (first, second)} == {8000}
    with clock.frozen(NOON + timedelta(hours=22, minutes=2)):
        for _ in range(3):
            over(first["group_id"])
            members.tell()
    with clock.frozen(NOON + timedelta(hours=23)):
        over(first["group_id"])
        members.tell()
        assert len(events_in(PromotionsTable, "group_buy.failed")) == 1
        assert sorted(one["amount"] for one in shop.provider.refunds.values()) == sorted(paid.values())
        assert len({one["reference"] for one in shop.provider.refunds.values()}) == 2
        for order in (first, second):
            shown = order_staff().get(f"/v1/admin/orders/{order['id']}").json
            assert (shown["status"], shown["cancel_reason"]) == ("cancelled", "group_failed")
        assert stock_of(variant) == (20, 0)


STATES = {"lost": "succeeded", "pending": "pending", "failed": "failed"}


def test_whatever_becomes_of_a_refund_each_has_it_once(shop: Shop) -> None:
    """Of one the answer is lost, one is not decided for days, one fails: people try that one again, and none holds up the others."""
    members, joined, group_id = Members(shop), dict[str, Any](), None
    with clock.frozen(NOON - timedelta(hours=2)):
        deal = a_group_buy(a_mug(), opens_at="2026-11-11T00:00:00", leader_price=8000, size=4)
        for fate in STATES:
            order = joined[fate] = members.join(deal, group_id)
            group_id = order["group_id"]
            shop.provider.refund_as[members.references[order["id"]]] = fate
    assert group_id
    for minutes in (2, 3, 40):
        with clock.frozen(NOON + timedelta(hours=22, minutes=minutes)):
            over(group_id)
            members.tell()
    with clock.frozen(NOON + timedelta(hours=23)):
        assert {fate: [one["status"] for one in refunds(shop, order)] for fate, order in joined.items()} == {
            fate: [state] for fate, state in STATES.items()
        }
        for order in joined.values():
            assert order_staff().get(f"/v1/admin/orders/{order['id']}").json["cancel_reason"] == "group_failed"
        (failed,) = refunds(shop, joined["failed"])
        retry = f"/v1/admin/orders/{joined['failed']['id']}/refunds/{failed['id']}/retry"
        assert [shop.finance.post(retry, {}).status for _ in range(2)] == [201, 409]
    with clock.frozen(NOON + timedelta(days=2)):
        reference = members.references[joined["pending"]["id"]]
        (asked,) = [one for one in shop.provider.refunds.values() if one["reference"] == reference]
        asked["status"] = "succeeded"
        for _ in range(2):
            over(group_id)
            members.tell()
        for order in joined.values():
            paid, there = order["totals"]["total"]["amount"], members.references[order["id"]]
            assert sum(one["amount"]["amount"] for one in refunds(shop, order) if one["status"] == "succeeded") == paid
            gone = [one for one in shop.provider.refunds.values() if one["reference"] == there and one["status"] == "succeeded"]
            assert [one["amount"] for one in gone] == [paid]


def refunds(shop: Shop, order: Any) -> list[Any]:
    found: list[Any] = shop.finance.get(f"/v1/admin/orders/{order['id']}/refunds").json["data"]
    return found
