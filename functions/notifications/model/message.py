"""A message as plain data, and what becomes of it. Pure.

sending ──► sent ──► delivered ──► complained        sending ──► skipped (and why)
   │ ▲                  └──► bounced
   ▼ └── when it is due, looked at anew ──┐
   ├──► waiting (held: quiet hours, too many a second) ─┤
   └──► failed (refused by the provider; later again) ──┘
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum

from functions.shared.contact.masking import masked_email
from functions.shared.plain.deferred import dataclass


class State(StrEnum):
    """waiting: to be sent, at its time. From `sent` on the provider's word counts. failed: refused by the provider, and tried again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    SKIPPED = "skipped"


OVER = frozenset({State.SENT, State.DELIVERED, State.BOUNCED, State.COMPLAINED, State.SKIPPED})
TOLD: Mapping[State, frozenset[State]] = {
    State.SENT: frozenset({State.SENDING, State.FAILED}),
    State.DELIVERED: frozenset({State.SENDING, State.SENT, State.FAILED}),
    State.BOUNCED: frozenset({State.SENDING, State.SENT, State.FAILED, State.DELIVERED}),
    State.COMPLAINED: frozenset({State.SENDING, State.SENT, State.FAILED, State.DELIVERED, State.BOUNCED}),
}
"""What a provider tells of a message, and in which states it still says something. Its events come late, twice and in any order."""


@dataclass(frozen=True)
class Message:
    """`recipient` is masked: the log of what was sent must not become a second copy of personal data. `address_key`: a keyed hash of it.
    `person`, `purpose`: see purpose.py. `cause`: what it is of, where that is no event. `until`: when it is looked at again.
    `counted`: against what its address gets in an hour, once however often it is tried."""

    id: str
    order_id: str
    event_id: str
    event: str
    channel: str
    recipient: str
    language: str
    state: State
    created_at: str
    attempts: int = 1
    lease_until: str = ""
    sent_at: str | None = None
    provider_id: str | None = None
    reason: str | None = None
    person: str = ""
    purpose: str = "transactional"
    address_key: str = ""
    cause: str = ""
    told_at: str = ""
    until: str = ""
    counted: bool = False


def recipient_hash(address: str) -> str:
    """Tells recipients apart without naming them."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def masked(address: str) -> str:
    """``li.lei@example.com`` → ``l***@example.com``, ``+8613800138000`` → ``+***8000``."""
    if address.startswith("+"):
        return f"+***{address[-4:]}"
    return masked_email(address)
