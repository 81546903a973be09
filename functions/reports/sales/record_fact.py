"""Write down what an event says of sales, once, and mark its hour for counting."""

from __future__ import annotations

from contextlib import suppress

from functions.reports.model.facts import Fact, FactKind, fact_of, hour_of
from functions.reports.store.records import DIRTY_PK, ReportsTable, facts_pk
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store.transactions import Exists, Put, put_new, transact


def record_sale(envelope: Envelope) -> None:
    paid = data_of(envelope, OrderPaid)
    _record(fact_of(envelope.id, FactKind.SALE, paid.paid_at, paid.order))


def record_cancellation(envelope: Envelope) -> None:
    """Only of a paid order: cancelling an unpaid one changes no figure."""
    cancelled = data_of(envelope, OrderCancelled)
    if cancelled.paid and cancelled.previous_status != "pending_payment":
        _record(fact_of(envelope.id, FactKind.CANCELLATION, envelope.occurred_at, cancelled.order))


def _record(fact: Fact) -> None:
    """First the fact, then the mark: who dies in between is retried and marks. A mark too many costs a count that changes nothing."""
    hour = hour_of(times.parse(fact.at))
    # Known already? Its hour is marked all the same: an earlier try may have died before it could.
    with suppress(Exists):
        transact([put_new(ReportsTable(pk=facts_pk(hour, fact.event_id), sk=fact.event_id, kind="fact", body=dump(fact)))])
    # A fresh token each time: a count that began before this mark cannot remove it.
    transact([Put(ReportsTable(pk=DIRTY_PK, sk=hour, kind="dirty", body=fresh.new_token()))])
