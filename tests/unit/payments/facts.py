"""Provider events for tests."""

from __future__ import annotations

from functions.payments.model.attempt import Attempt
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.shared.plain.money import Money

ATTEMPT = Attempt(
    id="pay_01JD0000000000000000000000",
    order_id="ord_01JD0000000000000000000000",
    order_number="N1",
    customer_id=None,
    provider="sandbox",
    account="sandbox",
    method="wallet",
    capture="auto",
    money=Money(1000, "CNY"),
    return_url="",
    language="zh",
    created_at="2026-01-31T08:00:00.000Z",
    expires_at="2026-01-31T08:30:00.000Z",
)


def event(
    kind: EventType,
    amount: int = 1000,
    *,
    ref: str = "sbx_1",
    refund: str | None = None,
    key: str = "e1",
    fee: int = 0,
    currency: str = "CNY",
) -> ProviderEvent:
    return ProviderEvent(
        event_key=key,
        type=kind,
        our_ref=ATTEMPT.reference,
        provider_ref=ref,
        refund_ref=refund,
        money=Money(amount, currency),
        fee=Money(fee, currency) if fee else None,
        account="sandbox",
        occurred_at="2026-01-31T08:01:00.000Z",
        raw_sha256="",
    )
