"""Ids and accounts of people who never were: the same for the same names, so that a year that is written again is the same. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime
from random import Random

from functions.privacy import Purpose
from functions.shared.plain.ids import ulid_of

_AGREED = ((Purpose.ANALYTICS, 0.8), (Purpose.MARKETING_EMAIL, 0.4), (Purpose.PERSONALISATION, 0.6))


def some_id(prefix: str, at: datetime, *names: object) -> str:
    """Of that moment."""
    chance = hashlib.sha256("\x1f".join(map(str, names)).encode()).digest()[:10]
    return f"{prefix}_{ulid_of(int(at.timestamp() * 1000).to_bytes(6, 'big') + chance)}"


def customer_of(seed: int, person: int) -> str | None:
    """Two of three have an account."""
    return f"cus_{ulid_of(hashlib.sha256(f'{seed}:{person}'.encode()).digest()[:16])}" if person % 3 else None


def agreed(customer_id: str) -> dict[Purpose, bool]:
    """What they said when they registered."""
    luck = Random(customer_id)
    return {purpose: luck.random() < share for purpose, share in _AGREED}
