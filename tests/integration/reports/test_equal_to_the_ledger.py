"""Random lives of payments at the real handlers: what the reports say of money equals the ledger, to the minor unit and by the day. E20"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from functions.payments.facts.apply_event import apply_event
from functions.payments.model.attempt import Attempt, reference_of
from functions.payments.model.payment_state import PaymentStatus
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import Refund, RefundPart, RefundStatus
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, PaymentsTable, RefundRecord, order_partition, payment_pk
from functions.reports.app import app, record_facts, rollup_hourly
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.money import Money
from functions.shared.plain.settings import settings
from tests.integration.reports.recount_payments import CHECKED, by_day_and_method, over_all
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

BEGIN = datetime(2026, 3, 1, 4, tzinfo=UTC)
Sums = dict[tuple[str, str, str], dict[str, int]]


def an_attempt(total: int) -> Attempt:
    at, order_id = times.iso(BEGIN), fresh.new_id("ord")
    attempt = Attempt(
        fresh.new_id("pay"), order_id, "N1", None, "sandbox", "sandbox", "card", "auto", Money(total, "CNY"), "", "en", at, at
    )
    PaymentRecord(
        pk=payment_pk(attempt.id), sk=PAYMENT_SK, kind="payment", body=dump(attempt), status=PaymentStatus.PENDING.value, version=1,
        gsi1pk=order_partition(order_id), gsi1sk=f"{at}#{attempt.id}",
    ).save()  # fmt: skip
    return attempt


def a_refund(attempt: Attempt, amount: int) -> Refund:
    money, parts = Money(amount, "CNY"), [RefundPart("amount", amount)]
    refund = Refund(fresh.new_id("ref"), attempt.id, attempt.order_id, money, "staff", "staff", times.iso(BEGIN), parts)
    RefundRecord(
        pk=payment_pk(attempt.id), sk=f"REF#{refund.id}", kind="refund", status=RefundStatus.PENDING.value, body=dump(refund)
    ).save()
    return refund


class Life:
    """What a provider tells of one payment, in the order in which it happened."""

    def __init__(self, random: Random) -> None:
        self.random, self.total, self.now = random, random.randrange(100, 90_000), BEGIN
        self.attempt = an_attempt(self.total)

    def _event(self, kind: EventType, name: str, amount: int, *, fee: int | None = None, refund: Refund | None = None) -> ProviderEvent:
        self.now += timedelta(minutes=self.random.randrange(1, 2_000))
        of_refund, kept = reference_of(refund.id) if refund else None, Money(fee, "CNY") if fee else None
        return ProviderEvent(
            fresh.new_id("evt"), kind, reference_of(self.attempt.id), name, of_refund, Money(amount, "CNY"), kept, "sandbox",
            times.iso(self.now), "", reason="fraudulent",
        )  # fmt: skip

    def told(self) -> Iterator[ProviderEvent]:
        """Of a dispute that is won some of the money may come back."""
        chance = self.random.random
        if chance() < 0.3:
            yield self._event(EventType.CHARGE_FAILURE, "ch_0", self.total)
        yield self._event(EventType.CHARGE_SUCCESS, "ch_1", self.total, fee=self.random.choice((None, 3, self.total // 50)))
        left = self.total
        for number in range(self.random.randrange(3)):
            refund = a_refund(self.attempt, self.random.randrange(1, left // 2 + 1))
            left -= refund.money.amount
            yield self._event(EventType.REFUND_SUCCESS, f"re_{number}", refund.money.amount, refund=refund)
            if chance() < 0.4:
                left += refund.money.amount
                yield self._event(EventType.REFUND_REVERSE, f"re_{number}", refund.money.amount, refund=refund)
        if chance() < 0.6 and left:
            yield self._event(EventType.CHARGE_BACK, "dp_1", left, fee=self.random.choice((None, 15)))
            if chance() < 0.8:
                won = EventType.CHARGE_BACK_REVERSE if chance() < 0.5 else EventType.CHARGE_BACK_LOST
                some = won is EventType.CHARGE_BACK_REVERSE and left > 1
                yield self._event(won, "dp_1", left // 2 if some else left)


def play(random: Random, *, in_order: bool) -> datetime:
    """Everything told, some of it twice, of one payment after the other; when all is over."""
    lives = [Life(random) for _ in range(7)]
    known = [list(life.told()) for life in lives]
    for events in known:
        if not in_order:
            random.shuffle(events)
        # A late message comes days after what it tells of.
        for event in events:
            with clock.frozen(times.parse(event.occurred_at) + timedelta(hours=random.choice((0, 9, 30)))):
                for _ in range(random.choice((1, 2))):
                    apply_event("sandbox", event)
    return max(life.now for life in lives) + timedelta(days=2)


def reported(last: datetime) -> Sums:
    query = f"sales?from=2026-03-01&to={last.date()}&grain=day&by=method"
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/{query}")
    assert answer.status == 200, answer.text
    found: Sums = {}
    for row in answer.json["data"]:
        sums = {name: int(row[name]["amount"]) for name in CHECKED}
        if any(sums.values()):
            found[row["period"], row["net"]["currency"], row["key"] or ""] = sums
    return found


def count(random: Random) -> None:
    events: list[Any] = events_in(PaymentsTable)
    for _ in range(2):
        random.shuffle(events)
        assert record_facts(sqs_of_events(events), None) == {"batchItemFailures": []}
    rollup_hourly({}, None)


@pytest.mark.parametrize("seed", [1, 2])
def test_by_day_what_the_ledger_says(seed: int) -> None:
    random = Random(seed)
    last = play(random, in_order=True)
    with clock.frozen(last):
        count(random)
        wanted = by_day_and_method(lambda _: settings().store_timezone)
        assert {name for one in wanted.values() for name, amount in one.items() if amount} == set(CHECKED)
        assert reported(last) == wanted


def test_in_any_order_the_sums_are_those_of_the_ledger() -> None:
    """An outcome before its opening, money back before it had gone: what is disputed stands on its days; only of refunds the day may be
    another."""
    for seed in (3, 4):
        random = Random(seed)
        last = play(random, in_order=False)
    with clock.frozen(last):
        count(random)
        found, wanted = reported(last), by_day_and_method(lambda _: settings().store_timezone)
        assert over_all(found) == over_all(wanted)
        assert _disputed(found) == _disputed(wanted)
        assert any(event.data["opened_at"] for event in events_in(PaymentsTable, "payment.dispute_closed"))


def _disputed(sums: Sums) -> dict[tuple[str, str, str], int]:
    return {place: one["disputed"] for place, one in sums.items() if one["disputed"]}
