"""A webhook that never comes: the sweep finds the payment, the worker asks the provider."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from functions.payments.app import process_webhooks, sweep_payments
from functions.payments.attempts import poll_payment
from functions.payments.store import put_aside
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, PaymentsTable, payment_pk
from functions.payments.webhooks import decide_put_aside
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.records import find
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, told
from tests.support.events import events_in

START = times.parse("2026-01-31T08:00:00Z")


@pytest.fixture(autouse=True)
def _at_start() -> Iterator[None]:
    with clock.frozen(START):
        yield


def minutes_later(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def swept(shop: Shop, minutes: float) -> int:
    """Sweep and work so many minutes after the start; how many payments were due."""
    with clock.frozen(minutes_later(minutes)):
        due: int = sweep_payments({}, None)["due"]
        assert shop.work() == due
    return due


def fails(shop: Shop, minutes: float) -> bool:
    """Sweep and work, when every round fails; whether something was due. Delivered again, it is not due any more."""
    with clock.frozen(minutes_later(minutes)):
        messages = shop.due()
        process_webhooks({"Records": messages}, None)
        shop.work(messages)
    return bool(messages)


def around(*minutes: int, until: int) -> list[int]:
    """Those minutes with their neighbours, and every tenth one: what is due at no other is not asked for."""
    near = {minute + away for minute in minutes for away in (-1, 0, 1)}
    return sorted(minute for minute in near | set(range(10, until, 10)) if 1 <= minute < until)


def due_at(payment_id: str) -> str | None:
    record = find(PaymentRecord, payment_pk(payment_id), PAYMENT_SK)
    assert record is not None
    return record.due_at


def tries(payment_id: str) -> float | None:
    record = find(PaymentRecord, payment_pk(payment_id), PAYMENT_SK)
    assert record is not None
    return record.due_tries


def test_a_lost_webhook_is_found_within_five_minutes(shop: Shop, provider: Provider) -> None:
    """E09"""
    payment = shop.started()
    assert swept(shop, 0.9) == 0
    assert swept(shop, 1) == 1
    assert shop.payment(payment["id"])["status"] == "pending"
    provider.pay(payment["reference"])
    assert swept(shop, 2) == 0
    assert swept(shop, 5) == 1
    assert shop.payment(payment["id"])["status"] == "captured"
    shop.webhook(told(payment))
    shop.work()
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.captured"]
    assert balances()[f"order:{shop.order_id}"] == -12900
    assert due_at(payment["id"]) is None


def test_a_payment_told_by_webhook_is_not_asked_for(shop: Shop, provider: Provider) -> None:
    payment = shop.started()
    shop.webhook(told(payment))
    shop.work()
    assert (swept(shop, 60), provider.calls) == (0, ["POST /charges"])


def test_it_is_asked_at_1_5_10_30_minutes_then_closed(shop: Shop, provider: Provider) -> None:
    payment = shop.started()
    asked = [minute for minute in range(1, 40) if swept(shop, minute)]
    assert asked == [1, 5, 10, 30]
    assert shop.payment(payment["id"])["status"] == "voided"
    assert provider.charges[payment["reference"]]["status"] == "closed"
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.voided"]
    assert due_at(payment["id"]) is None


def test_of_an_order_with_more_time_it_is_asked_up_to_two_hours_and_at_expiry(shop: Shop, provider: Provider) -> None:
    """E09: and after the close once more"""
    shop.order_id = shop.place(minutes=180)
    payment = shop.started()
    asked = [minute for minute in around(1, 5, 10, 30, 60, 120, 180, until=240) if swept(shop, minute)]
    assert asked == [1, 5, 10, 30, 60, 120, 180]
    reference = payment["reference"]
    assert provider.calls[-3:] == [f"GET /charges/{reference}", f"POST /charges/{reference}/close", f"GET /charges/{reference}"]
    assert shop.payment(payment["id"])["status"] == "voided"


def test_money_that_came_during_the_close_is_found(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """E11"""
    payment, close = shop.started(), provider.close
    for minute in (1, 5, 10):
        swept(shop, minute)

    def pays_first(reference: str) -> tuple[int, dict[str, object]]:
        provider.pay(reference)
        return close(reference)

    monkeypatch.setattr(provider, "close", pays_first)
    swept(shop, 30)
    assert shop.payment(payment["id"])["status"] == "captured"


def test_a_failed_payment_is_asked_for_until_expiry_only(shop: Shop, provider: Provider) -> None:
    payment = shop.started()
    provider.pay(payment["reference"], "failed")
    assert [minute for minute in around(1, 5, 10, 30, until=60) if swept(shop, minute)] == [1, 5, 10, 30]
    assert shop.payment(payment["id"])["status"] == "failed"
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.failed"]


def test_a_charge_that_never_reached_the_provider_is_closed(shop: Shop, provider: Provider) -> None:
    provider.refuse = (503, "down")
    assert shop.pay().status == 503
    provider.refuse = None
    for minute in (1, 5, 10, 30):
        swept(shop, minute)
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.voided"]


def test_a_provider_that_is_down_is_asked_again_and_reported_after_a_day(shop: Shop, provider: Provider) -> None:
    payment = shop.started()
    provider.refuse = (503, "down")
    for minute in (1, 5, 10, 30):
        assert swept(shop, minute) == 1
    assert swept(shop, 35) == 1
    assert swept(shop, 36) == 0
    assert swept(shop, 30 + 24 * 60) == 1
    (event,) = events_in(PaymentsTable)
    assert (event.type, event.data["reason"]) == ("payment.quarantined", "unresolved")
    assert due_at(payment["id"]) is None


def test_a_wrong_amount_makes_the_worker_ask_at_once(shop: Shop, provider: Provider) -> None:
    payment = shop.started()
    provider.pay(payment["reference"])
    shop.webhook(told(payment, amount=1))
    shop.work()
    assert swept(shop, 0) == 1
    assert shop.payment(payment["id"])["status"] == "captured"
    assert {event.type for event in events_in(PaymentsTable)} == {"payment.captured", "payment.quarantined"}


def test_two_sweeps_ask_once(shop: Shop, provider: Provider) -> None:
    shop.started()
    with clock.frozen(minutes_later(1)):
        assert [sweep_payments({}, None)["due"] for _ in range(2)] == [1, 1]
        shop.work()
    assert [call.split()[0] for call in provider.calls] == ["POST", "GET"]


def test_a_slow_provider_does_not_hold_up_the_messages_of_others(shop: Shop, provider: Provider) -> None:
    """F-A29: what needs nobody is done first; there is no time for the rest, which goes back."""

    class Ends:
        def get_remaining_time_in_millis(self) -> int:
            return 5_000 if shop.payment(payment["id"])["status"] == "captured" else 20_000

    slow, payment = shop.started(), shop.started()
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        shop.webhook(told(payment))
        due = shop.due()
        records = sorted(due, key=lambda one: "poll" not in one["body"])
        answer = process_webhooks({"Records": records}, Ends())
    given_back = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
    assert given_back == {one["messageId"] for one in records if "poll" in one["body"]}
    assert (shop.payment(payment["id"])["status"], shop.payment(slow["id"])["status"]) == ("captured", "pending")


def test_a_round_that_always_fails_is_put_aside_for_people_once(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours that no repetition mends: asked more and more rarely, then in the quarantine, from where it is asked again."""
    payment = shop.started()

    def broken(*_: object) -> None:
        raise RuntimeError("a fault that no repetition mends")

    asks = poll_payment._ask
    monkeypatch.setattr(poll_payment, "_ask", broken)
    asked = [minute for minute in around(1, 6, 11, 16, 24, 40, 72, 132, 192, 252, until=600) if fails(shop, minute)]
    assert asked == [1, 6, 11, 16, 24, 40, 72, 132, 192, 252]
    (event,) = events_in(PaymentsTable)
    assert (event.type, event.data["reason"], due_at(payment["id"])) == ("payment.quarantined", "unresolved", times.iso(minutes_later(252)))
    monkeypatch.setattr(poll_payment, "_ask", asks)
    with clock.frozen(minutes_later(300)):
        (kept,) = put_aside.put_aside("open", limit=10, cursor=None).data
        decide_put_aside.apply(kept.message.id, why="mended", book=False, by="staff", remember=lambda _: ())
    assert swept(shop, 301) == 1
    assert shop.payment(payment["id"])["status"] == "voided"
    assert due_at(payment["id"]) is None


def test_a_round_that_succeeds_forgets_the_failed_ones(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = shop.started()
    with monkeypatch.context() as patched:
        patched.delattr(poll_payment, "_ask")
        assert [fails(shop, minute) for minute in (1, 6)] == [True, True]
    assert tries(payment["id"]) == 2
    assert swept(shop, 11) == 1
    assert tries(payment["id"]) is None
