"""A fact established by a provider's direct answer (or by our own staff), as opposed to a webhook."""

from __future__ import annotations

from functions.payments.model.attempt import Attempt
from functions.payments.model.payer import PayerSigns
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import Money


def answered(
    kind: EventType,
    attempt: Attempt,
    provider_ref: str,
    money: Money,
    *,
    refund_ref: str | None = None,
    occurred_at: str | None = None,
    reason: str = "",
    payer: PayerSigns | None = None,
) -> ProviderEvent:
    """The same fact in a webhook has the same business key (type and provider's reference), so the two count once."""
    payer = payer or PayerSigns()
    return ProviderEvent(
        event_key=f"answer:{kind}:{refund_ref or provider_ref}",
        type=kind,
        our_ref=attempt.reference,
        provider_ref=provider_ref,
        refund_ref=refund_ref,
        money=money,
        fee=None,
        account=attempt.account,
        occurred_at=occurred_at or times.iso(clock.now()),
        raw_sha256="",
        reason=reason,
        risk=payer.risk,
        payer_country=payer.country,
        card=payer.card,
    )
