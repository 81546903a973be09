"""The way of a webhook: verified, kept, acknowledged; then applied once by the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.payments.store.records import PaymentsTable
from functions.shared.outside import aws, clock
from functions.shared.plain import signatures, times
from functions.shared.store.records import connection
from tests.integration.payments.shop import GUEST_TOKEN, WEBHOOK, Shop, balances, everything, told
from tests.support.events import events_in


def test_three_deliveries_are_one_payment_and_three_acknowledgements(shop: Shop) -> None:
    """E09, E11"""
    payment = shop.started()
    body = told(payment)
    answers = [shop.webhook(body) for _ in range(3)]
    assert [(answer.status, answer.text) for answer in answers] == [(200, "ok")] * 3
    shop.work()
    answers = [shop.webhook(body), shop.webhook(body)]
    assert [(answer.status, answer.text) for answer in answers] == [(200, "ok")] * 2
    assert shop.work() == 0
    (event,) = events_in(PaymentsTable)
    assert (event.type, event.subject, event.actor.kind) == ("payment.captured", payment["id"], "provider")
    assert event.data == {
        "payment_id": payment["id"],
        "order_id": shop.order_id,
        "provider": "sandbox",
        "provider_ref": f"sbx_{payment['reference']}",
        "amount": 12900,
        "currency": "CNY",
        "part": False,
        "captured_at": event.data["captured_at"],
        "metadata": {},
        "payer_country": "",
        "risk": "",
        "score": event.data["score"],
        "score_reasons": event.data["score_reasons"],
        "verdict": "",
        "review_hours": 0,
        "at_deadline": "",
    }
    paid = shop.payment(payment["id"])
    assert (paid["status"], paid["captured"]["amount"], paid["next_action"]["kind"]) == ("captured", 12900, "none")
    assert balances() == {"provider:sandbox:sandbox": 12900, f"order:{shop.order_id}": -12900}


def test_every_delivery_before_processing_is_queued_and_counts_once(shop: Shop) -> None:
    body = told(shop.started())
    for _ in range(3):
        shop.webhook(body)
    assert shop.work() == 3
    assert len(events_in(PaymentsTable)) == 1


def test_a_crash_between_inbox_and_queue_is_healed_by_the_providers_repetition(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = shop.started()
    body, sqs = told(payment), aws.client("sqs")

    class Dead:
        def send_message(self, **_: Any) -> None:
            raise ConnectionError("the function dies here")

    monkeypatch.setattr(aws, "client", lambda name: Dead() if name == "sqs" else sqs)
    assert shop.webhook(body).status == 500
    monkeypatch.undo()
    monkeypatch.setenv("QUEUE_PAYMENT_WEBHOOKS", shop.queue)
    assert shop.work() == 0
    assert (shop.webhook(body).status, shop.work()) == (200, 1)
    assert shop.payment(payment["id"])["status"] == "captured"


@pytest.mark.parametrize("case", ["tampered", "wrong key", "no header", "garbage", "stale", "future", "two signatures", "reserialised"])
def test_forged_and_stale_messages_are_401_and_change_nothing(shop: Shop, case: str) -> None:
    """E12"""
    body, now = told(shop.started()), int(clock.now().timestamp())
    before = everything()
    good = signatures.sign("sandbox-test-secret", now, body)
    answer = {
        "tampered": lambda: shop.webhook(body.replace(b"12900", b"12901"), header=good),
        "wrong key": lambda: shop.webhook(body, secret="another"),
        "no header": lambda: shop.webhook(body, header=""),
        "garbage": lambda: shop.webhook(body, header="t=é,v1=\x00"),
        "stale": lambda: shop.webhook(body, at=now - 302),
        "future": lambda: shop.webhook(body, at=now + 302),
        "two signatures": lambda: shop.webhook(body, header=f"{good},t={now + 5}"),
        "reserialised": lambda: shop.webhook(body.replace(b": ", b":"), header=good),
    }[case]()
    assert (answer.status, answer.text) == (401, "")
    assert everything() == before
    assert shop.waiting() == []


def test_times_inside_the_window_are_accepted(shop: Shop) -> None:
    now = int(clock.now().timestamp())
    with clock.frozen(times.parse("2026-01-31T08:00:00Z")):
        now = int(clock.now().timestamp())
        body = told({"reference": "x", "amount": {"amount": 1, "currency": "CNY"}})
        assert [shop.webhook(body, at=now + shift).status for shift in (-300, 300)] == [200, 200]


def test_an_oversized_body_is_413_and_changes_nothing(shop: Shop) -> None:
    answer = shop.webhook(b"x" * (256 * 1024 + 1))
    assert (answer.status, everything(), shop.waiting()) == (413, [], [])


def test_header_names_in_any_case_and_a_foreign_authorization_do_no_harm(shop: Shop) -> None:
    body = told(shop.started())
    signature = signatures.sign("sandbox-test-secret", int(clock.now().timestamp()), body)
    headers = {"x-SANDBOX-signature": signature, "Authorization": "Basic whatever"}
    assert shop.door.call("POST", WEBHOOK, body, headers).status == 200


def test_an_unknown_provider_is_404(shop: Shop) -> None:
    for code in ("nobody", "manual"):
        assert shop.door.call("POST", f"/v1/webhooks/payments/{code}", b"{}", {}).status == 404


def test_a_genuine_message_we_cannot_read_is_not_acknowledged(shop: Shop) -> None:
    for body in (b"{", b"[]", b'{"id": 1, "type": "charge.succeeded"}', b"[" * 50_000):
        assert shop.webhook(body).status == 503
    assert (everything(), shop.waiting()) == ([], [])


def test_types_we_do_not_know_are_acknowledged_and_forgotten(shop: Shop) -> None:
    assert shop.webhook(b'{"id": "e", "type": "payout.paid", "created": 1, "data": {}}').status == 200
    assert (everything(), shop.waiting()) == ([], [])


def test_at_most_two_table_requests_before_the_acknowledgement(shop: Shop) -> None:
    """P: providers.md rule 9"""
    body, calls = told(shop.started()), []
    events = connection().client.meta.events
    events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name), unique_id="count")
    try:
        shop.webhook(body)
        shop.webhook(body)
        shop.webhook(body, secret="forged")
    finally:
        events.unregister("before-call.dynamodb", unique_id="count")
    assert calls == ["PutItem", "PutItem"]


def test_no_secret_and_no_token_is_kept(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    """E12"""
    payment = shop.started()
    shop.webhook(told(payment))
    shop.webhook(told(payment), secret="forged")
    shop.work()
    kept = str(everything()) + str([vars(record) for record in caplog.records])
    assert "webhook.refused" in kept
    assert "sandbox-test-secret" not in kept
    assert GUEST_TOKEN not in kept


def test_a_replay_long_after_has_no_second_effect(shop: Shop) -> None:
    payment = shop.started()
    shop.webhook(told(payment))
    shop.work()
    with clock.frozen(clock.now() + timedelta(days=400)):
        assert shop.webhook(told(payment)).status == 200
        shop.work()
        shop.webhook(told(payment, key="sbxevt_2"))
        shop.work()
    assert len(events_in(PaymentsTable)) == 1
    assert balances()[f"order:{shop.order_id}"] == -12900
