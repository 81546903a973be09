"""However much an order has of something, all of it is seen; and how much it can have is bounded. F-A6"""

from __future__ import annotations

import pytest

from functions.payments.attempts import start_payment
from functions.payments.refunds import claim_refunds
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, order_partition, payment_pk
from functions.payments.store.repository import attempt_of, histories_of
from functions.shared.outside import fresh
from functions.shared.plain.bodies import dump
from tests.integration.payments.shop import Shop, everything, told
from tests.support.races import in_between


def many(shop: Shop, count: int) -> None:
    """Older attempts of the order than the next one, as earlier versions let them be."""
    record = PaymentRecord.get(payment_pk(shop.started()["id"]), PAYMENT_SK)
    for number in range(count):
        name = fresh.new_id("pay")
        body = dump(attempt_of(record)).replace(record.pk.removeprefix("PAY#"), name)
        PaymentRecord(
            pk=payment_pk(name), sk=PAYMENT_SK, kind="payment", status="voided", body=body, gsi1pk=order_partition(shop.order_id),
            gsi1sk=f"2020-01-01T00:00:00.000Z#{number:04}",
        ).save()  # fmt: skip


def test_money_of_the_attempt_after_a_hundred_others_is_seen_and_given_back(shop: Shop) -> None:
    many(shop, 120)
    shop.webhook(told(shop.started()))
    shop.work()
    assert len(histories_of(shop.order_id)) == 122
    assert shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x"}).status == 201
    first = shop.guest.get(f"/v1/orders/{shop.order_id}/payments").json
    rest = shop.guest.get(f"/v1/orders/{shop.order_id}/payments?cursor={first['next_cursor']}").json
    assert (len(first["data"]), len(rest["data"]), rest["next_cursor"]) == (100, 22, None)


def test_attempts_are_bounded_also_for_two_at_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_payment, "MOST_ATTEMPTS", 3)
    assert [shop.pay().status for _ in range(2)] == [201, 201]
    in_between(monkeypatch, start_payment, "payable_in", shop.pay)
    late = shop.pay("k")
    assert (late.status, late.code, late.json["most"]) == (409, "too_many_attempts", 3)
    before = everything()
    assert shop.pay().code == "too_many_attempts"
    assert everything() == before


def test_refunds_are_bounded(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.webhook(told(shop.started()))
    shop.work()
    monkeypatch.setattr(claim_refunds, "MOST_REFUNDS", 3)
    url, body = f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x", "amount": {"amount": 1, "currency": "CNY"}}
    assert [shop.finance.post(url, body).status for _ in range(3)] == [201] * 3
    late = shop.finance.post(url, body)
    assert (late.status, late.code) == (409, "too_many_refunds")
