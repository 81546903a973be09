"""The courier settles what it collected: each order paid on delivery becomes paid, once, when the amount is what it was to collect."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum

from functions.payments.facts.apply_event import Outcome, apply_event
from functions.payments.model.attempt import Attempt
from functions.payments.model.provider_event import EventType
from functions.payments.model.settlement_file import Collected
from functions.payments.providers.answered import answered
from functions.payments.store.receipts import ReceiptTaken, check_unused, receipt_number, receipt_write
from functions.payments.store.repository import find_on_delivery
from functions.shared.outside.observability import fact
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.money import Money
from functions.shared.store.transactions import Remember, transact


class RowOutcome(StrEnum):
    RECORDED = "recorded"
    REPEATED = "repeated"
    UNKNOWN_ORDER = "unknown_order"
    AMOUNT_MISMATCH = "amount_mismatch"
    ALREADY_PAID = "already_paid"
    RECEIPT_USED = "receipt_used"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class SettledRow:
    line: int
    order_number: str
    outcome: RowOutcome
    payment_id: str | None = None
    used_for: str | None = None


def settle(settlement: str, rows: Iterable[Collected], *, remember: Remember[list[SettledRow]]) -> list[SettledRow]:
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
    told = row.receipt or f"{settlement}:{row.order_number}"
    try:
        with suppress(ReceiptTaken):
            return SettledRow(row.line, row.order_number, _applied(told, row, row.amount, attempt), attempt.id)
        # Taken between the look and the write: now it is seen by whom.
        return SettledRow(row.line, row.order_number, _applied(told, row, row.amount, attempt), attempt.id)
    except Conflict as used:
        return SettledRow(row.line, row.order_number, RowOutcome.RECEIPT_USED, attempt.id, used.extra["order_number"])
    except Invalid:
        return SettledRow(row.line, row.order_number, RowOutcome.UNREADABLE)


def _applied(told: str, row: Collected, amount: Money, attempt: Attempt) -> RowOutcome:
    """The row's receipt is used with it; of a file without receipts its name and the order are one."""
    number = receipt_number(told)
    unused = check_unused(attempt.method, number, of=attempt.id)
    event = answered(EventType.CHARGE_SUCCESS, attempt, number if row.receipt else told, amount)
    if row.fee is not None and row.fee.amount:
        event = replace(event, fee=row.fee)
    used = [receipt_write(attempt.method, number, attempt, of=attempt.id)] if unused else []
    outcome = apply_event(attempt.provider, event, if_applied=used)
    if outcome is Outcome.QUARANTINED:
        return RowOutcome.AMOUNT_MISMATCH if row.amount != attempt.money else RowOutcome.ALREADY_PAID
    return RowOutcome.RECORDED if outcome is Outcome.APPLIED else RowOutcome.REPEATED
