"""Signing in by a passkey alone: it says whose it is, and its authenticator has asked for a PIN, a finger or a face. Nothing is told of
anybody before it answered (`sign_in.answer_challenge`)."""

from __future__ import annotations

from typing import Any

from functions.customers.factors.enrol_passkey import site_for
from functions.customers.model.challenge import Challenge, Kind
from functions.customers.model.passkeys import asked_of
from functions.customers.store import challenges
from functions.shared.outside import fresh


def ask_passkey(wanted: str | None) -> tuple[str, dict[str, Any]]:
    """The session and the options. Raises Invalid (422 `unknown_site`)."""
    site, nonce = site_for(wanted), fresh.new_token()
    return challenges.keep(Challenge(Kind.PASSKEY, "", "", "", nonce=nonce)), asked_of(site.id, nonce)
