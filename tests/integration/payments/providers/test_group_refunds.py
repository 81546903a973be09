"""I07: the members of a group that did not fill up have their money back through every provider, each once, whatever it answers."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.payments.app import app
from functions.promotions.app import react
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.payments.bus import Bus
from tests.integration.payments.providers.trading import METHODS, PROVIDERS, Trading
from tests.integration.promotions.group_buys.groups import DONE, a_group_buy, a_mug, of_groups, of_orders, ordered, over
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


class Members:
    """All that is told is told twice."""

    def __init__(self, shop: Trading, code: str) -> None:
        self.shop, self.code, self.bus = shop, code, Bus(times=2)

    def join(self, deal: Any, group_id: str | None = None) -> tuple[Any, str]:
        """The order, and how the provider knows its payment."""
        subject = str(uuid.uuid4())
        order = ordered(deal, group_id, subject=subject)
        body = {
            "provider": self.code,
            "method": METHODS[self.code][0],
            "return_url": "https://shop.example.com/done",
            "payer_id": "o-payer",
        }
        started = Client(app, bearer(subject=subject)).post(f"/v1/orders/{order['id']}/payments", body)
        assert started.status == 201, started.text
        self.shop.visit(started.json)
        self.shop.outside.act(self.code, started.json["reference"], "pay")
        assert self.shop.deliver(self.shop.outside.hooks(1, self.code)[0]).status == 200
        self.shop.work()
        self.tell()
        return order, str(started.json["reference"])

    def tell(self) -> None:
        for _ in range(2):
            self.bus.pump()
            assert react(sqs_of_events(of_orders()), None) == DONE
            assert apply_payments(sqs_of_events(of_groups()), None) == DONE
        self.bus.pump()

    def refunds(self, order: Any) -> list[Any]:
        found: list[Any] = self.shop.finance.get(f"/v1/admin/orders/{order['id']}/refunds").json["data"]
        return found


STATES = {"http_timeout_after_commit": "succeeded", "refund_pends": "pending", "refund_fails": "failed"}


@pytest.mark.parametrize("code", PROVIDERS)
def test_every_member_is_paid_back_once(shop: Trading, code: str) -> None:
    """Of one refund the answer is lost, one is never decided, one fails."""
    members, opens = Members(shop, code), times.iso(clock.now() - timedelta(minutes=1))
    more = {"opens_at": opens, "closes_at": times.iso(clock.now() + timedelta(days=2)), "leader_price": 8000, "size": 4}
    deal, joined, group_id = a_group_buy(a_mug(), hours=1, **more), dict[str, tuple[Any, str]](), None
    for fault in STATES:
        joined[fault] = members.join(deal, group_id)
        group_id = joined[fault][0]["group_id"]
        shop.outside.act(code, joined[fault][1], None, **{fault: True})
    assert group_id
    for minutes in (61, 62, 70, 80):
        with shop.later(minutes):
            over(group_id)
            members.tell()
            shop.sweep()
            members.tell()
    for fault, (order, reference) in joined.items():
        paid, (refund,) = order["totals"]["total"]["amount"], members.refunds(order)
        failed = refund["status"] == "failed"
        # UnionPay voids what was paid the same day in China, and refunds it where that fails: then it has succeeded.
        assert refund["status"] == STATES[fault] or (code, refund["status"], STATES[fault]) == ("unionpay", "succeeded", "failed")
        if failed:
            # People try it again; asked twice, it is sent once.
            with shop.later(90):
                retry = f"/v1/admin/orders/{order['id']}/refunds/{refund['id']}/retry"
                assert [shop.finance.post(retry, {}).status for _ in range(2)] == [201, 409]
                shop.sweep()
        shown = members.refunds(order)
        assert sum(one["amount"]["amount"] for one in shown if one["status"] != "failed") == paid
        assert shop.outside.given_back(code, reference) == paid
