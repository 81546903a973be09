"""Each condition of a transaction about money holds when the state changes between the look and the write. F-E, E16

Those of receipts, tasks, captures, deadlines and the quarantine stand with their own tests.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.payments.attempts import poll_payment, start_payment
from functions.payments.model.ledger import Entry
from functions.payments.reconciling import book_fees, reconciliation_runs
from functions.payments.reconciling.reconciliation_runs import begin
from functions.payments.refunds import give_back
from functions.payments.store import payment_settings
from functions.payments.store.records import LedgerRecord, PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.shared.store.again import Overtaken
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, told
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between


@pytest.fixture
def paid(shop: Shop) -> dict[str, Any]:
    payment = shop.started()
    shop.webhook(told(payment))
    shop.work()
    return payment


def refund(shop: Shop, amount: int) -> Any:
    body = {"reason": "x", "amount": {"amount": amount, "currency": "CNY"}}
    return shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", body)


def test_a_refund_in_between_leaves_less_to_give_back(
    shop: Shop, paid: dict[str, Any], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim without `refundable >= amount` would give back 22900 of 12900."""
    in_between(monkeypatch, give_back, "history", lambda: refund(shop, 10000))
    made = give_back.give_back(paid["id"], cause="late", reason="late_payment")
    assert made is not None
    assert (made.money.amount, sorted(one["amount"] for one in provider.refunds.values())) == (2900, [2900, 10000])


def test_giving_back_for_one_cause_twice_at_once_is_done_once(
    shop: Shop, paid: dict[str, Any], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund(shop, 12000)
    in_between(monkeypatch, give_back, "history", lambda: give_back.give_back(paid["id"], cause="late", reason="x"))
    assert give_back.give_back(paid["id"], cause="late", reason="x") is None
    assert sorted(one["amount"] for one in provider.refunds.values()) == [900, 12000]


def test_a_refund_whose_answer_is_lost_is_asked_for_though_a_round_ends_just_then(
    shop: Shop, paid: dict[str, Any], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The round found nothing more to ask and writes "never again": not over the refund that was claimed meanwhile."""

    def claimed() -> None:
        provider.lost_answers = 1
        refund(shop, 1000)

    # A second charge is put aside, so the provider is asked once more.
    shop.webhook(told(paid, key="sbxevt_2", id="sbx_other"))
    shop.work()
    in_between(monkeypatch, poll_payment, "nothing_to_ask", claimed)
    shop.work(shop.due())
    assert shop.payment(paid["id"])["refunded"]["amount"] == 0
    with clock.frozen(clock.now() + timedelta(minutes=8)):
        shop.work(shop.due())
    assert shop.payment(paid["id"])["refunded"]["amount"] == 1000


def test_the_same_start_twice_at_once_is_one_attempt(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one is even paid before the second writes: it takes up what is there, and puts nothing over it."""
    first: list[dict[str, Any]] = []

    def started_and_paid() -> None:
        first.append(shop.pay("k").json)
        shop.webhook(told(first[0]))
        shop.work()

    in_between(monkeypatch, start_payment, "payable_in", started_and_paid)
    assert shop.pay("k").json == first[0]
    assert (shop.payment(first[0]["id"])["status"], len(provider.charges)) == ("captured", 1)
    assert len(shop.guest.get(f"/v1/orders/{shop.order_id}/payments").json["data"]) == 1


def test_settings_written_in_between_are_not_lost_by_one_that_names_only_its_own(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = Client(shop.finance.app, bearer("owner"))
    url = "/v1/admin/payment_settings"
    limits: dict[str, Any] = {"on_delivery_limits": []}
    in_between(monkeypatch, payment_settings, "kept_settings", lambda: owner.put(url, limits | {"hold_hours": {"bank_transfer": 5}}))
    after = owner.put(url, {"on_delivery_limits": [{"amount": 7, "currency": "CNY"}]})
    assert (after.json["hold_hours"], after.json["version"]) == ({"bank_transfer": 5}, 2)


def test_two_runs_of_one_bill_at_once_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    day = clock.now().date()
    in_between(monkeypatch, reconciliation_runs, "_record", lambda: begin("stripe", "acct", day))
    with pytest.raises(Overtaken):
        begin("stripe", "acct", day)


@pytest.mark.parametrize("late", [30, 0])
def test_a_fee_is_booked_once_by_two_bills_at_once(shop: Shop, paid: dict[str, Any], monkeypatch: pytest.MonkeyPatch, late: int) -> None:
    """Also where the second bill knows of no fee: it has no entry of its own that could be there already."""
    (record,) = LedgerRecord.scan(PaymentsTable.kind == "ledger")
    key = f"{record.pk}|{record.sk}"
    in_between(monkeypatch, book_fees, "find_many", lambda: book_fees.book_fees({key: 30}))
    with pytest.raises(Overtaken):
        book_fees.book_fees({key: late})
    record.refresh()
    assert (record.fee, balances()["fees:sandbox"]) == (30, 30)
    assert len([load(Entry, one.body) for one in LedgerRecord.scan(PaymentsTable.kind == "ledger")]) == 2
