"""What becomes of payments, as facts: by method and reason, and what providers keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from functions.reports.facts.write_facts import Draft, Known, store_zone
from functions.reports.model.account import Account
from functions.reports.model.facts import Fact, FactKind
from functions.reports.model.facts_of_payments import Moved, moved
from functions.shared.events.contracts.payments import (
    PaymentCaptured,
    PaymentDisputeClosed,
    PaymentDisputed,
    PaymentFailed,
    PaymentFeeBooked,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentVoided,
)
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.plain.settings import settings


def of_captures(told: Sequence[Envelope]) -> Iterable[Draft]:
    def draft(envelope: Envelope, one: PaymentCaptured) -> Draft:
        sums = {"captured": one.amount, "paid_attempts": 1}
        return _draft(_moved(envelope, FactKind.CAPTURE, one, sums, at=one.captured_at, currency=one.currency))

    return (draft(envelope, data_of(envelope, PaymentCaptured)) for envelope in told)


def of_failures(told: Sequence[Envelope]) -> Iterable[Draft]:
    """Payments that ended unpaid: refused, or closed by whoever did not go on. An attempt has no currency of its own to be counted in."""
    drafts = []
    for envelope in told:
        one: PaymentFailed | PaymentVoided
        one = data_of(envelope, PaymentFailed) if envelope.type == PaymentFailed.TYPE else data_of(envelope, PaymentVoided)
        reason = one.reason or ("declined" if isinstance(one, PaymentFailed) else "left")
        drafts.append(_draft(_moved(envelope, FactKind.FAILURE, one, {"failed_attempts": 1}, reason=reason)))
    return drafts


def of_paid_back(told: Sequence[Envelope]) -> Iterable[Draft]:
    """Pieces that cost nothing go back by no payment. What had gone and came back is less again."""
    drafts = []
    for envelope in told:
        if envelope.type == PaymentRefunded.TYPE:
            one = data_of(envelope, PaymentRefunded)
            if one.payment_id:
                sums = {"paid_back": one.amount}
                drafts.append(_draft(_moved(envelope, FactKind.PAID_BACK, one, sums, at=one.refunded_at, currency=one.currency)))
            continue
        back = data_of(envelope, PaymentRefundFailed)
        if back.came_back:
            sums = {"paid_back": -back.came_back}
            drafts.append(_draft(_moved(envelope, FactKind.PAID_BACK, back, sums, at=back.failed_at, currency=back.currency)))
    return drafts


def of_disputes(told: Sequence[Envelope]) -> Iterable[Draft]:
    """Taken when it was opened, also where that is told after its end. Won, the money is ours again; lost, it stays where it is."""
    drafts = []
    for envelope in told:
        if envelope.type == PaymentDisputed.TYPE:
            opened = data_of(envelope, PaymentDisputed)
            drafts.append(_disputed(envelope, opened, opened.amount, opened.opened_at, opened.reason))
            continue
        ended = data_of(envelope, PaymentDisputeClosed)
        if ended.opened_at:
            drafts.append(_disputed(envelope, ended, ended.amount, ended.opened_at, ended.outcome))
        elif ended.outcome == "won":
            drafts.append(_disputed(envelope, ended, -ended.amount, ended.closed_at, ended.outcome))
    return drafts


def _disputed(envelope: Envelope, one: PaymentDisputed | PaymentDisputeClosed, amount: int, at: str, reason: str) -> Draft:
    return _draft(_moved(envelope, FactKind.DISPUTE, one, {"disputed": amount}, at=at, currency=one.currency, reason=reason))


def of_fees(told: Sequence[Envelope]) -> Iterable[Draft]:
    def draft(envelope: Envelope, one: PaymentFeeBooked) -> Draft:
        return _draft(_moved(envelope, FactKind.FEE, one, {"fees": one.amount}, at=one.booked_at, currency=one.currency))

    return (draft(envelope, data_of(envelope, PaymentFeeBooked)) for envelope in told)


_Told = (
    PaymentCaptured
    | PaymentFailed
    | PaymentVoided
    | PaymentRefunded
    | PaymentRefundFailed
    | PaymentDisputed
    | PaymentDisputeClosed
    | PaymentFeeBooked
)


def _moved(
    envelope: Envelope, kind: FactKind, one: _Told, sums: dict[str, int], *, at: str = "", currency: str = "", reason: str = ""
) -> Moved:
    when, known = at or envelope.occurred_at, currency or settings().default_currency
    return Moved(envelope.id, when, kind, one.order_id, one.payment_id, one.provider, known, sums, reason)


def _draft(told: Moved) -> Draft:
    def make(_: Known, account: Account) -> tuple[Fact | None, Account]:
        return moved(told, account, store_zone())

    return Draft(told.event_id, told.order_id, make)
