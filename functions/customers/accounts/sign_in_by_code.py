"""Signing in with a one-time code; whoever is new is registered by it, because they have proven their address or number."""

from __future__ import annotations

from functions.customers.accounts.sign_in import enter, sign_in
from functions.customers.model.one_time_code import Purpose
from functions.customers.store import codes, cognito
from functions.shared.outside import fresh
from functions.shared.plain.errors import Invalid, Unavailable


def sign_in_with(login: str, *, password: str | None, code: str | None) -> cognito.Tokens:
    """Raises Invalid (422 `proof_required`) unless there is one of the two, and what `sign_in` or `sign_in_by_code` do."""
    if (password is None) == (code is None):
        raise Invalid.field("/password", "proof_required", "Send the password or a one-time code, one of the two.")
    return sign_in(login, password) if password is not None else sign_in_by_code(login, code or "")


def sign_in_by_code(login: str, code: str) -> cognito.Tokens:
    """Raises Unauthenticated (401 `invalid_code`), TooManyRequests (429), and what `enter` does."""
    used = codes.use(Purpose.SIGN_IN, login, code, wrong=codes.wrong_at_sign_in())
    return enter(_account(login, used.language))


def _account(login: str, language: str) -> cognito.Account:
    account = cognito.account_of(login)
    if account is not None and account.status == cognito.UNCONFIRMED:
        # Begun before registrations were kept apart; nobody has proven it, the caller has proven the address.
        cognito.delete(login)
        account = None
    if account is None:
        cognito.make(login, language=language)
    if account is None or account.status == cognito.MADE_BY_STAFF:
        # Known to nobody: they sign in by codes, or set one with a code.
        cognito.set_password(login, f"{fresh.new_token()}-Aa0")
        account = cognito.account_of(login)
    if account is None:
        raise Unavailable("The account was there a moment ago.")
    return account
