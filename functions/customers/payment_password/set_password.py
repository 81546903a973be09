"""Setting a payment password, the first time and when it was forgotten: by a one-time code that goes to its owner's address or number."""

from __future__ import annotations

import secrets

from functions.customers.model.one_time_code import Purpose
from functions.customers.model.payment_password import PaymentPassword, is_easy, password_hash
from functions.customers.store import codes, cognito
from functions.customers.store.payment_passwords import password_put
from functions.customers.store.records import CustomersTable, customer_pk
from functions.shared.events.contracts.customers import PaymentPasswordSet
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.ids import subject_of
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import transact


def send_password_code(person: str) -> None:
    """Raises TooManyRequests (429), Conflict (409 `no_login`) for who has no address and no number."""
    account = cognito.account_of(subject_of(person))
    language = (account.language if account else None) or settings().default_language
    login = _login(person)
    codes.send(Purpose.PAYMENT, login, sent_to=login, language=language, scope=person)


def set_password(person: str, typed: str, code: str, *, actor: Actor) -> None:
    """Raises Invalid (422 `weak_password`, which is no try, or `invalid_code`), TooManyRequests (429). It is locked no more."""
    if is_easy(typed):
        raise Invalid.field("/password", "weak_password", "Take digits that nobody tries first.")
    codes.use(Purpose.PAYMENT, _login(person), code, scope=person, wrong=cognito.wrong_code())
    salt = secrets.token_hex(16)
    event = event_put(CustomersTable, customer_pk(person), PaymentPasswordSet(person), subject=person, actor=actor)
    transact([password_put(person, PaymentPassword(salt, password_hash(typed, salt))), event])
    fact("factor.payment_password_set", customer_id=person)


def _login(person: str) -> str:
    login = next(iter(cognito.logins_of(subject_of(person))), None)
    if login is None:
        raise Conflict("This account has no address and no number that a code could go to.", code="no_login")
    return login
