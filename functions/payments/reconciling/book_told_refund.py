"""A refund that only the provider's bill tells: made in its console, and its message never came. Booked like one that was told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from functions.payments.facts.apply_event import Misfit, Outcome, apply_event
from functions.payments.model.provider import PaymentProvider, StatementLine
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.shared.plain import times
from functions.shared.plain.money import Money

_NOON = timedelta(hours=12)


def book_told_refund(provider: PaymentProvider, line: StatementLine, day: date) -> bool:
    """Whether the line is booked by it: a refund of a payment of ours that fits. A bill tells a day only, so it happened at its noon."""
    name = line.our_ref or line.provider_ref
    if line.kind != "refund" or not line.payment_ref or not name or line.gross.amount >= 0:
        return False
    noon = datetime(day.year, day.month, day.day, tzinfo=UTC) - provider.caps.bill_offset + _NOON
    event = ProviderEvent(
        event_key=f"bill:{line.raw_sha256}",
        type=EventType.REFUND_SUCCESS,
        our_ref=line.payment_ref,
        provider_ref=line.provider_ref or name,
        refund_ref=name,
        money=Money(-line.gross.amount, line.gross.currency),
        fee=Money(line.fee.amount, line.fee.currency) if line.fee.amount > 0 else None,
        account=provider.account,
        occurred_at=times.iso(noon),
        raw_sha256=line.raw_sha256,
    )
    try:
        return apply_event(provider.code, provider.locate(event), strict=True) is Outcome.APPLIED
    except Misfit:
        return False
