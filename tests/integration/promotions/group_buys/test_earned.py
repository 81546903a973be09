"""I07, case 13: what an order of a group earns for its buyer and for a link's owner waits until it was sent, and goes with its group."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from functions.shared.plain import ids
from tests.integration.loyalty import shop as points
from tests.integration.marketing import shop as people
from tests.integration.marketing.shares import shop as shares
from tests.integration.promotions.group_buys.groups import a_group_buy, a_mug, over, paid, placed, progress, somebody, told, wishing
from tests.integration.promotions.shop import NOON
from tests.support.events import events_in


def _heard() -> None:
    """Loyalty and marketing hear all that orders say, twice."""
    for _ in range(2):
        said = events_in(OrdersTable, "order.paid", "order.group_completed", "order.cancelled", "order.refunded", "order.completed")
        for start in range(0, len(said), 10):
            points.hear(*said[start : start + 10])
            shares.hear(*said[start : start + 10])


def test_points_and_commission_wait_for_the_group_and_go_with_it() -> None:
    """I07, I08, J05: of a group that fails and one that is full; the sums of points are 0 together throughout."""
    owner = somebody()
    with clock.frozen(NOON):
        points.programme()
        shares.set_to()
        me = people.a_customer_of(ids.customer_id(owner), 78)
        share = shares.touch(shares.a_link(owner, shares.a_product()["id"])["code"])
        deal = a_group_buy(a_mug(), size=2)
        lonely, leader, joiner = somebody(), somebody(), somebody()

        def member(subject: str, group: str | None = None) -> Any:
            buyer = wishing(deal, group, subject=subject)
            assert buyer.client.patch(buyer.cart, {"metadata": {"share_link": share}}).status == 200
            order = placed(buyer)
            paid(order)
            told()
            return order

        alone = member(lonely)
        full = member(leader)
        member(joiner, full["group_id"])
        _heard()
        assert progress(full["group_id"])["state"] == "succeeded"
        assert [points.points_of(one)[0] for one in (lonely, leader, joiner)] == [0, 0, 0], "none is usable"
        assert [points.points_of(one)[1] for one in (leader, joiner)] == [70, 80]
        assert shares.sums(me)[1:] == (0, 0), "none is payable"
    with clock.frozen(NOON + timedelta(hours=24, minutes=3)):
        over(alone["group_id"])
        told(times=2)
        _heard()
        points.swept()
        shares.swept()
        assert progress(alone["group_id"])["state"] == "failed"
        assert points.points_of(lonely) == (0, 0, 0)
        assert [points.points_of(one)[1] for one in (leader, joiner)] == [70, 80]
        pending = shares.sums(me)[0]
    with clock.frozen(NOON + timedelta(days=60)):
        points.swept()
        shares.swept()
        assert [points.points_of(one)[:2] for one in (lonely, leader, joiner)] == [(0, 0), (0, 70), (0, 80)], "neither was sent"
        assert shares.sums(me) == (pending, 0, 0)
        assert sum(row[1] for row in shares.orders_of(me)) == pending, "the failed one brings nothing"
        points.check_books()
