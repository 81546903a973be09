"""A shop with a programme of points, and what its queues would deliver."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.loyalty.app import app, follow_orders, work_points
from functions.loyalty.model.account import Book, adjust, balances
from functions.loyalty.store.accounts import account_of, sums_of_all
from functions.loyalty.store.moves import Cause, Move, booked
from functions.loyalty.store.records import LoyaltyTable, MoveRecord
from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.orders import OrderCompleted, OrderPaid, OrderRefunded, OrderSummary, RefundedLine
from functions.shared.events.contracts.payments import PaymentCaptured
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import load
from functions.shared.store.transactions import transact
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
PROGRAMME = {
    "enabled": True,
    "earned": [{"currency": "CNY", "points": 1, "amount": 100}],
    "spent": [{"currency": "CNY", "points": 1, "amount": 1}],
    "most_percent": 50,
    "pending_days": 14,
    "valid_days": 365,
    "notice_days": 14,
}


def staff(role: str = "manager") -> Client:
    return Client(app, bearer(role))


def owner_of(subject: str) -> Client:
    return Client(app, bearer(subject=subject))


def programme(**fields: Any) -> None:
    version = staff().get("/v1/admin/points_programme").json["version"]
    done = staff().put("/v1/admin/points_programme", PROGRAMME | fields, **{"if-match": str(version)})
    assert done.status == 200, done.text


def points_of(subject: str) -> tuple[int, int, int]:
    """(usable, pending, owed)"""
    told = owner_of(subject).get("/v1/me/points").json
    return told["usable"], told["pending"], told["owed"]


def paid(order: Any, payment_id: str) -> OrderSummary:
    """The order paid, and everything told of it heard by loyalty."""
    at = times.iso(clock.now())
    data = PaymentCaptured(payment_id, order["id"], "sandbox", "sbx_1", order["totals"]["total"]["amount"], order["currency"], at)
    heard_all(apply_payments, [Envelope(fresh.new_id("evt"), data.TYPE, 1, at, order["id"], SYSTEM, vars(data))])
    told = [one for one in events_in(OrdersTable, OrderPaid.TYPE) if one.subject == order["id"]]
    hear(*told)
    return summary_of(told[0])


def summary_of(envelope: Envelope) -> OrderSummary:
    return load(OrderPaid, json.dumps(envelope.data)).order


def hear(*envelopes: Envelope) -> None:
    heard_all(follow_orders, envelopes)


def heard_all(handler: Any, envelopes: Any) -> None:
    assert handler(sqs_of_events(envelopes), None) == {"batchItemFailures": []}


def completed(order: OrderSummary) -> Envelope:
    return _told(OrderCompleted(order, "customer"), order)


def refunded(order: OrderSummary, refund_id: str, quantity: int, amount: int, *, fully: bool = False, line: int = 0) -> Envelope:
    lines = [RefundedLine(order.lines[line].line_id, quantity, amount)]
    at = times.iso(clock.now())
    return _told(OrderRefunded(order, refund_id, "pay_1", amount, order.currency, 0, 0, amount, fully, "", at, lines), order)


def _told(payload: Any, order: OrderSummary) -> Envelope:
    return Envelope(fresh.new_id("evt"), payload.TYPE, 1, times.iso(clock.now()), order.order_id, SYSTEM, asdict(payload))


def swept() -> None:
    """What is due by the clock is worked on, as sweep and queue would do it."""
    now = times.iso(clock.now())
    keys = [[one.pk, one.sk] for one in LoyaltyTable.scan(LoyaltyTable.due_at <= now) if one.due_pk]
    if keys:
        assert work_points(sqs([{"keys": keys}]), None) == {"batchItemFailures": []}


def check_books() -> dict[Book, int]:
    """The ledger: all books are 0 together, each account is what its entries say, and what is owed equals both."""
    moves: dict[str, list[Any]] = {}
    for record in MoveRecord.scan(MoveRecord.kind == "points_move"):
        moves.setdefault(record.pk.removeprefix("CUS#"), []).append(load(Move, record.body).entry)
    for customer_id, entries in moves.items():
        account, held = account_of(customer_id), balances(entries)
        assert (held[Book.PENDING], held[Book.USABLE]) == (account.pending, account.held - account.debt)
    books = balances(entry for entries in moves.values() for entry in entries)
    sums = sums_of_all()
    assert sum(books.values()) == 0
    assert (books[Book.PENDING], books[Book.USABLE]) == (sums.pending, sums.usable - sums.debt)
    owed = staff().get("/v1/admin/points_owed").json
    assert (owed["pending"], owed["usable"], owed["debt"]) == (sums.pending, sums.usable, sums.debt)
    return books


def customer_of(subject: str) -> str:
    return ids.customer_id(subject)


def given(subject: str, points: int, expires_at: str = "") -> None:
    """Into the account, straight."""
    before = account_of(customer_of(subject))
    after, entries = adjust(before, points, expires_at, clock.now())
    transact(booked(before, after, entries, Cause(SYSTEM), notice=timedelta(days=14)))
