"""As many payments with their entries in the ledger, gift cards, rows of the audit log and jobs as there are orders, and some articles,
written past all conditions. One of a thousand is what somebody looks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from benchmarks.lists.likeness import put_all

_RARE, _ARTICLES = 1_000, 2_000


def fill_money(count: int) -> str:
    """An order that has a payment."""
    from functions.audit.model.chain import Row
    from functions.audit.store.records import row_record
    from functions.shared.audit.fact import Fact
    from functions.shared.outside import clock, fresh
    from functions.shared.plain import times

    begin, orders = clock.now() - timedelta(minutes=10 * count), [fresh.new_id("ord") for _ in range(count)]

    def written() -> Iterator[Any]:
        for number in range(count):
            when, is_rare = begin + timedelta(minutes=10 * number), number % _RARE == 0
            at = times.iso(when)
            yield from _a_payment(orders[number], number, at, is_rare)
            yield _a_card(at, is_rare)
            action, actor = ("orders.hold", "stf_odd") if is_rare else ("catalog.edit", "stf_usual")
            fact = Fact(fresh.new_id("aud"), at, "staff", actor, action, f"prod_{number}", before={"note": "odd" if is_rare else "usual"})
            yield row_record(Row(number + 1, at[:10], fact, "0" * 64, "0" * 64))
            yield _a_job(when, is_rare)
        yield from (_an_article(number) for number in range(min(count, _ARTICLES)))

    put_all(written())
    return orders[0]


def _a_payment(order_id: str, number: int, at: str, is_rare: bool) -> Iterator[Any]:
    from functions.payments.model.attempt import Attempt
    from functions.payments.model.ledger import entry_of
    from functions.payments.model.provider_event import EventType
    from functions.payments.providers.answered import answered
    from functions.payments.store.ledger_store import ledger_record
    from functions.payments.store.payment_lists import listed_put, status_place
    from functions.payments.store.records import PAYMENT_SK, PaymentRecord, order_partition, payment_pk
    from functions.shared.outside import fresh
    from functions.shared.plain.bodies import dump
    from functions.shared.plain.money import Money

    provider, status = "alipay" if number % _RARE == 7 else "sandbox", "failed" if number % _RARE == 9 else "captured"
    attempt = Attempt(
        fresh.new_id("pay"), order_id, f"{number:014d}", None, provider, provider, "wallet", "auto", Money(5_900, "CNY"), "", "zh", at, at
    )  # fmt: skip
    listed_pk, listed_sk = status_place(attempt, status)
    yield PaymentRecord(
        pk=payment_pk(attempt.id), sk=PAYMENT_SK, kind="payment", body=dump(attempt), status=status, captured=5_900, listed_pk=listed_pk,
        listed_sk=listed_sk, gsi1pk=order_partition(order_id), gsi1sk=f"{at}#{attempt.id}",
    )  # fmt: skip
    yield listed_put(attempt).record  # type: ignore[union-attr]
    fact = answered(EventType.CHARGE_SUCCESS, attempt, f"p{number}", attempt.money, occurred_at=at)
    entry = entry_of(replace(fact, fee=Money(30, "CNY") if is_rare else None), provider=provider, payment_id=attempt.id, order_id=order_id)
    if entry:
        yield ledger_record(entry, fact.digest)


def _a_card(at: str, is_rare: bool) -> Any:
    from functions.loyalty.model.stored import Form, State, Stored
    from functions.loyalty.store.card_lists import card_place
    from functions.loyalty.store.records import ValueRecord, batch_key, card_pk, value_sk
    from functions.shared.outside import fresh
    from functions.shared.plain.bodies import dump_brief

    state = State.DISABLED if is_rare else State.ACTIVE
    card = Stored(Form.GIFT_CARD, "CNY", fresh.new_id("gft"), balance=5_000, state=state, worth=5_000, batch="bat_1", issued_at=at)
    listed_pk, listed_sk = card_place(card)
    return ValueRecord(
        pk=card_pk(card.id), sk=value_sk("CNY"), kind="stored_value", body=dump_brief(card), listed_pk=listed_pk, listed_sk=listed_sk,
        gsi2pk=batch_key(card.batch), gsi2sk=card.id,
    )  # fmt: skip


def _a_job(when: datetime, is_rare: bool) -> Any:
    from functions.platform.model.job import Job, State
    from functions.platform.store.job_lists import job_places
    from functions.platform.store.job_records import JOB_SK, JOBS_INDEX, JobRecord, job_pk
    from functions.shared.events.envelope import SYSTEM
    from functions.shared.outside import clock, fresh
    from functions.shared.plain import times
    from functions.shared.plain.bodies import dump

    with clock.frozen(when):
        name = fresh.new_id("job")
    kind, state = ("loyalty.gift_cards", State.FAILED) if is_rare else ("catalog.import", State.SUCCEEDED)
    job = Job(name, kind, SYSTEM, times.iso(when), times.iso(when), state)
    return JobRecord(
        pk=job_pk(name), sk=JOB_SK, kind="job", body=dump(job), state=state.value, job_kind=kind, gsi1pk=JOBS_INDEX, gsi1sk=name,
        **job_places(name, kind, state.value),
    )  # fmt: skip


def _an_article(number: int) -> Any:
    from functions.content.model.article import Article
    from functions.content.model.publishing import Status
    from functions.content.store.articles import article_write
    from functions.shared.outside import fresh

    status = Status.DRAFT if number % _RARE == 0 else Status.PUBLISHED
    article = Article(id=fresh.new_id("art"), slug=f"a-{number}", latest=1, created_at="2026-01-01T00:00:00.000Z", status=status)
    return article_write(article, 0, "odd" if number % _RARE == 1 else "usual", {"en": f"Article {number}"}).record
