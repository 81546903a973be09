"""The payment provider `piggybank`: the payer breaks it on a page elsewhere, which reports by signed messages. Money back goes by hand."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from functions.payments import (
    AckOutcome,
    Attempt,
    Capabilities,
    EventType,
    Forged,
    Malformed,
    NextAction,
    ProviderEvent,
    RawRequest,
    RawResponse,
    Result,
    Stale,
    Unable,
    answered,
)
from functions.shared.outside.provider_keys import Key, provider_keys
from functions.shared.plain import signatures, times
from functions.shared.plain.money import Money
from functions.shared.plain.settings import settings

ACCOUNT = "piggybank"


class PiggyBank(Unable):
    code = "piggybank"
    account = ACCOUNT
    caps = Capabilities(
        currencies=frozenset({"CNY", "EUR"}), methods=("coins",), close_unpaid=True, partial_refund=True, refunds_by_hand=True
    )

    def ready(self) -> bool:
        return bool(_keys())

    def create(self, attempt: Attempt, **_: object) -> Result:
        """Nobody is asked, so twice is as good as once."""
        return Result((), NextAction("redirect", url=f"https://piggybank.example.com/{attempt.reference}"), attempt.reference)

    def void(self, attempt: Attempt, **_: object) -> Result:
        return Result((answered(EventType.CANCEL_SUCCESS, attempt, "never-broken", attempt.money),))

    def refund(self, *_: object, **_kwargs: object) -> Result:
        return Result()

    def query(self, attempt: Attempt) -> Result:
        return Result(provider_ref=attempt.reference)

    def verify_webhook(self, request: RawRequest, now: int) -> list[ProviderEvent]:
        try:
            signatures.verify(request.headers.get("x-piggybank"), request.body, secrets=[one.secret for one in _keys()], now=now)
        except signatures.BadSignature as error:
            raise Forged from error
        except signatures.OutsideWindow as error:
            raise Stale from error
        try:
            return [_broken(json.loads(request.body), hashlib.sha256(request.body).hexdigest())]
        except (ValueError, KeyError, TypeError) as error:
            raise Malformed(type(error).__name__) from error

    def ack(self, outcome: AckOutcome) -> RawResponse:
        return RawResponse({"ok": 200, "retry": 503, "forged": 401}[outcome])


def _broken(said: dict[str, Any], digest: str) -> ProviderEvent:
    """Raises ValueError, KeyError or TypeError for a message of another form."""
    texts = said["id"], said["reference"], said["currency"]
    if not all(isinstance(one, str) and 0 < len(one) <= 128 for one in texts) or type(said["amount"]) is not int:
        raise ValueError("a field has another form than agreed")
    return ProviderEvent(
        event_key=said["id"],
        type=EventType.CHARGE_SUCCESS,
        our_ref=said["reference"],
        provider_ref=said["id"],
        refund_ref=None,
        money=Money(said["amount"], said["currency"]),
        fee=None,
        account=ACCOUNT,
        occurred_at=times.iso(times.from_epoch(said["at"])),
        raw_sha256=digest,
    )


def _keys() -> tuple[Key, ...]:
    return provider_keys(settings().secret_payments, "piggybank")
