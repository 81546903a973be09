"""Bank transfers: instructions for the payer, and finance records what arrived."""

from __future__ import annotations

from typing import Any

import pytest

from functions.payments.store.records import PaymentsTable
from tests.integration.payments.shop import Shop, balances
from tests.support.events import events_in
from tests.support.http import Answer
from tests.support.identity import bearer


@pytest.fixture
def transfer(shop: Shop) -> dict[str, Any]:
    return shop.started(provider="manual")


def record(shop: Shop, payment_id: str, *, receipt: str = "BANK-1", amount: int = 12900, key: str | None = None) -> Answer:
    body = {"receipt": receipt, "amount": {"amount": amount, "currency": "CNY"}}
    headers = {"idempotency-key": key} if key else {}
    return shop.finance.call("POST", f"/v1/admin/payments/{payment_id}/record_receipt", body, headers)


def test_the_payer_is_told_what_to_write_and_finance_records_the_money(shop: Shop, transfer: dict[str, Any]) -> None:
    """E05"""
    assert transfer["next_action"]["kind"] == "instructions"
    assert transfer["next_action"]["params"]["transfer_note"] == "N20260131"
    answer = record(shop, transfer["id"])
    assert (answer.status, answer.json["status"]) == (200, "captured")
    assert shop.payment(transfer["id"])["status"] == "captured"
    (event,) = events_in(PaymentsTable)
    assert (event.type, event.data["provider_ref"]) == ("payment.captured", "BANK-1")
    assert balances() == {"provider:manual:bank": 12900, f"order:{shop.order_id}": -12900}


def test_the_same_receipt_counts_once_and_another_is_refused(shop: Shop, transfer: dict[str, Any]) -> None:
    assert [record(shop, transfer["id"], key=key).status for key in (None, None, "k", "k")] == [200] * 4
    second = record(shop, transfer["id"], receipt="BANK-2")
    assert (second.status, second.code) == (409, "already_captured")
    assert len(events_in(PaymentsTable)) == 1


def test_another_amount_is_refused(shop: Shop, transfer: dict[str, Any]) -> None:
    """E05"""
    answer = record(shop, transfer["id"], amount=12899)
    assert (answer.status, answer.code) == (422, "amount_mismatch")
    assert (shop.payment(transfer["id"])["status"], balances()) == ("pending", {})


def test_only_manual_payments_and_only_by_finance(shop: Shop, transfer: dict[str, Any]) -> None:
    sandbox = shop.started()
    assert record(shop, sandbox["id"]).code == "not_a_manual_payment"
    assert record(shop, "pay_unknown").status == 404
    url = f"/v1/admin/payments/{transfer['id']}/record_receipt"
    body = {"receipt": "x", "amount": {"amount": 12900, "currency": "CNY"}}
    assert shop.stranger.call("POST", url, body, bearer("manager")).status == 403
    assert shop.stranger.call("POST", url, body, {}).status == 401
    assert balances() == {}


def test_a_transfer_can_be_given_back(shop: Shop, transfer: dict[str, Any]) -> None:
    record(shop, transfer["id"])
    answer = shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "broken"})
    assert (answer.status, answer.json["status"], answer.json["by_hand"]) == (201, "pending", True)
    assert balances() == {"provider:manual:bank": 12900, f"order:{shop.order_id}": -12900}
