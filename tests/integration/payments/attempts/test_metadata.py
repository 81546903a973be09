"""What integrations keep on payments and refunds."""

from __future__ import annotations

from typing import Any

import pytest

from functions.payments.app import app
from functions.payments.attempts import note_payment
from functions.payments.facts import apply_event
from functions.payments.refunds import note_refund
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import fresh
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, told
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

OWN = {"metadata": {"seen": "by all"}, "private_metadata": {"erp": "only-staff"}}


def test_payments_and_refunds_keep_it_and_events_tell_the_public_part(shop: Shop, provider: Provider) -> None:
    """X10, F-C11"""
    payment = shop.started(metadata={"till": "7"})
    shop.webhook(told(payment))
    shop.work()
    assert payment["metadata"] == shop.payment(payment["id"])["metadata"] == {"till": "7"}
    url = f"/v1/admin/orders/{shop.order_id}/refunds"
    amount = {"amount": 100, "currency": "CNY"}
    made = shop.finance.post(url, {"reason": "broken", "amount": amount} | OWN).json
    (listed,) = shop.finance.get(url).json["data"]
    for refund in (made, listed):
        assert {name: refund[name] for name in OWN} == OWN
    shop.work(shop.due())
    data = {event.type: event.data for event in events_in(PaymentsTable)}
    assert data["payment.captured"]["metadata"] == {"till": "7"}
    assert data["payment.refunded"]["metadata"] == OWN["metadata"]
    assert "only-staff" not in str(data)


def noted(shop: Shop, url: str, notes: dict[str, Any], **headers: str) -> Answer:
    return shop.finance.patch(url, notes, **headers)


def test_staff_keep_notes_on_a_payment_and_its_payer_sees_the_public_part(shop: Shop, provider: Provider) -> None:
    """X10, F-C11: also after it was made; what was paid stays as it is."""
    payment = shop.started(metadata={"till": "7"})
    url = f"/v1/admin/payments/{payment['id']}"
    before = shop.finance.get(url)
    assert (before.json["private_metadata"], before.headers["etag"]) == ({}, f'"{before.json["version"]}"')
    made = noted(shop, url, {"private_metadata": OWN["private_metadata"]}, If_Match=before.headers["etag"])
    assert (made.status, made.json["metadata"]) == (200, {"till": "7"})
    assert noted(shop, url, {"metadata": {}}, If_Match=before.headers["etag"]).code == "version_conflict"
    shop.webhook(told(payment))
    shop.work()
    paid = noted(shop, url, {"metadata": OWN["metadata"]})
    assert {name: paid.json[name] for name in OWN} == OWN
    assert (paid.json["status"], paid.json["captured"]) == ("captured", payment["amount"])
    assert noted(shop, url, OWN).json["version"] == noted(shop, url, {}).json["version"] == paid.json["version"], "the same again"
    (listed,) = shop.finance.get(f"/v1/admin/payments?order={shop.order_id}").json["data"]
    assert listed == paid.json
    seen = shop.payment(payment["id"])
    assert seen["metadata"] == OWN["metadata"]
    for answer in (shop.guest.get(f"/v1/payments/{payment['id']}"), shop.guest.get(f"/v1/orders/{shop.order_id}/payments")):
        assert "private_metadata" not in answer.text
    events = [event for event in events_in(PaymentsTable) if event.type == "payment.edited"]
    assert [(event.data["fields"], event.data["metadata"]) for event in events] == [
        (["private_metadata"], {"till": "7"}),
        (["metadata"], OWN["metadata"]),
    ]
    assert "only-staff" not in str(events_in(PaymentsTable))
    assert Client(app, bearer("support")).patch(url, OWN).status == 403
    assert shop.finance.patch("/v1/admin/payments/" + fresh.new_id("pay"), OWN).status == 404
    assert shop.pay(private_metadata={"a": "b"}).status == 422, "buyers write public ones only"


def test_notes_and_a_providers_message_at_once_lose_nothing(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """X10"""
    payment = shop.started()
    shop.webhook(told(payment))
    in_between(monkeypatch, note_payment, "known_payment", shop.work)
    made = noted(shop, f"/v1/admin/payments/{payment['id']}", OWN)
    assert (made.status, made.json["status"], {name: made.json[name] for name in OWN}) == (200, "captured", OWN)


def test_staff_keep_notes_on_a_refund_later(shop: Shop, provider: Provider) -> None:
    """X10, F-C11"""
    shop.webhook(told(shop.started()))
    shop.work()
    refunds = f"/v1/admin/orders/{shop.order_id}/refunds"
    made = shop.finance.post(refunds, {"reason": "broken", "amount": {"amount": 100, "currency": "CNY"}}).json
    assert (made["metadata"], made["private_metadata"], made["version"]) == ({}, {}, 1)
    url = f"{refunds}/{made['id']}"
    first = noted(shop, url, OWN)
    assert {name: first.json[name] for name in OWN} == OWN
    assert first.headers["etag"] == f'"{first.json["version"]}"'
    assert noted(shop, url, {"metadata": {}}, If_Match='"77"').json["current"] == first.json
    shop.work(shop.due())
    (listed,) = shop.finance.get(refunds).json["data"]
    assert (listed["status"], {name: listed[name] for name in OWN}) == ("succeeded", OWN)
    assert noted(shop, url, {"metadata": {}}, If_Match=f'"{listed["version"]}"').json["metadata"] == {}
    events = {event.type: event for event in events_in(PaymentsTable)}
    assert events["payment.refund_edited"].data["fields"] == ["metadata"]
    assert "only-staff" not in str(events_in(PaymentsTable))
    assert noted(shop, f"{refunds}/{fresh.new_id('ref')}", OWN).status == 404
    assert noted(shop, f"/v1/admin/orders/{fresh.new_id('ord')}/refunds/{made['id']}", OWN).status == 404
    assert Client(app, bearer("support")).patch(url, OWN).status == 403


def test_notes_on_a_refund_that_is_settled_in_that_moment_lose_nothing(
    shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X10: either is told of the other's state."""
    shop.webhook(told(shop.started()))
    shop.work()
    provider.lost_answers = 1
    refunds = f"/v1/admin/orders/{shop.order_id}/refunds"
    made = shop.finance.post(refunds, {"reason": "broken", "amount": {"amount": 100, "currency": "CNY"}}).json
    assert shop.finance.get(f"{refunds}/{made['id']}").json["status"] == "pending"
    in_between(monkeypatch, note_refund, "known_refund", lambda: shop.work(shop.due()))
    both = noted(shop, f"{refunds}/{made['id']}", OWN).json
    assert (both["status"], {name: both[name] for name in OWN}) == ("succeeded", OWN)


def test_a_refund_tells_what_was_noted_before_its_money_went(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """X10: whoever settles it read it before the notes were written, and reads it again."""
    shop.webhook(told(shop.started()))
    shop.work()
    provider.lost_answers = 1
    refunds = f"/v1/admin/orders/{shop.order_id}/refunds"
    made = shop.finance.post(refunds, {"reason": "broken", "amount": {"amount": 100, "currency": "CNY"}}).json
    due = shop.due()
    in_between(monkeypatch, apply_event, "history", lambda: noted(shop, f"{refunds}/{made['id']}", OWN))
    shop.work(due)
    (event,) = [event for event in events_in(PaymentsTable) if event.type == "payment.refunded"]
    assert event.data["metadata"] == OWN["metadata"]
