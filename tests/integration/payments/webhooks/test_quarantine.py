"""What does not fit is put aside until staff decide: looked at again, booked by decision, or dismissed; once. F-D8"""

from __future__ import annotations

from typing import Any

import pytest

from functions.payments.store.put_aside import put_aside_writes
from functions.payments.store.records import PaymentsTable
from functions.payments.store.repository import attempt_of, find_payment
from functions.payments.webhooks import decide_put_aside
from functions.shared.store.transactions import transact
from tests.integration.payments.bus import Bus
from tests.integration.payments.shop import Shop, balances, everything, told
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

URL = "/v1/admin/quarantine"


def listed(shop: Shop, status: str = "open") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.finance.get(f"{URL}?status={status}").json["data"]
    return found


def heard(shop: Shop, body: bytes) -> str:
    shop.webhook(body)
    shop.work()
    return str(listed(shop)[-1]["id"])


def decide(shop: Shop, name: str, how: str = "apply", key: str | None = None, **more: Any) -> Answer:
    headers = {"idempotency-key": key} if key else {}
    return shop.finance.call("POST", f"{URL}/{name}/{how}", {"reason": "looked into it", **more}, headers)


def test_what_is_put_aside_is_listed_once(shop: Shop) -> None:
    payment = shop.started()
    for _ in range(2):
        name = heard(shop, told(payment, amount=12899))
    (one,) = listed(shop)
    assert (one["id"], one["reason"], one["amount"]["amount"], one["payment_id"]) == (name, "amount_mismatch", 12899, payment["id"])
    assert len(events_in(PaymentsTable, "payment.quarantined")) == 1


def test_what_still_does_not_fit_is_not_booked_without_a_decision(shop: Shop) -> None:
    name = heard(shop, told(shop.started(), amount=12899))
    before = everything()
    refused = decide(shop, name)
    assert (refused.status, refused.code, refused.json["still"], refused.json["bookable"]) == (409, "does_not_fit", "amount_mismatch", True)
    assert everything() == before


def test_less_money_than_asked_is_booked_as_a_part_and_the_rest_can_be_paid(shop: Shop) -> None:
    name = heard(shop, told(shop.started(), amount=12800))
    first, again = decide(shop, name, book=True, key="k"), decide(shop, name, book=True, key="k")
    assert (first.status, again.text, first.json["status"], first.json["decision"]) == (200, first.text, "applied", "looked into it")
    Bus(times=2).pump()
    assert balances()[f"order:{shop.order_id}"] == -12800
    assert shop.started()["amount"]["amount"] == 100
    assert ([one["id"] for one in listed(shop, "applied")], listed(shop)) == ([name], [])
    assert [one["id"] for one in listed(shop, "all")] == [name]


def test_a_second_charge_is_booked_and_can_be_given_back(shop: Shop) -> None:
    payment = shop.started()
    shop.webhook(told(payment))
    shop.work()
    name = heard(shop, told(payment, key="sbxevt_2", id="sbx_other"))
    assert decide(shop, name, book=True).status == 200
    assert balances()[f"order:{shop.order_id}"] == -25800
    body = {"reason": "twice", "amount": {"amount": 12900, "currency": "CNY"}}
    assert shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", body).status == 201


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"currency": "USD"}, "currency_mismatch"), ({"reference": "01jd0000000000000000000000"}, "unknown_reference")],
)
def test_what_is_not_ours_is_never_booked_only_dismissed(shop: Shop, wrong: dict[str, Any], why: str) -> None:
    name = heard(shop, told(shop.started(), **wrong))
    refused = decide(shop, name, book=True)
    assert (refused.code, refused.json["still"], refused.json["bookable"]) == ("does_not_fit", why, False)
    assert decide(shop, name, "dismiss").json["status"] == "dismissed"
    late = decide(shop, name)
    assert (late.status, late.code, late.json["current"]) == (409, "already_decided", "dismissed")
    assert balances() == {}


def test_what_never_came_is_asked_for_again(shop: Shop) -> None:
    payment = shop.started()
    record = find_payment(payment["id"])
    assert record is not None
    transact(put_aside_writes("sandbox", "unresolved", cause="unresolved", attempt=attempt_of(record)))
    assert decide(shop, listed(shop)[0]["id"]).status == 200
    assert len(shop.due()) == 1


@pytest.mark.parametrize("how", ["apply", "dismiss"])
def test_two_who_decide_at_once(shop: Shop, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    name = heard(shop, told(shop.started(), amount=12800))
    in_between(monkeypatch, decide_put_aside, "find_put_aside", lambda: decide(shop, name, "dismiss"))
    late = decide(shop, name, how, book=True) if how == "apply" else decide(shop, name, how)
    assert (late.status, late.code, balances()) == (409, "already_decided", {})


def test_only_finance_decides(shop: Shop) -> None:
    name = heard(shop, told(shop.started(), amount=12800))
    before = everything()
    for role, status in (("support", 403), ("manager", 403), (None, 401)):
        client = Client(shop.finance.app, bearer(role) if role else {})
        assert client.post(f"{URL}/{name}/apply", {"reason": "x", "book": True}).status == status
    assert (decide(shop, "qtn_unknown").status, decide(shop, name, reason="").status, everything() == before) == (404, 422, True)
