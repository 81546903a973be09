"""Registering: an account that is confirmed by a code sent to its address. The answer is the same whether the login is taken or not."""

from __future__ import annotations

from functions.customers import cognito
from functions.customers.login import weakness


def register(login: str, password: str, *, name: str, language: str | None) -> None:
    """Raises Invalid (422 `weak_password`)."""
    refuse_weak(password, login)
    attributes = ({"name": name} if name else {}) | ({"locale": language} if language else {})
    if cognito.sign_up(login, password, attributes):
        return
    # Who registered with this address but never confirmed it may be a stranger. Were his account kept, the owner of the address
    # would confirm the stranger's password. So the account starts again with this caller's, and the earlier code is void.
    if cognito.is_unconfirmed(login):
        cognito.delete(login)
        cognito.sign_up(login, password, attributes)


def reset_password(login: str, code: str, password: str) -> None:
    """A new password by the code of `forgot_password`; all sessions end, also those of whoever had the old one."""
    refuse_weak(password, login)
    cognito.reset_password(login, code, password)
    cognito.end_sessions(login)


def refuse_weak(password: str, login: str) -> None:
    if why := weakness(password, login):
        raise cognito.weak_password(why)
