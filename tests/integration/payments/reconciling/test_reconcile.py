"""The daily comparison of providers' bills with the ledger. E18"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import boto3
import pytest

from functions.payments.app import plan_reconciliations, reconcile_bills
from functions.payments.model.provider import StatementLine
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock, provider_keys
from functions.shared.plain.money import Money
from functions.shared.store.transactions import transact
from tests.integration.payments.card_double import Card
from tests.integration.payments.sandbox_double import SECRET
from tests.integration.payments.shop import Shop, balances
from tests.support.events import events_in
from tests.support.http import Answer

DAY = date(2026, 1, 31)
NOON = datetime(2026, 1, 31, 4, tzinfo=UTC)
"""In Beijing, where the days of these bills begin."""


@pytest.fixture
def bills(shop: Shop, card: Card, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    queue = boto3.client("sqs").create_queue(QueueName="reconciliations")["QueueUrl"]
    monkeypatch.setenv("QUEUE_RECONCILIATIONS", queue)
    yield queue
    boto3.client("sqs").delete_queue(QueueUrl=queue)


def charged(shop: Shop, card: Card, at: datetime = NOON) -> str:
    """A captured payment; the provider's name of it."""
    with clock.frozen(at):
        payment = shop.started(provider="cards", capture="manual")
        card.captures.clear()
        card.held = True
        with clock.frozen(at + timedelta(minutes=1)):
            shop.work(shop.due())
            captured = shop.finance.post(f"/v1/admin/payments/{payment['id']}/capture", {})
    assert captured.status == 201, captured.text
    return str(payment["reference"])


def line(reference: str, gross: int = 12900, *, fee: int = 0, kind: str = "charge", ref: str = "") -> StatementLine:
    whole, cost, rest = (Money(amount, "CNY") for amount in (gross, fee, gross - fee))
    return StatementLine(kind, reference, ref or f"ch_{reference}", whole, cost, rest, f"sha-{reference}-{gross}")


def ran(day: date = DAY) -> dict[str, Any]:
    body = json.dumps({"provider": "cards", "day": day.isoformat()})
    answer: dict[str, Any] = reconcile_bills({"Records": [{"messageId": "m1", "body": body}]}, None)
    return answer


def listed(shop: Shop) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = shop.finance.get("/v1/admin/reconciliations").json["data"]
    return runs


def differences(shop: Shop, run: dict[str, Any], query: str = "") -> list[tuple[str, str]]:
    found = shop.finance.get(f"/v1/admin/reconciliations/{run['id']}/differences{query}").json["data"]
    return [(one["kind"], one["reference"]) for one in found]


def test_a_bill_that_agrees_has_no_differences(shop: Shop, card: Card, bills: str) -> None:
    card.bill = [line(charged(shop, card), fee=77), line("", -500, kind="payout")]
    assert ran() == {"batchItemFailures": []}
    (run,) = listed(shop)
    assert (run["status"], run["lines"], set(run["differences"].values())) == ("done", 2, {0})
    assert (run["fees"], run["gross"]) == ([{"amount": 77, "currency": "CNY"}], [{"amount": 12400, "currency": "CNY"}])
    (told,) = events_in(PaymentsTable, "reconciliation.completed")
    assert told.data["differences"] == 0


def test_a_fee_that_only_the_bill_tells_is_booked_once(shop: Shop, card: Card, bills: str) -> None:
    """E18: and from then on it is known"""
    reference = charged(shop, card)
    card.bill = [line(reference, fee=77)]
    ran()
    again(shop)
    ran()
    expected = {"provider:cards:acct": 12823, "fees:cards": 77, f"order:{shop.order_id}": -12900}
    assert balances() == expected
    card.bill = [line(reference, fee=78)]
    again(shop)
    ran()
    (run,) = listed(shop)
    assert (run["differences"]["wrong_fee"], balances()) == (1, expected)
    (told,) = shop.finance.get(f"/v1/admin/reconciliations/{run['id']}/differences").json["data"]
    assert (told["booked_fee"]["amount"], told["stated_fee"]["amount"]) == (77, 78)


