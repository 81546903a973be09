"""What is owed equals the accounts, the alarm rings where it does not, and credit of somebody who is erased is let go."""

from __future__ import annotations

import logging
import uuid

import pytest

from functions.loyalty.app import check_owed
from functions.loyalty.model.stored import ValueBook
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.records import SUMS_SK, SumsRecord, ValueSumsRecord, shard_of, sums_pk
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import MAX_AMOUNT
from tests.integration.loyalty.shop import NOON, customer_of, given, hear, owner_of, programme, staff
from tests.integration.loyalty.tenders import a_card, check_values, credit_of, given_credit, known


@pytest.mark.parametrize("planted", ["points", "cards"])
def test_a_planted_difference_rings_the_alarm_and_mends_nothing(planted: str, caplog: pytest.LogCaptureFixture) -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        given(subject, 300)
        card = a_card(5000)
        assert check_owed({}, None)["differences"] == 0
        if planted == "points":
            pk, what = sums_pk(customer_of(subject)), "points.usable"
            record = SumsRecord.get(pk, SUMS_SK)
            record.update(actions=[SumsRecord.usable.add(7)])
        else:
            pk, what = sums_pk(card["id"]), "gift_card.CNY"
            ValueSumsRecord.get(pk, f"VALUE#{what.replace('.', '#')}").update(actions=[ValueSumsRecord.held.add(-7)])
        caplog.clear()
        with caplog.at_level(logging.INFO):
            assert check_owed({}, None)["differences"] == 1
            assert check_owed({}, None)["differences"] == 1
        rung = [vars(one) for one in caplog.records if one.getMessage() == "owed.differs"]
        shard = shard_of(customer_of(subject) if planted == "points" else card["id"])
        assert [(one["what"], one["shard"], one["sums"] - one["accounts"]) for one in rung] == [
            (what, shard, 7 if planted == "points" else -7)
        ] * 2
        assert account_of(customer_of(subject)).held == 300


def test_credit_of_who_is_erased_is_let_go_once() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        customer, card = known(subject), a_card(2000)
        assert given_credit(customer, 3000).status == 201
        assert credit_of(subject) == 3000
        told = ErasureRequested(customer)
        for name in ("evt_1", "evt_2"):
            hear(Envelope(name, told.TYPE, 1, times.iso(NOON), customer, SYSTEM, vars(told)))
            books = check_values()
            assert (books[ValueBook.HELD], books[ValueBook.CLOSED]) == (2000, 3000)
        assert credit_of(subject) == 0
        assert card["balance"]["amount"] == 2000


def test_what_is_owed_in_all_may_be_more_than_one_amount_can_be() -> None:
    """X18, X19, I08: two full accounts, and points whose worth is above all an order can cost, are told as they are."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme(spent=[{"currency": "CNY", "points": 1, "amount": 1_000_000}])
        given(subject, 1_000_000_000)
        for customer in (known(subject), known(str(uuid.uuid4()))):
            assert given_credit(customer, MAX_AMOUNT).status == 201
        check_values()
        assert staff().get("/v1/admin/points_owed").json["worth"] == [{"currency": "CNY", "amount": 10**15}]
        assert owner_of(subject).get("/v1/me/points").json["worth"] == [{"amount": MAX_AMOUNT, "currency": "CNY"}]
