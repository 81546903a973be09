"""A message as plain data, and its three ways to be over. Pure."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from functions.shared.contact.masking import masked_email
from functions.shared.plain.deferred import dataclass


class State(StrEnum):
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


OVER = frozenset({State.SENT, State.SKIPPED})


@dataclass(frozen=True)
class Message:
    """`recipient` is masked: the log of what was sent must not become a second copy of personal data."""

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


def recipient_hash(address: str) -> str:
    """Tells recipients apart without naming them."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def masked(address: str) -> str:
    """``li.lei@example.com`` → ``l***@example.com``, ``+8613800138000`` → ``+***8000``."""
    if address.startswith("+"):
        return f"+***{address[-4:]}"
    return masked_email(address)
