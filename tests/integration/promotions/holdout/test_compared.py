"""What those did who were held out of a campaign, beside the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from functions.orders.store.records import OrdersTable
from functions.promotions.app import react
from functions.promotions.offers import confirm_uses, note_refund
from functions.shared.events.contracts.orders import OrderPaid, OrderRefunded, OrderRefundFailed
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from tests.integration.orders.buyer import event
from tests.integration.promotions.holdout.trial import (
    DONE,
    a_trial,
    bought,
    counts,
    heard,
    paid_event,
    pay,
    placed_and_paid,
    results,
    somebody,
)
from tests.integration.promotions.shop import NOON, a_cart, a_coupon, staff, use
from tests.support.events import events_in, sqs_of_events
from tests.support.races import in_between


def refund(order_id: str, amount: int, *, number: int = 1, fully: bool = False) -> Any:
    """Told to promotions, as orders tell it."""
    told = refunded(order_id, amount, number, fully=fully)
    return react(sqs_of_events([event(OrderRefunded.TYPE, asdict(told), order_id)]), None)


def refunded(order_id: str, amount: int, number: int, *, fully: bool = False) -> OrderRefunded:
    order = data_of(paid_event(order_id), OrderPaid).order
    return OrderRefunded(order, f"ref_{number}", "pay_1", amount, "CNY", 0, amount, amount, fully, "", "2026-11-11T05:00:00.000Z")


def refund_failed(order_id: str, amount: int, *, number: int = 1, came_back: bool = True) -> Any:
    told = OrderRefundFailed(order_id, "1", f"ref_{number}", "pay_1", amount, "CNY", "closed account", came_back, 0)
    return react(sqs_of_events([event(OrderRefundFailed.TYPE, asdict(told), order_id)]), None)


def test_both_parts_are_counted_once_and_equal_their_orders() -> None:
    """I14: sums equal the orders; told again they change nothing; guests and other currencies are no part."""
    with clock.frozen(NOON):
        campaign = a_trial(20, audience={"members_only": True})
        held, exposed = somebody(campaign, held=True, share=20), [somebody(campaign, held=False, share=20) for _ in range(2)]
        orders = {subject: [bought(a_cart(subject=subject)) for _ in range(2)] for subject in (held, exposed[0])}
        orders[exposed[1]] = [bought(a_cart(subject=exposed[1]))]
        bought(a_cart(guest=True))
        a_cart(subject=somebody(campaign, held=True, share=20)).place()  # not paid
        value = {subject: sum(one["totals"]["total"]["amount"] for one in some) for subject, some in orders.items()}
        wanted = {"held_out": (1, 2, value[held]), "exposed": (2, 3, value[exposed[0]] + value[exposed[1]])}
        assert counts(campaign) == wanted
        assert react(sqs_of_events(events_in(OrdersTable, "order.paid")), None) == DONE
        assert counts(campaign) == wanted
        found = results(campaign)
        assert (found["share"], found["orders_lift"]["value"]) == (20, round((3 / 80 / (2 / 20) - 1) * 10_000))
        assert [one["holdout_results"] for one in staff().get("/v1/admin/campaigns").json["data"]] == [None]


def test_what_is_paid_back_counts_once_whatever_is_told_first() -> None:
    """I14"""
    with clock.frozen(NOON):
        campaign = a_trial()
        order = bought(a_cart(subject=somebody(campaign, held=True)))
        total = order["totals"]["total"]["amount"]
        for number, amount, left in ((1, 1000, total - 1000), (1, 1000, total - 1000), (2, 1500, total - 2500), (1, 1000, total - 2500)):
            assert refund(order["id"], amount, number=number) == DONE
            assert counts(campaign)["held_out"] == (1, 1, left)
        assert refund(order["id"], total - 2500, number=3, fully=True) == DONE
        assert counts(campaign)["held_out"] == (1, 1, 0)


def test_a_refund_that_came_back_counts_no_more_whatever_is_told_first() -> None:
    """I14: also where it is told before the refund itself, or before the order is paid; what only failed took nothing off."""
    with clock.frozen(NOON):
        campaign = a_trial()
        placed = placed_and_paid(a_cart(subject=somebody(campaign, held=True)))
        total = placed["totals"]["total"]["amount"]
        assert refund_failed(placed["id"], 400, number=1) == DONE
        assert refund(placed["id"], 300, number=2) == DONE
        heard(placed)
        assert counts(campaign)["held_out"] == (1, 1, total - 300)
        steps: tuple[tuple[Callable[[], Any], int], ...] = (
            (lambda: refund(placed["id"], 400, number=1), total - 300),
            (lambda: refund_failed(placed["id"], 300, number=2, came_back=False), total - 300),
            (lambda: refund_failed(placed["id"], 300, number=2), total),
            (lambda: refund_failed(placed["id"], 300, number=2), total),
            (lambda: refund(placed["id"], 300, number=2), total),
            (lambda: refund(placed["id"], 300, number=3), total - 300),
        )
        for told, left in steps:
            assert told() == DONE
            assert counts(campaign)["held_out"] == (1, 1, left)


def test_an_order_stays_in_the_part_it_was_placed_in() -> None:
    """I14: the holdout ends between placing and paying; who was held out then, was; who buys later is no part of it."""
    with clock.frozen(NOON):
        campaign = a_trial()
        subject = somebody(campaign, held=True)
        placed = a_cart(subject=subject).place().json
        assert staff().patch(f"/v1/admin/campaigns/{campaign}", {"holdout": 0}).status == 200
        pay(placed)
        heard(placed)
        bought(a_cart(subject=subject))
        assert counts(campaign) == {"held_out": (1, 1, placed["totals"]["total"]["amount"]), "exposed": (0, 0, 0)}
        assert results(campaign)["share"] == 50


def test_orders_outside_of_the_campaigns_audience_are_no_part() -> None:
    """I14: they would dilute what it brings."""
    with clock.frozen(NOON):
        campaign = a_trial(audience={"groups": ["gold"]})
        bought(a_cart(subject=somebody(campaign, held=True)))
        assert counts(campaign) == {"held_out": (0, 0, 0), "exposed": (0, 0, 0)}


def test_a_campaign_of_coupons_alone_is_compared_by_all_who_could_have_one() -> None:
    """I14: not only by those who typed a code: that would compare buyers by what they did because of it."""
    with clock.frozen(NOON):
        campaign = a_trial()
        promotion = staff().get(f"/v1/admin/campaigns/{campaign}").json["promotions"][0]["id"]
        assert staff().delete(f"/v1/admin/campaigns/{campaign}/promotions/{promotion}").status in (200, 204)
        a_coupon(campaign_id=campaign)
        with_code = a_cart(subject=somebody(campaign, held=False))
        assert use(with_code, "SAVE10").status == 200
        bought(with_code)
        bought(a_cart(subject=somebody(campaign, held=False)))
        bought(a_cart(subject=somebody(campaign, held=True)))
        assert [found[:2] for found in counts(campaign).values()] == [(1, 1), (2, 2)]


def test_two_first_orders_of_a_customer_at_once_are_one_buyer(monkeypatch: pytest.MonkeyPatch) -> None:
    """I14: who was met between the look and the write is not counted twice."""
    with clock.frozen(NOON):
        campaign = a_trial()
        subject = somebody(campaign, held=False)
        first, second = (placed_and_paid(a_cart(subject=subject)) for _ in range(2))
        in_between(monkeypatch, confirm_uses, "paid_writes", lambda: heard(second))
        heard(first)
        value = sum(one["totals"]["total"]["amount"] for one in (first, second))
        assert counts(campaign) == {"held_out": (0, 0, 0), "exposed": (1, 2, value)}


def test_a_refund_told_twice_at_once_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """I14"""
    with clock.frozen(NOON):
        campaign = a_trial()
        order = bought(a_cart(subject=somebody(campaign, held=False)))
        total = order["totals"]["total"]["amount"]
        in_between(monkeypatch, note_refund, "used_by", lambda: note_refund.note_refund(order["id"], refunded(order["id"], 700, 1)))
        assert refund(order["id"], 700) == DONE
        assert counts(campaign)["exposed"] == (1, 1, total - 700)
