"""Cash on delivery: shipped on a promise within a limit, paid by the courier's settlement file. E05"""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.payments.model.settlement_file import MOST_ROWS, Collected, rows_of
from functions.payments.store.records import PaymentsTable
from functions.shared.plain.encodings import decode
from functions.shared.plain.money import Money
from functions.shared.store.records import find
from tests.integration.payments.bus import Bus
from tests.integration.payments.shop import Shop, balances, everything
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer

NUMBER = "N20260131"


@pytest.fixture
def promised(shop: Shop) -> dict[str, Any]:
    payment = shop.started(provider="manual", method="cash_on_delivery")
    Bus(times=2).pump()
    return payment


def settled(shop: Shop, text: str, name: str = "SF-1", key: str | None = None) -> Answer:
    headers = {"content-type": "text/csv"} | ({"idempotency-key": key} if key else {})
    return shop.finance.call("POST", f"/v1/admin/delivery_settlements?settlement={name}", text.encode(), headers)


def outcomes(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [row["outcome"] for row in answer.json["rows"]]


def order(shop: Shop) -> tuple[str, str]:
    record = find(OrderRecord, order_pk(shop.order_id), ORDER_SK)
    assert record is not None
    return record.status, record.payment_status


def test_an_order_is_shipped_unpaid_and_paid_by_the_settlement(shop: Shop, promised: dict[str, Any]) -> None:
    assert (promised["status"], promised["capture"]) == ("authorized", "on_delivery")
    assert (order(shop), balances()) == (("fulfilling", "unpaid"), {})
    file = f"order_number,amount,fee\n{NUMBER},129.00,2.58\n"
    assert outcomes(settled(shop, file)) == ["recorded"]
    Bus(times=2).pump()
    assert order(shop) == ("fulfilling", "paid")
    assert balances() == {"provider:manual:bank": 12642, "fees:manual": 258, f"order:{shop.order_id}": -12900}
    assert len(events_in(OrdersTable, "order.paid")) == 1


def test_the_same_file_again_and_the_same_order_in_another_change_nothing(shop: Shop, promised: dict[str, Any]) -> None:
    file = f"order_number,amount\n{NUMBER},129.00\n"
    settled(shop, file)
    before = balances()
    assert (outcomes(settled(shop, file)), outcomes(settled(shop, file, "SF-2"))) == (["repeated"], ["already_paid"])
    assert balances() == before
    assert len(events_in(PaymentsTable, "payment.quarantined")) == 1


def test_what_does_not_fit_is_listed_row_by_row(shop: Shop, promised: dict[str, Any]) -> None:
    file = f"\ufeffOrder_Number, Amount,fee\n{NUMBER},128.99,0\nN0,1.00,0\n{NUMBER},12x,0\n{NUMBER},-1,0\n"
    answer = settled(shop, file)
    assert outcomes(answer) == ["amount_mismatch", "unknown_order", "unreadable", "unreadable"]
    assert answer.json["rows"][0]["line"] == 2
    assert (balances(), order(shop)[1]) == ({}, "unpaid")
    (alarm,) = events_in(PaymentsTable, "payment.quarantined")
    assert alarm.data["reason"] == "amount_mismatch"


@pytest.mark.parametrize(
    "file",
    [
        "",
        "order_number,amount\n",
        "number,amount\n1,2\n",
        "\xff".encode("latin-1"),
        "order_number,amount\n" + "N0,1.00\n" * (MOST_ROWS + 1),
    ],
    ids=["nothing", "no rows", "other columns", "no UTF-8", "too many rows"],
)
def test_what_is_no_settlement_is_refused(shop: Shop, file: str | bytes) -> None:
    raw = file if isinstance(file, bytes) else file.encode()
    answer = shop.finance.call("POST", "/v1/admin/delivery_settlements?settlement=S", raw, {"content-type": "text/csv"})
    assert (answer.status, answer.code) == (422, "unreadable_file")
    assert everything() == []


def test_the_limit_is_the_shops(shop: Shop) -> None:
    owner = Client(shop.finance.app, bearer("owner"))
    limits = {"on_delivery_limits": [{"amount": 12899, "currency": "CNY"}]}
    assert owner.put("/v1/admin/payment_settings", limits).json["version"] == 1
    refused = shop.pay(provider="manual", method="cash_on_delivery")
    assert (refused.status, refused.code) == (422, "unsupported_amount")
    methods = shop.guest.get(f"/v1/payment_methods?order={shop.order_id}").json["data"]
    assert ("manual", "cash_on_delivery") not in [(one["provider"], one["method"]) for one in methods]
    assert ("manual", "bank_transfer") in [(one["provider"], one["method"]) for one in methods]
    limits["on_delivery_limits"][0]["amount"] = 12900
    assert owner.put("/v1/admin/payment_settings", limits, if_match='"7"').code == "version_conflict"
    assert owner.put("/v1/admin/payment_settings", limits, if_match='"1"').status == 200
    assert shop.pay(provider="manual", method="cash_on_delivery").status == 201


def test_who_may_not_settle_changes_nothing(shop: Shop, promised: dict[str, Any]) -> None:
    before, raw = everything(), f"order_number,amount\n{NUMBER},129.00\n".encode()
    url = "/v1/admin/delivery_settlements?settlement=S"
    assert shop.guest.call("POST", url, raw, {"content-type": "text/csv"}).status == 401
    assert shop.stranger.call("POST", url, raw, bearer("support") | {"content-type": "text/csv"}).status == 403
    assert everything() == before


@pytest.mark.parametrize(
    ("table", "encoding"),
    [
        ("order_number;amount;fee\n{number};1.299,00;1,50\n", "utf-8-sig"),
        ("Order_Number\tAmount\tFee\n{number}\t¥1,299.00\t1.50\n", "utf-16"),
        ('order_number,amount,fee,备注\n{number},"1,299.00",1.50,货到付款已收\n', "gbk"),
    ],
)
def test_a_settlement_may_be_written_as_any_spreadsheet_writes_it(table: str, encoding: str) -> None:
    """F-C1, F-C10"""
    text = decode(table.format(number="N1").encode(encoding)).text
    assert rows_of(text, "CNY") == [Collected(2, "N1", Money(129900, "CNY"), Money(150, "CNY"))]


def test_a_settlement_that_lost_characters_on_the_way_is_refused(shop: Shop) -> None:
    """F-C1"""
    raw = "order_number,amount\nN1\ufffd,1.00\n".encode()
    answer = shop.finance.call("POST", "/v1/admin/delivery_settlements?settlement=S", raw, {"content-type": "text/csv"})
    assert (answer.status, answer.code) == (422, "unknown_encoding")
