"""The courier settles what it collected: each order paid on delivery becomes paid, once, when the amount is what it was to collect."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from functions.payments.answered import answered
from functions.payments.apply_event import Outcome, apply_event
from functions.payments.attempt import Attempt
from functions.payments.provider_event import EventType
from functions.payments.repository import find_on_delivery
from functions.payments.settlement_file import Collected
from functions.shared.observability import fact
from functions.shared.transactions import Write, transact


class RowOutcome(StrEnum):
    RECORDED = "recorded"
    REPEATED = "repeated"
    UNKNOWN_ORDER = "unknown_order"
    AMOUNT_MISMATCH = "amount_mismatch"
    ALREADY_PAID = "already_paid"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class SettledRow:
    line: int
    order_number: str
    outcome: RowOutcome
    payment_id: str | None = None


def settle(settlement: str, rows: Iterable[Collected], *, remember: Callable[[list[SettledRow]], list[Write]]) -> list[SettledRow]:
    """What became of each row. The same file again changes nothing: a row counts once by settlement and order.

    What does not fit is put aside and told as `payment.quarantined`, besides being listed here.
    """
    settled = [_row(settlement, row) for row in rows]
    transact(remember(settled))
    fact(
        "deliveries.settled", settlement=settlement, rows=len(settled), recorded=sum(one.outcome is RowOutcome.RECORDED for one in settled)
    )
    return settled


def _row(settlement: str, row: Collected) -> SettledRow:
    if row.amount is None:
        return SettledRow(row.line, row.order_number, RowOutcome.UNREADABLE)
    attempt = find_on_delivery(row.order_number)
    if attempt is None:
        return SettledRow(row.line, row.order_number, RowOutcome.UNKNOWN_ORDER)
    return SettledRow(row.line, row.order_number, _applied(settlement, row, attempt), attempt.id)


def _applied(settlement: str, row: Collected, attempt: Attempt) -> RowOutcome:
    assert row.amount is not None
    event = answered(EventType.CHARGE_SUCCESS, attempt, f"{settlement}:{row.order_number}", row.amount)
    if row.fee is not None and row.fee.amount:
        event = replace(event, fee=row.fee)
    outcome = apply_event(attempt.provider, event)
    if outcome is Outcome.QUARANTINED:
        return RowOutcome.AMOUNT_MISMATCH if row.amount != attempt.money else RowOutcome.ALREADY_PAID
    return RowOutcome.RECORDED if outcome is Outcome.APPLIED else RowOutcome.REPEATED
