"""A one-time code as plain data: for whom, for what, until when.

Whoever sends the right one has proven that they read what is sent to `login`. There is one code at a time for each login and purpose; a
new one ends the one before. Life: open → used, or five tries, or its time is over.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

MOST_TRIES = 5
MOST_PER_HOUR = 10
"""Codes of one login and purpose: so many messages at most go to somebody who may not have asked for any."""


class Purpose(StrEnum):
    """What a code opens; it opens nothing else."""

    SIGN_IN = "sign_in"
    RESET = "reset"
    PAYMENT = "payment"
    NEW_CONTACT = "new_contact"
    """They read the address or the number that is to be theirs."""
    OWN_CONTACT = "own_contact"
    """They read the one that is theirs, and want another."""


LASTS = dict.fromkeys(Purpose, timedelta(minutes=5)) | {Purpose.RESET: timedelta(minutes=30)}


@dataclass(frozen=True)
class OneTimeCode:
    """`id` names the message, `scope` whose code it is beside the login's (empty: whoever reads it may use it). `sent_to` is empty where
    nothing is sent, because nobody has the login: the work is the same."""

    id: str
    purpose: Purpose
    login: str
    sent_to: str
    code: str
    language: str
    expires_at: str
    scope: str = ""
