"""Payments are judged before their money is taken (O05)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.orders.model.states import CancelReason
from functions.orders.store.repository import get_order
from functions.payments.attempts import start_payment
from functions.payments.model.risk.score import Verdict
from functions.payments.providers.sandbox import SandboxProvider
from functions.payments.refunds.give_back import give_back
from functions.payments.risk import assess_start
from functions.payments.store.records import PaymentsTable
from functions.payments.store.risk_items import RiskPersonRecord
from functions.shared.events.contracts.payments import PaymentAuthorized, PaymentCaptured
from tests.integration.payments.bus import Bus
from tests.integration.payments.risk.judged import acting, counters, failed, judged, paid
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, told
from tests.support.events import events_in


@pytest.fixture
def bus() -> Bus:
    return Bus(planning=True)


def last(kind: str) -> Any:
    return events_in(PaymentsTable, kind)[-1].data


def test_below_hold_nothing_is_different(shop: Shop, provider: Provider) -> None:
    """O05: it is captured at once as it was asked for; the score and its reasons are told, and no verdict."""
    acting(new_account=(1, 5))
    answer = shop.pay("k1")
    assert (answer.json["capture"], provider.charges[answer.json["reference"]]["capture"]) == ("auto", "auto")
    paid(shop, answer)
    data = last(PaymentCaptured.TYPE)
    assert (data["score"], data["score_reasons"], data["verdict"]) == (5, ["new_account"], "")


def test_from_hold_on_money_is_held_and_not_taken_and_the_order_waits(shop: Shop, provider: Provider, bus: Bus) -> None:
    """O05: the buyer asked for nothing else, and is told nothing of it."""
    acting(new_account=(1, 50))
    answer = shop.pay("k1")
    assert provider.charges[answer.json["reference"]]["capture"] == "manual"
    assert not any(word in answer.text for word in ("score", "risk", "verdict", "new_account"))
    paid(shop, answer, "charge.authorized")
    data = last(PaymentAuthorized.TYPE)
    assert (data["verdict"], data["review_hours"], data["at_deadline"]) == ("hold", 48, "decline")
    bus.pump()
    record = get_order(shop.order_id)
    assert (record.status, record.in_review, int(record.captured or 0)) == ("fulfilling", 1, 0)
    assert events_in(PaymentsTable, PaymentCaptured.TYPE) == []


def test_who_takes_at_once_is_judged_too_and_the_parcel_waits(shop: Shop, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    """O05: a provider that cannot hold money."""
    acting(new_account=(1, 50))
    monkeypatch.setattr(SandboxProvider, "caps", replace(SandboxProvider.caps, manual_capture=False))
    answer = shop.pay("k1")
    assert answer.json["capture"] == "auto"
    paid(shop, answer)
    assert last(PaymentCaptured.TYPE)["verdict"] == "hold"
    bus.pump()
    record = get_order(shop.order_id)
    assert (record.status, record.payment_status, record.in_review) == ("paid", "paid", 1)


def test_from_decline_on_no_provider_is_asked_and_the_order_ends(shop: Shop, provider: Provider, bus: Bus) -> None:
    """O05: the buyer reads what a bank would have said. A repetition is told the same, and counted once."""
    acting(new_account=(1, 90))
    answer = shop.pay("k1")
    assert (answer.status, answer.json["status"], answer.json["failure"], provider.calls) == (201, "failed", "declined", [])
    assert not any(word in answer.text for word in ("score", "risk", "verdict", "fraud", "new_account"))
    before = [one.attribute_values for one in counters()]
    assert shop.pay("k1").text == answer.text
    assert [one.attribute_values for one in counters()] == before
    bus.pump()
    record = get_order(shop.order_id)
    assert (record.status, record.cancel_reason) == ("cancelled", CancelReason.PAYMENT_DECLINED)
    seen = shop.guest.get(f"/v1/orders/{shop.order_id}/payments").text
    assert "risk" not in seen
    assert "score" not in seen
    assert shop.pay("k2").code == "order_not_payable"


def test_a_start_that_died_goes_on_with_what_was_judged(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """O05: declined before the crash is declined after it, whatever the rules say by then."""

    def dies_here(*_: object) -> None:
        raise RuntimeError("died")

    acting(new_account=(1, 90))
    with monkeypatch.context() as dies:
        dies.setattr(start_payment, "apply_result", dies_here)
        assert shop.pay("k1").status == 500
    acting(new_account=(1, 0))
    assert (shop.pay("k1").json["failure"], provider.calls) == ("declined", [])


def test_what_the_provider_tells_is_judged_before_the_order_hears_of_the_money(shop: Shop, bus: Bus) -> None:
    """O05: a foreign card, told with the money; what was taken already goes back, and coupons and stock are free."""
    acting(card_country=(1, 90))
    answer = shop.pay("k1")
    assert judged(answer.json).verdict is Verdict.ACCEPT
    paid(shop, answer, payer_country="US")
    assert judged(answer.json).reasons == {"card_country": 90}
    assert last(PaymentCaptured.TYPE)["verdict"] == "decline"
    bus.pump()
    record = get_order(shop.order_id)
    assert (record.status, record.cancel_reason) == ("cancelled", "payment_declined")
    assert [one.data["amount"] for one in events_in(PaymentsTable, "payment.refunded")] == [12900]


def test_a_message_that_comes_twice_counts_and_judges_once(shop: Shop) -> None:
    """O05"""
    acting(velocity_card=(2, 60))
    answer = shop.pay("k1")
    for n in range(3):
        shop.webhook(told(answer.json, "charge.succeeded", key=f"sbxevt_{n}", card_fingerprint="fp_1"))
        shop.work()
    first = judged(answer.json)
    assert first.facts.card_orders == 1
    again = shop.pay("k2", order_id=shop.place(number="N2"))
    paid(shop, again, card_fingerprint="fp_1")
    assert (judged(again.json).facts.card_orders, judged(again.json).verdict) == (2, Verdict.HOLD)


def test_declines_count_for_card_order_and_address(shop: Shop) -> None:
    """O02: many cards on one order, told by their fingerprints; a message that is repeated counts once."""
    acting(cards_on_order=(3, 60), declines=(3, 60))
    for n in range(3):
        answer = shop.pay(f"k{n}")
        failed(shop, answer, card_fingerprint=f"fp_{n}")
        failed(shop, answer, card_fingerprint=f"fp_{n}")
    found = judged(shop.pay("k9").json)
    assert (found.facts.cards, found.facts.declines, found.verdict) == (3, 3, Verdict.DECLINE)


def test_watching_tells_and_does_nothing(shop: Shop, provider: Provider) -> None:
    """O05: what a shop has before anybody sets a rule."""
    acting("watch", new_account=(1, 90))
    answer = shop.pay("k1")
    assert (answer.json["status"], answer.json["capture"], judged(answer.json).verdict) == ("pending", "auto", Verdict.DECLINE)
    paid(shop, answer)
    assert (last(PaymentCaptured.TYPE)["score"], last(PaymentCaptured.TYPE)["verdict"]) == (90, "")


def test_switched_off_nothing_is_counted_or_kept(shop: Shop) -> None:
    """O05"""
    acting("off", new_account=(1, 90))
    paid(shop, shop.pay("k1"), payer_country="US", card_fingerprint="fp_1")
    assert counters() == []
    assert last(PaymentCaptured.TYPE)["score"] is None


def test_what_cannot_be_read_stops_nobody_and_lets_nothing_leave(shop: Shop, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    """O05: an outage is no free hour, and does not close the shop."""
    acting(new_account=(1, 5))

    def down(*_: object, **__: object) -> Any:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": ""}}, "BatchGetItem")

    with monkeypatch.context() as outage:
        outage.setattr(assess_start, "find_many", down)
        answer = shop.pay("k1")
    assert (answer.status, judged(answer.json).reasons) == (201, {"facts_unavailable": 50})
    paid(shop, answer, "charge.authorized")
    bus.pump()
    assert get_order(shop.order_id).in_review == 1


def test_nothing_that_is_kept_names_anybody(shop: Shop) -> None:
    """O05, H07: addresses, mailboxes, devices and cards are keyed hashes, and every item has its end."""
    acting(new_account=(1, 5))
    answer = shop.guest.call("POST", f"/v1/orders/{shop.order_id}/payments", {"provider": "sandbox"}, {"x-device-id": "the-device"})
    failed(shop, answer, card_fingerprint="the-card")
    paid(shop, shop.pay("k2"), card_fingerprint="the-card")
    items = [*counters(), *PaymentsTable.scan(PaymentsTable.kind == "assessment")]
    assert len(items) >= 5
    assert all(one.ttl for one in items)
    text = str([one.attribute_values for one in PaymentsTable.scan()])
    assert not any(secret in text for secret in ("the-device", "the-card", "127.0.0.1", "文三路"))


def bought(shop: Shop, device: str, number: int, *, total: int = 12_900, street: str = "文三路 1 号") -> Any:
    """A guest who is known by their mailbox; what their payment is judged by."""
    order = shop.place(total=total, number=f"B{number}", email="ada+shop@example.com", street=street)
    answer = shop.guest.call("POST", f"/v1/orders/{order}/payments", {"provider": "sandbox"}, {"x-device-id": device})
    facts = judged(answer.json).facts
    paid(shop, answer)
    return facts


def test_a_history_is_learnt_from_what_was_paid(shop: Shop) -> None:
    """O05: devices, places and amounts of somebody known; who is new surprises nobody."""
    acting("watch", new_device=(1, 60))
    first = bought(shop, "a", 1)
    assert (first.is_new, first.is_new_device, first.is_new_place, first.jump_percent) == (1, 0, 0, 0)
    second = bought(shop, "a", 2)
    assert (second.is_new, second.is_new_device, second.jump_percent, second.email_orders) == (0, 0, 100, 2)
    third = bought(shop, "b", 3, total=64_500, street="别的路 2 号")
    assert (third.is_new_device, third.is_new_place, third.jump_percent, third.takeover_percent) == (1, 1, 500, 500)
    assert bought(shop, "b", 4, street="别的路2号").is_new_place == 0


def test_what_goes_back_counts_against_who_asked_for_it_and_not_what_we_cancelled(shop: Shop) -> None:
    """O05: refunds are habits of people, ends of orders are not."""
    acting("watch", new_account=(1, 5))
    for number in range(2):
        bought(shop, "a", number)
    payments = [one.data["payment_id"] for one in events_in(PaymentsTable, PaymentCaptured.TYPE)]
    give_back(payments[0], cause="asked", reason="not_as_described")
    give_back(payments[1], cause="ended", reason="order_cancelled:staff")
    (person,) = RiskPersonRecord.scan(RiskPersonRecord.sk == "PERSON")
    assert (person.paid, person.refunds) == (2, 1)


def test_a_mailbox_that_is_thrown_away_is_told(shop: Shop) -> None:
    """O05: by the kept list, with sub-domains."""
    acting("watch", disposable_mail=(1, 20))
    for number, (mail, expected) in enumerate([("a@mailinator.com", 1), ("a@x.mailinator.com", 1), ("a@example.com", 0)]):
        order = shop.place(number=f"M{number}", email=mail)
        assert judged(shop.pay(f"m{number}", order_id=order).json).facts.is_disposable_mail == expected
