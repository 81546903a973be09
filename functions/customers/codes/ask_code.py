"""Asking for a code to sign in with. The answer, the work and the message are the same whether somebody has the login or not: who is new
has an account once they have sent it back."""

from __future__ import annotations

from functions.customers.model.one_time_code import Purpose
from functions.customers.store import codes, cognito
from functions.shared.plain.settings import settings


def ask_code(login: str, language: str | None) -> None:
    """Raises TooManyRequests (429 `too_many_attempts`)."""
    account = cognito.account_of(login)
    known = account.language if account else None
    codes.send(Purpose.SIGN_IN, login, sent_to=login, language=known or language or settings().default_language)