def test_a_fee_that_is_not_what_the_contract_says_is_listed_and_not_booked(
    shop: Shop, card: Card, bills: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E18: a minor unit is rounding; a refund's fee stands in no contract"""
    secret = {"sandbox_payment": {"secret": SECRET}, "cards": {"fee": {"basis_points": 60, "fixed": 3}}}
    monkeypatch.setattr(provider_keys, "_content", lambda _secret: secret)
    right, wrong = charged(shop, card), charged(shop, card)
    card.bill = [line(right, fee=81), line(wrong, fee=82)]
    ran()
    (run,) = listed(shop)
    assert differences(shop, run) == [("wrong_fee", wrong)]
    assert balances()["fees:cards"] == 81
    secret["cards"] = {}
    again(shop)
    ran()
    assert (differences(shop, listed(shop)[0]), balances()["fees:cards"]) == ([], 81 + 82)


def test_a_run_that_dies_while_it_books_fees_is_done_again_with_the_same_ledger(
    shop: Shop, card: Card, bills: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E18"""
    card.bill = [line(charged(shop, card), fee=77) for _ in range(3)]
    monkeypatch.setattr("functions.payments.reconciling.book_fees._PER_TRANSACTION", 1)
    writes: list[Any] = []

    def dying(found: Any) -> None:
        writes.append(found)
        if len(writes) == 2:
            raise ConnectionError("the worker died")
        transact(found)

    monkeypatch.setattr("functions.payments.reconciling.book_fees.transact", dying)
    assert ran() == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert balances()["fees:cards"] == 77
    assert ran() == {"batchItemFailures": []}
    assert (balances()["fees:cards"], listed(shop)[0]["status"], len(writes)) == (231, "done", 4)


def again(shop: Shop) -> None:
    assert shop.finance.post("/v1/admin/reconciliations", {"provider": "cards", "day": DAY.isoformat()}).status == 202


def test_each_fault_is_listed_by_its_kind_and_downloaded(shop: Shop, card: Card, bills: str) -> None:
    gone, wrong = charged(shop, card), charged(shop, card)
    card.bill = [line(wrong, 12901), line("=stranger", 1)]
    ran()
    (run,) = listed(shop)
    assert run["differences"] == {"missing": 1, "extra": 1, "wrong_amount": 1, "wrong_fee": 0}
    assert differences(shop, run) == [("extra", "=stranger"), ("missing", gone), ("wrong_amount", wrong)]
    assert differences(shop, run, "?kind=missing") == [("missing", gone)]
    file = shop.finance.get(f"/v1/admin/reconciliations/{run['id']}/differences.csv")
    assert (file.status, file.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert file.text.splitlines()[1].startswith("extra,charge,'=stranger,ch_=stranger,CNY,,0.01,,0.00,")


def test_a_run_that_was_interrupted_is_done_again_with_the_same_result(shop: Shop, card: Card, bills: str) -> None:
    card.bill = [line("stranger", 5)]
    charged(shop, card)
    card.lost_answers = 1
    assert ran() == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert [(run["status"], run["failure"]) for run in listed(shop)] == [("failed", "no_answer")]
    assert (ran(), ran()) == ({"batchItemFailures": []}, {"batchItemFailures": []})
    (run,) = listed(shop)
    assert (run["status"], run["failure"], len(differences(shop, run))) == ("done", None, 2)


def test_what_stands_in_the_next_days_bill_is_found_there(shop: Shop, card: Card, bills: str) -> None:
    late = charged(shop, card, datetime(2026, 1, 31, 15, 58, tzinfo=UTC))
    early = charged(shop, card, datetime(2026, 1, 31, 16, 1, tzinfo=UTC))
    card.bill = [line(early)]
    ran()
    (first,) = listed(shop)
    assert differences(shop, first) == [("missing", late)]
    card.bill = [line(late)]
    ran(DAY + timedelta(days=1))
    second, first = listed(shop)
    assert differences(shop, second) == []
    found = shop.finance.get(f"/v1/admin/reconciliations/{first['id']}/differences").json["data"]
    assert found[0]["resolved_by"] == second["id"]


def test_the_schedule_asks_for_what_is_not_done(shop: Shop, card: Card, bills: str) -> None:
    with clock.frozen(datetime(2026, 2, 1, 2, 30, tzinfo=UTC)):
        assert plan_reconciliations({}, None) == {"planned": 7}
        ran()
        assert plan_reconciliations({}, None) == {"planned": 6}
        again = shop.finance.post("/v1/admin/reconciliations", {"provider": "cards", "day": "2026-01-31"})
        assert (again.status, again.json["status"]) == (202, "queued")
        assert plan_reconciliations({}, None) == {"planned": 7}
        assert post(shop, "cards", "2026-02-01").code == "day_not_over"
        assert post(shop, "manual", "2026-01-31").code == "unsupported_provider"


def post(shop: Shop, provider: str, day: str) -> Answer:
    return shop.finance.post("/v1/admin/reconciliations", {"provider": provider, "day": day})


def test_strangers_see_nothing(shop: Shop, bills: str) -> None:
    assert shop.stranger.get("/v1/admin/reconciliations").status == 401
    assert shop.finance.get("/v1/admin/reconciliations/rec_x/differences").status == 404
