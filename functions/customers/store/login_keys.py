"""Under what is found what waits for a login: registrations, codes, the claim of who is about to have it. Nobody reads or guesses the login
in it. The first of several is where it is put now; the others are bare hashes of before version 0.3, which are over within a day."""

from __future__ import annotations

from hashlib import sha256

from functions.customers.model.one_time_code import Purpose
from functions.customers.store.records import claim_pk, code_pk, login_pk
from functions.shared.sealing import filed


def registration_places(login: str) -> list[str]:
    """Raises Unavailable."""
    return [login_pk(filed("login", login)), login_pk(_before(login))]


def claim_places(login: str) -> list[str]:
    """Raises Unavailable."""
    return [claim_pk(filed("claim", login)), claim_pk(_before(login))]


def code_places(purpose: Purpose, login: str, scope: str = "") -> list[str]:
    """Raises Unavailable."""
    return [code_pk(filed("code", purpose, scope, login)), code_pk(_before("\x1f".join((purpose, scope, login))))]


def _before(text: str) -> str:
    return sha256(text.encode()).hexdigest()
