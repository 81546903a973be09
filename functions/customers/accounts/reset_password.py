"""A new password for who lost theirs: by a code that is sent to their login, good once and for half an hour. All their sessions end.

Their second factor stays what it was: a mailbox alone opens no account that has one.
"""

from __future__ import annotations

from functions.customers.accounts.change_password import end_all
from functions.customers.accounts.register import refuse_weak
from functions.customers.model.one_time_code import Purpose
from functions.customers.store import codes, cognito
from functions.shared.plain.settings import settings


def send_reset_code(login: str) -> None:
    """The answer and the work are the same whether somebody has the login or not; who has none is sent nothing. Raises TooManyRequests."""
    account = cognito.account_of(login)
    there = account is not None and account.status != cognito.UNCONFIRMED
    language = (account.language if account else None) or settings().default_language
    codes.send(Purpose.RESET, login, sent_to=login if there else "", language=language)


def reset_password(login: str, code: str, password: str) -> None:
    """Raises Invalid (422): `weak_password`, which is no try, or `invalid_code`; TooManyRequests (429) when all tries are taken."""
    refuse_weak(password, login)
    codes.use(Purpose.RESET, login, code, wrong=cognito.wrong_code())
    account = cognito.account_of(login)
    if account is None:
        raise cognito.wrong_code()
    cognito.set_password(account.subject, password)
    end_all(account.subject)
