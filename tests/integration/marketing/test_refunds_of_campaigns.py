"""What was paid back of an order that a campaign is compared by, and what came back of that."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from functions.marketing.app import know_people
from functions.marketing.store.people import known_of
from functions.shared.events.contracts.order_notes import OrderClaimed
from functions.shared.events.contracts.orders import OrderRefunded, OrderRefundFailed
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from tests.integration.marketing import shop
from tests.integration.marketing.shares.shop import taken
from tests.integration.promotions.shop import a_cart, customer_of


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    shop.mailbox()
    shop.published()
    yield
    shop.forget_mails()


def test_a_refund_that_came_back_is_added_again_whatever_is_told_first() -> None:
    """I14: of who was told as of who was held out; and of what the customer spent. Orders know what is back in all, as of a moment."""
    started = clock.now()
    subjects = [str(uuid.uuid4()) for _ in range(8)]
    for number, subject in enumerate(subjects):
        shop.a_customer_of(customer_of(subject), number)
    one = shop.campaign(shop.segment(), holdout=50)
    shop.schedule(one)
    shop.due_work()
    told = {event.data["person"] for event in shop.requested()}
    groups: dict[str, list[str]] = {"told": [], "held_out": []}
    for subject in subjects:
        groups["told" if customer_of(subject) in told else "held_out"].append(subject)
    for group, some in groups.items():
        _comes_back(one, group, some[0], started)


def _comes_back(campaign: str, group: str, subject: str, started: datetime) -> None:
    order, paid = taken(a_cart(subject=subject).place().json)
    total, currency, who = order.total, order.currency, customer_of(subject)

    def refund(number: int, total_refunded: int, minutes: int) -> Envelope:
        what = OrderRefunded(order, f"ref_{number}", "pay_1", 100, currency, 0, 100, total_refunded, False, "", "")
        return shop.event(what, order.order_id, started + timedelta(minutes=minutes))

    def failed(number: int, total_refunded: int, minutes: int, *, came_back: bool = True) -> Envelope:
        what = OrderRefundFailed(order.order_id, order.number, f"ref_{number}", "pay_1", 100, currency, "", came_back, total_refunded)
        return shop.event(what, order.order_id, started + timedelta(minutes=minutes))

    first, second, back = refund(1, 100, 1), refund(2, 200, 2), failed(1, 100, 4)
    steps = (
        (paid, total), ([second], total - 200), ([first], total - 200), ([failed(3, 200, 3, came_back=False)], total - 200),
        ([back, second, first, back], total - 100), ([failed(2, 0, 5), back], total),
    )  # fmt: skip
    for heard, left in steps:
        shop.heard(know_people, heard)
        results = shop.staff().get(f"/v1/admin/message_campaigns/{campaign}/results").json["groups"]
        found = {row["group"]: (row["orders"], row["spent"].get(currency)) for row in results}
        assert found[group] == (1, left)
        assert known_of(who).spent == {currency: left}
    # Read anew from the order itself, of which nothing was paid back: as of a moment before that was told.
    shop.heard(know_people, [shop.event(OrderClaimed(order.order_id, order.number, who), order.order_id)])
    assert known_of(who).spent == {currency: total}
