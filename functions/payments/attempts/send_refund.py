"""Bring a refund to its provider. It carries its own reference, so however often it is sent it is done once."""

from __future__ import annotations

from functions.payments.facts.apply_event import apply_result
from functions.payments.model.attempt import Attempt
from functions.payments.model.errors import Declined
from functions.payments.model.provider import Result
from functions.payments.model.provider_event import EventType
from functions.payments.model.refund import Refund
from functions.payments.providers import provider_named
from functions.payments.providers.answered import answered


def send_refund(attempt: Attempt, refund: Refund) -> None:
    """Send it and apply what the provider says; a refusal is applied as its failure. Raises Unknown and the like: then resume."""
    provider = provider_named(refund.to or attempt.provider)
    try:
        result = provider.refund(attempt, refund.money, refund_ref=refund.reference, reason=refund.reason, asked_at=refund.created_at)
    except Declined as error:
        failure = answered(
            EventType.REFUND_FAILURE, attempt, refund.reference, refund.money, refund_ref=refund.reference, reason=error.code
        )
        result = Result((failure,))
    apply_result(attempt, result)


def resume_refund(attempt: Attempt, refund: Refund) -> None:
    """After an unknown outcome: ask first, and send it again only when the provider says it never got it."""
    try:
        result = provider_named(refund.to or attempt.provider).query_refund(attempt, refund.reference, asked_at=refund.created_at)
    except Declined:
        send_refund(attempt, refund)
        return
    apply_result(attempt, result)
