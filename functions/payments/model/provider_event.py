"""What a provider says happened: append-only facts in Saleor's vocabulary, from webhooks and queries alike."""

from __future__ import annotations

import hashlib
from dataclasses import field
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


class EventType(StrEnum):
    AUTHORIZATION_SUCCESS = "authorization_success"
    AUTHORIZATION_FAILURE = "authorization_failure"
    AUTHORIZATION_ADJUSTMENT = "authorization_adjustment"
    AUTHORIZATION_ACTION_REQUIRED = "authorization_action_required"
    CHARGE_REQUEST = "charge_request"
    CHARGE_SUCCESS = "charge_success"
    CHARGE_FAILURE = "charge_failure"
    CHARGE_ACTION_REQUIRED = "charge_action_required"
    CHARGE_BACK = "charge_back"
    CHARGE_BACK_REVERSE = "charge_back_reverse"
    CHARGE_BACK_LOST = "charge_back_lost"
    REFUND_REQUEST = "refund_request"
    REFUND_SUCCESS = "refund_success"
    REFUND_FAILURE = "refund_failure"
    REFUND_REVERSE = "refund_reverse"
    CANCEL_REQUEST = "cancel_request"
    CANCEL_SUCCESS = "cancel_success"
    CANCEL_FAILURE = "cancel_failure"
    INFO = "info"


_NEEDS_MONEY = frozenset(
    {
        EventType.AUTHORIZATION_SUCCESS,
        EventType.AUTHORIZATION_ADJUSTMENT,
        EventType.CHARGE_SUCCESS,
        EventType.CHARGE_BACK,
        EventType.CHARGE_BACK_REVERSE,
        EventType.CHARGE_BACK_LOST,
        EventType.REFUND_SUCCESS,
        EventType.REFUND_REVERSE,
    }
)


@dataclass(frozen=True)
class ProviderEvent:
    """`provider_ref` names the movement (the charge, the capture) at the provider, `refund_ref` our own refund's reference.

    `event_key` is the provider's id of the message, or the SHA-256 of what it signed; `account` is whose money it is there. Of a
    dispute `provider_ref` is the dispute's name (the same when it is closed) and `answer_by` until when evidence is taken. `risk` and
    `payer_country`: what it says of the payer, of money that came (payer.py); empty where it does not. `card`: the provider's
    fingerprint of what was paid with, also where that failed; it is not stored.
    """

    event_key: str
    type: EventType
    our_ref: str
    provider_ref: str
    refund_ref: str | None
    money: Money | None
    fee: Money | None
    account: str
    occurred_at: str
    raw_sha256: str
    reason: str = ""
    answer_by: str = ""
    risk: str = ""
    payer_country: str = ""
    card: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.type in _NEEDS_MONEY and (self.money is None or self.money.amount <= 0):
            raise ValueError(f"{self.type} without an amount")

    @property
    def business_key(self) -> str:
        """The same for the same fact however often and by whichever way it is told: what makes it count once, for ever."""
        return f"{self.type}|{self.refund_ref or self.provider_ref}"

    @property
    def digest(self) -> str:
        """The business key as part of a sort key."""
        return hashlib.sha256(self.business_key.encode()).hexdigest()[:32]
