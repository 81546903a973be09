"""Second factors as plain data: what somebody has beside their password, and which answer is right.

An authenticator app shares a secret with the shop and shows six digits of it and of the time (RFC 6238: SHA-1, steps of 30 seconds). Life:
begun (the secret is told once) -> enrolled (by a first code) -> removed, or replaced by another. Recovery codes come with the first factor:
ten, each good once; a new set ends the one before.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp

from functions.shared.plain.deferred import dataclass

STEP = 30
"""Seconds a code is shown for; the one before and the one after are right as well, because clocks differ."""
MOST_CODES = 10
CODE_LETTERS, _GROUP = 16, 4
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Of recovery codes: without letters that look like others. Sixteen of them are 79 bits, so that a bare hash hides them."""
MOST_WRONG = 20
PAUSE = timedelta(hours=1)
"""So many wrong answers in a row, whatever they were asked for, and then one an hour: nobody who has the password guesses six digits."""
BEGUN_LASTS = timedelta(minutes=15)
FRESH = timedelta(minutes=5)


@dataclass(frozen=True)
class App:
    """`sealed`: the secret, with its person's key."""

    sealed: str
    since: str


@dataclass(frozen=True)
class Factors:
    """What somebody has enrolled; without any there is no item. `passkeys`: all of them, sealed with their person's key; empty: none."""

    app: App | None = None
    passkeys: str = ""

    @property
    def any(self) -> bool:
        return self.app is not None or bool(self.passkeys)

    def with_app(self, app: App | None) -> Factors:
        return replace(self, app=app)

    def with_passkeys(self, sealed: str) -> Factors:
        return replace(self, passkeys=sealed)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The step of time whose code it is; None for a wrong one."""
    totp, now = pyotp.TOTP(secret), int(at.timestamp()) // STEP
    # All three are compared, whichever is right.
    right = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return right[-1] if right else None


def app_uri(secret: str, *, login: str, shop: str) -> str:
    """What authenticator apps read, also from a picture of it."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=shop)


def shown(code: str) -> str:
    """In groups, as people copy it."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def code_hash(person: str, typed: str) -> str:
    """However it was typed."""
    plain = "".join(letter for letter in typed.lower() if letter.isalnum())
    return hashlib.sha256("\x1f".join(("recovery", person, plain)).encode()).hexdigest()
