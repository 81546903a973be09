"""Ids and accounts of people who never were: the same for the same names, so that a year that is written again is the same. Pure."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from random import Random

from functions.privacy import Purpose
from functions.shared.plain.ids import ulid_of

_AGREED = ((Purpose.ANALYTICS, 0.8), (Purpose.MARKETING_EMAIL, 0.4), (Purpose.PERSONALISATION, 0.6), (Purpose.PROFILE_DETAILS, 0.6))
_BORN, _SPREAD = 1992, 5.0
_GENDERS = ("female", "female", "male", "male", "male", "female", "other")


def some_id(prefix: str, at: datetime, *names: object) -> str:
    """Of that moment."""
    chance = hashlib.sha256("\x1f".join(map(str, names)).encode()).digest()[:10]
    return f"{prefix}_{ulid_of(int(at.timestamp() * 1000).to_bytes(6, 'big') + chance)}"


def customer_of(seed: int, person: int) -> str | None:
    """Two of three have an account."""
    return f"cus_{ulid_of(hashlib.sha256(f'{seed}:{person}'.encode()).digest()[:16])}" if person % 3 else None


def details_of(customer_id: str) -> tuple[date, str] | None:
    """When they were born and their gender, of who agreed to tell it."""
    if not agreed(customer_id)[Purpose.PROFILE_DETAILS]:
        return None
    luck = Random(f"{customer_id}:details")
    born = date(round(luck.gauss(_BORN, _SPREAD)), luck.randint(1, 12), luck.randint(1, 28))
    return born, luck.choice(_GENDERS)


def agreed(customer_id: str) -> dict[Purpose, bool]:
    """What they said when they registered."""
    luck = Random(customer_id)
    return {purpose: luck.random() < share for purpose, share in _AGREED}
