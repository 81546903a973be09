"""One receipt pays one thing, once for the whole shop, however it is typed. F-A10"""

from __future__ import annotations

from typing import Any

import pytest

from functions.payments.on_delivery import record_receipt as recording
from functions.payments.store.records import PaymentsTable
from tests.integration.payments.shop import Shop, balances
from tests.support.events import events_in
from tests.support.http import Answer
from tests.support.races import in_between


def transfer(shop: Shop, order_id: str | None = None) -> dict[str, Any]:
    payment: dict[str, Any] = shop.pay(order_id=order_id, provider="manual").json
    return payment


def record(shop: Shop, payment: dict[str, Any], receipt: str) -> Answer:
    body = {"receipt": receipt, "amount": {"amount": 12900, "currency": "CNY"}}
    return shop.finance.post(f"/v1/admin/payments/{payment['id']}/record_receipt", body)


@pytest.mark.parametrize("typed", ["Bank-1", "bank-1", " BANK-1 ", "ＢＡＮＫ－１", "BANK\u200b-1", "B A N K - 1"])
def test_a_receipt_that_paid_one_order_pays_no_other(shop: Shop, typed: str) -> None:
    first, second = transfer(shop), transfer(shop, shop.place())
    assert [record(shop, first, text).status for text in ("Bank-1", typed)] == [200, 200]
    refused = record(shop, second, typed)
    assert (refused.status, refused.code) == (409, "receipt_used")
    assert (refused.json["order_id"], refused.json["order_number"], refused.json["payment_id"]) == (shop.order_id, "N20260131", first["id"])
    assert len(events_in(PaymentsTable, "payment.captured")) == 1


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "\u3000"])
def test_a_receipt_of_nothing_is_none(shop: Shop, typed: str) -> None:
    assert record(shop, transfer(shop), typed).status == 422


def test_two_orders_at_once_with_one_receipt(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = transfer(shop), transfer(shop, shop.place())
    in_between(monkeypatch, recording, "check_unused", lambda: record(shop, first, "R1"))
    late = record(shop, second, "r1")
    assert (late.status, late.code, late.json["payment_id"]) == (409, "receipt_used", first["id"])
    assert balances()["provider:manual:bank"] == 12900


def test_the_same_receipt_twice_at_once_counts_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = transfer(shop)
    in_between(monkeypatch, recording, "check_unused", lambda: record(shop, payment, "R1"))
    assert record(shop, payment, "R1").status == 200
    assert balances()["provider:manual:bank"] == 12900


def test_another_receipt_in_between_is_refused_and_stays_free(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payment, other = transfer(shop), transfer(shop, shop.place())
    in_between(monkeypatch, recording, "check_unused", lambda: record(shop, payment, "R1"))
    assert record(shop, payment, "R2").code == "already_captured"
    assert record(shop, other, "R2").status == 200


def test_rows_of_a_settlement_likewise(shop: Shop) -> None:
    shop.pay(provider="manual", method="cash_on_delivery")
    other = shop.place(number="N20260132")
    shop.pay(order_id=other, provider="manual", method="cash_on_delivery")
    file = "order_number,amount,receipt\nN20260131,129.00,W-7\nN20260132,129.00,ｗ-７\n"

    def settled(name: str) -> list[dict[str, Any]]:
        url = f"/v1/admin/delivery_settlements?settlement={name}"
        rows: list[dict[str, Any]] = shop.finance.call("POST", url, file.encode(), {"content-type": "text/csv"}).json["rows"]
        return rows

    for name, first in (("SF-1", "recorded"), ("SF-2", "repeated")):
        rows = settled(name)
        assert [row["outcome"] for row in rows] == [first, "receipt_used"]
        assert rows[1]["used_for"] == "N20260131"
    assert balances()["provider:manual:bank"] == 12900
