"""E07: with its owner's consent a card is kept as its provider's token, pays later orders, and is nobody else's."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.payments import forget_payment_methods
from functions.payments.app import app
from functions.payments.saved import wallets
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.errors import Unavailable
from functions.shared.sealing import KEY_SK, KeyRecord, forget, key_pk
from tests.integration.payments.bus import Bus
from tests.integration.payments.shop import GUEST_TOKEN, Shop, everything, told
from tests.support.http import Answer, Client
from tests.support.identity import bearer

MINE = "/v1/me/payment_methods"


class Person:
    """Somebody who is signed in."""

    def __init__(self, shop: Shop) -> None:
        self.shop, subject = shop, str(uuid.uuid4())
        self.id = ids.customer_id(subject)
        self.client = Client(app, {"X-Order-Token": GUEST_TOKEN, **bearer(subject=subject)})

    def pay(self, **body: Any) -> Answer:
        order = body.pop("order_id", None) or self.shop.place(number=f"N{uuid.uuid4().hex[:8]}")
        return self.client.post(f"/v1/orders/{order}/payments", body)

    def keeps(self, **card: str) -> dict[str, Any]:
        """They pay an order and agree that their card is kept."""
        started = self.pay(provider="sandbox", save=True)
        assert started.status == 201, started.text
        self.shop.provider.pay(started.json["reference"], **card)
        self.shop.webhook(told(started.json, key=f"evt_{started.json['id']}"))
        self.shop.work()
        Bus(times=2).pump()
        newest: dict[str, Any] = self.all()[0]
        return newest

    def all(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.client.get(MINE).json["data"]
        return found


@pytest.fixture
def person(shop: Shop) -> Person:
    return Person(shop)


def test_a_card_is_kept_masked_and_pays_a_later_order_without_entry(person: Person) -> None:
    kept = person.keeps()
    shown = {name: value for name, value in kept.items() if name not in ("id", "kept_at")}
    card = {"brand": "visa", "last4": "4242", "expires": "2039-12", "expired": False}
    assert shown == {"provider": "sandbox", "method": "wallet", "default": True, **card}
    assert "sbxtok_" not in str(everything())
    paid = person.pay(payment_method_id=kept["id"])
    assert (paid.status, paid.json["status"], paid.json["next_action"]["kind"]) == (201, "captured", "none")
    assert len(person.all()) == 1


def test_without_consent_nothing_is_kept(person: Person) -> None:
    started = person.pay(provider="sandbox").json
    person.shop.provider.pay(started["reference"])
    person.shop.webhook(told(started))
    person.shop.work()
    Bus().pump()
    assert person.all() == []


@pytest.mark.parametrize("outcome", ["failed", "pending"])
def test_what_was_not_paid_is_not_kept(person: Person, outcome: str) -> None:
    started = person.pay(provider="sandbox", save=True).json
    person.shop.provider.pay(started["reference"], outcome)
    if outcome == "failed":
        person.shop.webhook(told(started, "charge.failed"))
    person.shop.work()
    Bus().pump()
    assert person.all() == []


def test_nobody_else_can_see_use_choose_or_remove_it(shop: Shop, person: Person) -> None:
    kept, other = person.keeps(), Person(shop)
    guest = shop.pay(provider=None, payment_method_id=kept["id"])
    for answer in (
        other.pay(payment_method_id=kept["id"]),
        other.pay(payment_method_id="pmt_unknown"),
        other.client.delete(f"{MINE}/{kept['id']}"),
        other.client.patch(f"{MINE}/{kept['id']}", {"default": True}),
        guest,
    ):
        assert answer.status == 404, answer.text
    assert (other.all(), person.all()) == ([], [kept])
    assert shop.guest.get(MINE).status == 401


def test_the_bank_asks_or_declines(person: Person) -> None:
    asks = person.pay(payment_method_id=person.keeps(then="pending")["id"]).json
    assert (asks["status"], asks["next_action"]["kind"]) == ("pending", "redirect")
    declined = person.pay(payment_method_id=person.keeps(last4="0002", then="failed")["id"]).json
    assert (declined["status"], declined["failure"], declined["advice"]) == ("failed", "declined_by_customer_or_bank", "retry")


def test_a_card_whose_last_month_is_over_everywhere_is_told_so(person: Person) -> None:
    kept = person.keeps(expires="2031-02")
    with clock.frozen(times.parse("2031-03-01T11:59:59Z")):
        assert person.pay(payment_method_id=kept["id"]).json["status"] == "captured"
    with clock.frozen(times.parse("2031-03-01T12:00:00Z")):
        answer = person.pay(payment_method_id=kept["id"])
        assert (answer.status, answer.code) == (409, "payment_method_expired")


def test_a_token_that_the_provider_forgot_fails_with_advice(shop: Shop, person: Person) -> None:
    kept = person.keeps()
    shop.provider.cards.clear()
    paid = person.pay(payment_method_id=kept["id"]).json
    assert (paid["status"], paid["failure"], paid["advice"]) == ("failed", "token_not_found", "other_method")


def test_the_default_is_the_newest_until_one_is_chosen(person: Person) -> None:
    first, second = person.keeps(), person.keeps(last4="1111")
    assert [(one["id"], one["default"]) for one in person.all()] == [(second["id"], True), (first["id"], False)]
    assert person.client.patch(f"{MINE}/{first['id']}", {"default": True}).json["default"] is True
    assert [one["default"] for one in person.all()] == [False, True]
    assert person.client.delete(f"{MINE}/{first['id']}").status == 204
    assert [(one["id"], one["default"]) for one in person.all()] == [(second["id"], True)]
    assert person.client.patch(f"{MINE}/{second['id']}", {"default": False}).status == 422


def test_removed_is_removed_at_the_provider_too_also_when_it_answers_late(shop: Shop, person: Person) -> None:
    kept = person.keeps()
    assert person.client.delete(f"{MINE}/{kept['id']}").status == 204
    assert (person.all(), person.pay(payment_method_id=kept["id"]).status) == ([], 404)
    assert person.client.delete(f"{MINE}/{kept['id']}").status == 404
    shop.provider.lost_answers = 1
    Bus(times=2).pump()
    assert (shop.provider.cards, wallets.wallet_of(person.id).leaving) == ({}, [])


def test_the_same_card_again_takes_the_place_of_the_earlier_one(shop: Shop, person: Person) -> None:
    first = person.keeps()
    person.client.patch(f"{MINE}/{first['id']}", {"default": True})
    person.keeps(last4="1111")
    again = person.keeps()
    assert [(one["last4"], one["default"]) for one in person.all()] == [("4242", True), ("1111", False)]
    assert again["id"] != first["id"]
    assert len(shop.provider.cards) == 2


def test_who_may_keep_what(shop: Shop, person: Person) -> None:
    assert (shop.pay(save=True).status, shop.pay(save=True).code) == (403, "sign_in_to_keep")
    assert person.pay(provider="manual", save=True, method="bank_transfer").code == "unsupported_save"
    for body in ({}, {"provider": "sandbox", "payment_method_id": "pmt_1"}, {"payment_method_id": "pmt_1", "save": True}):
        assert person.pay(**body).status == 422
    for n in range(20):
        person.keeps(last4=f"{n:04}")
    assert person.pay(provider="sandbox", save=True).code == "too_many_payment_methods"


def test_the_same_call_twice_charges_once(shop: Shop, person: Person) -> None:
    kept, order, headers = person.keeps(), shop.place(number="N20260999"), {"Idempotency-Key": "k-" + "1" * 20}
    path, body = f"/v1/orders/{order}/payments", {"payment_method_id": kept["id"]}
    shop.provider.lost_answers = 1
    assert person.client.call("POST", path, body, headers).code == "payment_outcome_unknown"
    answers = [person.client.call("POST", path, body, headers).json for _ in range(2)]
    assert (answers[0]["status"], answers[0]["id"]) == ("captured", answers[1]["id"])
    assert len(shop.provider.charges) == 2


def test_of_two_who_change_a_wallet_at_once_both_count(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = person.keeps(), person.keeps(last4="1111")
    meanwhile, real = [lambda: person.client.delete(f"{MINE}/{first['id']}")], wallets._read

    def read(of: str) -> Any:
        found = real(of)
        if meanwhile:
            meanwhile.pop()()
        return found

    monkeypatch.setattr(wallets, "_read", read)
    assert person.client.delete(f"{MINE}/{second['id']}").status == 204
    assert person.all() == []


def test_erased_with_the_person_here_and_at_the_provider(shop: Shop, person: Person) -> None:
    person.keeps()
    removed = person.keeps(last4="1111")
    person.client.delete(f"{MINE}/{removed['id']}")
    shop.provider.refuse = (500, "down")
    with pytest.raises(Unavailable):
        forget_payment_methods(person.id)
    shop.provider.refuse = None
    assert (forget_payment_methods(person.id), forget_payment_methods(person.id)) == (2, 0)
    assert (shop.provider.cards, person.all()) == ({}, [])


def test_who_is_erased_before_their_card_is_kept_leaves_nothing(shop: Shop, person: Person) -> None:
    started = person.pay(provider="sandbox", save=True).json
    shop.provider.pay(started["reference"])
    shop.webhook(told(started))
    shop.work()
    KeyRecord(pk=key_pk(person.id), sk=KEY_SK, kind="person_key", erased_at="2026-01-01T00:00:00Z").save()
    forget(person.id)
    Bus().pump()
    assert (shop.provider.cards, person.all()) == ({}, [])


def test_held_money_keeps_the_card_from_when_it_is_held(shop: Shop, person: Person) -> None:
    started = person.pay(provider="sandbox", save=True, capture="manual").json
    shop.provider.pay(started["reference"], "authorized")
    shop.webhook(told(started, "charge.authorized"))
    shop.work()
    Bus().pump()
    assert len(person.all()) == 1
