"""Money that no API sends is a task of finance: pending until they tell the reference of what they sent. F-A9"""

from __future__ import annotations

from typing import Any

import pytest

from functions.payments.refunds import payment_task
from functions.payments.store.records import PaymentsTable
from tests.integration.payments.bus import Bus
from tests.integration.payments.shop import Shop, balances
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between


@pytest.fixture
def paid(shop: Shop) -> dict[str, Any]:
    payment = shop.started(provider="manual")
    body = {"receipt": "R1", "amount": {"amount": 12900, "currency": "CNY"}}
    assert shop.finance.post(f"/v1/admin/payments/{payment['id']}/record_receipt", body).status == 200
    return payment


def refunded(shop: Shop, amount: int) -> str:
    answer = shop.finance.post(
        f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "broken", "amount": {"amount": amount, "currency": "CNY"}}
    )
    assert (answer.status, answer.json["status"]) == (201, "pending")
    return str(answer.json["id"])


def tasks(shop: Shop, status: str = "open") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.finance.get(f"/v1/admin/payment_tasks?status={status}").json["data"]
    return found


def confirm(shop: Shop, task: str, reference: str = "OUT-1", key: str | None = None) -> Answer:
    headers = {"idempotency-key": key} if key else {}
    return shop.finance.call("POST", f"/v1/admin/payment_tasks/{task}/confirm", {"reference": reference}, headers)


def test_nothing_is_given_back_before_somebody_has_sent_it(shop: Shop, paid: dict[str, Any]) -> None:
    task = refunded(shop, 4000)
    assert [(one["id"], one["amount"]["amount"], one["order_number"], one["method"]) for one in tasks(shop)] == [
        (task, 4000, "N20260131", "bank_transfer")
    ]
    seen = shop.payment(paid["id"])
    assert (seen["refunded"]["amount"], seen["refund_pending"]["amount"], balances()["provider:manual:bank"]) == (0, 4000, 12900)
    (told,) = events_in(PaymentsTable, "payment_task.created")
    assert (told.data["task_id"], told.data["amount"], told.data["reason"]) == (task, 4000, "broken")
    assert events_in(PaymentsTable, "payment.refunded") == []
    # Nobody is asked what became of it, for as long as it takes.
    assert shop.due() == []

    assert [confirm(shop, task, text, key).status for text, key in (("out-1", "k"), ("out-1", "k"), ("ＯＵＴ-1", None))] == [200] * 3
    seen = shop.payment(paid["id"])
    assert (seen["refunded"]["amount"], seen["refund_pending"]["amount"], balances()["provider:manual:bank"]) == (4000, 0, 8900)
    assert (tasks(shop), [one["reference"] for one in tasks(shop, "done")]) == ([], ["OUT-1"])
    assert len(events_in(PaymentsTable, "payment.refunded")) == 1


def test_a_reference_sends_one_refund_and_a_task_has_one_reference(shop: Shop, paid: dict[str, Any]) -> None:
    first, second = refunded(shop, 1000), refunded(shop, 2000)
    assert confirm(shop, first).status == 200
    taken = confirm(shop, second, " out - 1")
    assert (taken.status, taken.code, taken.json["order_id"]) == (409, "receipt_used", shop.order_id)
    again = confirm(shop, first, "OUT-2")
    assert (again.status, again.code, again.json["reference"]) == (409, "task_done", "OUT-1")
    assert [one["id"] for one in tasks(shop, "all")] == [second, first]
    assert confirm(shop, second, "OUT-2").status == 200
    assert [one["id"] for one in tasks(shop, "all")] == [second, first]
    assert balances()["provider:manual:bank"] == 9900


@pytest.mark.parametrize(("other", "code"), [("OUT-2", "task_done"), ("OUT-1", None)])
def test_two_who_confirm_at_once(shop: Shop, paid: dict[str, Any], monkeypatch: pytest.MonkeyPatch, other: str, code: str | None) -> None:
    task = refunded(shop, 1000)
    in_between(monkeypatch, payment_task, "check_unused", lambda: confirm(shop, task, other))
    late = confirm(shop, task, "OUT-1")
    assert (late.status, late.code if code else None) == (409 if code else 200, code)
    assert (balances()["provider:manual:bank"], tasks(shop, "done")[0]["reference"]) == (11900, other)


def test_one_reference_for_two_tasks_at_once(shop: Shop, paid: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = refunded(shop, 1000), refunded(shop, 2000)
    in_between(monkeypatch, payment_task, "check_unused", lambda: confirm(shop, first))
    assert confirm(shop, second).code == "receipt_used"
    assert balances()["provider:manual:bank"] == 11900


def test_what_came_too_late_goes_back_by_hand_too(shop: Shop, paid: dict[str, Any]) -> None:
    shop.cancel()
    Bus(times=2).pump()
    (task,) = tasks(shop)
    assert (task["amount"]["amount"], task["payment_id"], shop.payment(paid["id"])["refunded"]["amount"]) == (12900, paid["id"], 0)


def test_only_finance_confirms(shop: Shop, paid: dict[str, Any]) -> None:
    task = refunded(shop, 1000)
    for role, status in (("support", 403), ("manager", 403), (None, 401)):
        client = Client(shop.finance.app, bearer(role) if role else {})
        assert client.post(f"/v1/admin/payment_tasks/{task}/confirm", {"reference": "X"}).status == status
    assert confirm(shop, "ref_01JD0000000000000000000000").status == 404
    assert confirm(shop, task, "\u200b").status == 422
    assert balances()["provider:manual:bank"] == 12900
