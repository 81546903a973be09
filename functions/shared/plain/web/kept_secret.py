"""What is kept of a secret that messages to somebody outside are signed with, and which of them count at a moment. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class KeptSecret:
    """`sealed`: the secret as only the shop reads it. `until`: when it ends; "" is the current one."""

    sealed: str
    made_at: str
    until: str = ""


def alive(secrets: Sequence[KeptSecret], now: str) -> list[KeptSecret]:
    """The current one first, then what still counts beside it."""
    return sorted((one for one in secrets if not one.until or one.until > now), key=lambda one: bool(one.until))


def rotated(secrets: Sequence[KeptSecret], new: KeptSecret, *, until: str) -> list[KeptSecret]:
    """The current one counts `until` then, beside the new one; an older one ends now. Two are alive at most."""
    current = [replace(one, until=until) for one in secrets if not one.until]
    return [new, *(one for one in current if until > new.made_at)]
