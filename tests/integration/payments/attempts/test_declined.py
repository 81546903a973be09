"""A declined payment costs nothing but the try: the order stays payable until its deadline, and a later success pays it. E10"""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.payments.model.declined import advice
from functions.shared.outside import clock
from functions.shared.store.records import find
from tests.integration.payments.bus import Bus
from tests.integration.payments.shop import Shop, told
from tests.support.events import events_in


def status(shop: Shop) -> str:
    record = find(OrderRecord, order_pk(shop.order_id), ORDER_SK)
    assert record is not None
    return record.status


def test_a_declined_payment_says_why_and_what_to_do_and_another_one_pays(shop: Shop) -> None:
    bus, declined = Bus(times=2), shop.started()
    shop.webhook(told(declined, "charge.failed", key="e1"))
    shop.work()
    bus.pump()
    seen = shop.payment(declined["id"])
    assert (seen["status"], seen["failure"], seen["advice"]) == ("failed", "declined_by_customer_or_bank", "retry")
    assert (status(shop), shop.guest.get(f"/v1/payment_methods?order={shop.order_id}").json["data"] != []) == ("pending_payment", True)
    assert events_in(OrdersTable) == []
    second = shop.started()
    shop.provider.pay(second["reference"])
    shop.webhook(told(second, key="e2"))
    shop.work()
    bus.pump()
    assert status(shop) == "paid"


def test_a_refusal_at_once_is_told_at_once(shop: Shop) -> None:
    shop.provider.refuse = (402, "insufficient_funds")
    answer = shop.pay()
    assert (answer.status, answer.json["status"], answer.json["failure"]) == (201, "failed", "insufficient_funds")
    assert answer.json["advice"] == "other_method"
    assert status(shop) == "pending_payment"


def test_after_the_deadline_there_is_nothing_to_do(shop: Shop) -> None:
    declined = shop.started()
    shop.webhook(told(declined, "charge.failed"))
    shop.work()
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert shop.payment(declined["id"])["advice"] == "none"
        assert shop.pay().code == "payment_deadline_passed"


@pytest.mark.parametrize(
    ("failure", "expected"), [("do_not_honor", "contact_bank"), ("expired_card", "other_method"), ("processing_error", "retry")]
)
def test_the_advice_follows_the_reason(failure: str, expected: str) -> None:
    assert advice(failure, now="2026-01-01", pay_until="2026-01-02") == expected
