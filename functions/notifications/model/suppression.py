"""An address that is not written to, or not for everything. Pure."""

from __future__ import annotations

from enum import StrEnum

from functions.notifications.model.purpose import LAW_ASKS, Purpose
from functions.shared.plain.deferred import dataclass


class Why(StrEnum):
    """bounced: it does not exist. complained: its owner called a message of ours spam."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"


@dataclass(frozen=True)
class Suppression:
    """`id`: the channel and a keyed hash of the address. `shown`: masked."""

    id: str
    channel: str
    why: Why
    shown: str
    at: str
    message_id: str

    def stops(self, purpose: Purpose, event: str) -> bool:
        """A complaint stops what is not owed; a bounce all but what the law asks to try."""
        if self.why is Why.COMPLAINED:
            return purpose is not Purpose.TRANSACTIONAL
        return event not in LAW_ASKS
