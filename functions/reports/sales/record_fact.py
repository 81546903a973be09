"""Write down what events say of sales, each once, and mark their hours for counting."""

from __future__ import annotations

from collections.abc import Sequence

from functions.reports.model.facts import Fact, FactKind, difference, fact_of, hour_of
from functions.reports.store.records import DIRTY_PK, ReportsTable, facts_pk
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_notes import OrderImported
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store.transactions import MAX_ACTIONS, Exists, Put, put_new, transact

_AT_ONCE = MAX_ACTIONS // 2
"""A fact and its hour each."""


def record_sales(told: Sequence[Envelope]) -> None:
    paid = ((envelope.id, data_of(envelope, OrderPaid)) for envelope in told)
    _record([fact_of(event_id, FactKind.SALE, one.paid_at, one.order) for event_id, one in paid])


def record_amendments(told: Sequence[Envelope]) -> None:
    """Of paid orders: what they cost more or less, when that was decided."""
    known = ((envelope, data_of(envelope, OrderAmended)) for envelope in told)
    _record([difference(envelope.id, envelope.occurred_at, one.before, one.order) for envelope, one in known if one.before])


def record_cancellations(told: Sequence[Envelope]) -> None:
    """Only of paid orders: cancelling an unpaid one changes no figure."""
    facts = []
    for envelope in told:
        cancelled = data_of(envelope, OrderCancelled)
        if cancelled.paid and cancelled.previous_status != "pending_payment":
            facts.append(fact_of(envelope.id, FactKind.CANCELLATION, envelope.occurred_at, cancelled.order))
    _record(facts)


def record_imported(told: Sequence[Envelope]) -> None:
    """Sold on the day it was paid elsewhere, and cancelled on the day it was cancelled there; one that was never paid changes no figure."""
    facts = []
    for envelope in told:
        one = data_of(envelope, OrderImported)
        if one.paid_at:
            facts.append(fact_of(envelope.id, FactKind.SALE, one.paid_at, one.order))
        if one.paid_at and one.cancelled_at:
            facts.append(fact_of(f"{envelope.id}#cancelled", FactKind.CANCELLATION, one.cancelled_at, one.order))
    _record(facts)


def _record(facts: Sequence[Fact]) -> None:
    """Facts with the marks of their hours. A mark too many costs a count that changes nothing."""
    known = list({fact.event_id: fact for fact in facts}.values())
    for start in range(0, len(known), _AT_ONCE):
        _write(known[start : start + _AT_ONCE])


def _write(facts: Sequence[Fact]) -> None:
    hours = {fact.event_id: hour_of(times.parse(fact.at)) for fact in facts}
    # A fresh token each time: a count that began before this mark cannot remove it.
    marks = [Put(ReportsTable(pk=DIRTY_PK, sk=hour, kind="dirty", body=fresh.new_token())) for hour in sorted(set(hours.values()))]
    try:
        transact([*(_row(fact, hours[fact.event_id]) for fact in facts), *marks])
    except Exists:
        if len(facts) > 1:
            for fact in facts:
                _write([fact])
        else:
            # Known already. Its hour is marked all the same: before 0.2 the mark was a write of its own, which may have been missed.
            transact(marks)


def _row(fact: Fact, hour: str) -> Put:
    return put_new(ReportsTable(pk=facts_pk(hour, fact.event_id), sk=fact.event_id, kind="fact", body=dump(fact)))
