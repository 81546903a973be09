"""D12: signs of the payer in the sandbox's messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from tests.integration.payments.shop import Shop, told
from tests.support.events import events_in


@pytest.mark.parametrize(
    ("data", "signs"),
    [
        ({"risk": "elevated", "payer_country": "US"}, ("elevated", "US")),
        ({"risk": 5, "payer_country": {"a": 1}}, ("", "")),
        ({"risk": "x" * 5000, "payer_country": "\u2028"}, ("", "")),
    ],
)
def test_a_message_with_them_and_with_strange_ones_is_booked(shop: Shop, data: dict[str, Any], signs: tuple[str, str]) -> None:
    """D12"""
    payment = shop.started()
    assert shop.webhook(told(payment, **data)).status == 200
    shop.work()
    (event,) = events_in(PaymentsTable)
    assert (event.type, event.data["risk"], event.data["payer_country"]) == ("payment.captured", *signs)


def test_of_money_that_was_held_first_the_higher_risk_counts(shop: Shop) -> None:
    """D12: all that was said of the payment so far, also by its repetition."""
    payment = shop.started()
    held = told(payment, "charge.authorized", key="a", risk="highest")
    taken = told(payment, "charge.succeeded", key="b", risk="normal", payer_country="DE")
    for body in (held, taken, held, taken):
        assert shop.webhook(body).status == 200
        shop.work()
    told_of = [(one.type, one.data["risk"], one.data["payer_country"]) for one in events_in(PaymentsTable)]
    assert told_of == [("payment.authorized", "highest", ""), ("payment.captured", "highest", "DE")]


def test_what_is_found_by_asking_says_it_too(shop: Shop) -> None:
    """D12: the message was lost."""
    payment = shop.started()
    shop.provider.pay(payment["reference"])
    shop.provider.charges[payment["reference"]] |= {"risk": "normal", "payer_country": "cn"}
    with clock.frozen(clock.now() + timedelta(minutes=20)):
        shop.work(shop.due())
    (event,) = events_in(PaymentsTable)
    assert (event.type, event.data["risk"], event.data["payer_country"]) == ("payment.captured", "normal", "CN")
