"""Registering: a code is sent to the address, and nothing is an account before it comes back.

The answer and the work are the same whether the login is taken or not. Registrations of one login stand beside each other.
"""

from __future__ import annotations

import secrets

from functions.customers.accounts.weak_passwords import weakness
from functions.customers.model.registration import LASTS, MOST_PER_HOUR, Registration, State, password_hash, token_secret
from functions.customers.store import cognito
from functions.customers.store.login_keys import registration_places
from functions.customers.store.records import CustomersTable, RegistrationRecord, hour_sk, registration_pk
from functions.customers.store.sealed_bodies import registration_body
from functions.shared.events.contracts.customers import RegistrationRequested
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.outside.sealing import seal
from functions.shared.plain import ids, times
from functions.shared.plain.errors import TooManyRequests
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import Update, Write, put_new, transact

_HOUR = 3600


def register(login: str, password: str, *, name: str, language: str | None) -> str:
    """The token that, beside the code, confirms this registration. Raises Invalid (422 `weak_password`), TooManyRequests (429)."""
    refuse_weak(password, login)
    registration_id = fresh.new_id("reg")
    token, salt = f"{registration_id}.{fresh.new_token()}", fresh.new_token()
    registration = Registration(
        id=registration_id,
        login=login,
        name=name,
        language=language or settings().default_language,
        code=f"{secrets.randbelow(10**6):06}",
        token_hash=ids.token_hash(token),
        salt=salt,
        password_hash=password_hash(password, salt),
        sealed_password=seal(token_secret(token), password),
        expires_at=times.iso(clock.now() + LASTS),
        taken=cognito.status_of(login) not in (None, cognito.UNCONFIRMED),
    )
    payload = RegistrationRequested(registration.id, registration.language)
    pk = registration_pk(registration.id)
    transact([*_writes(registration), event_put(CustomersTable, pk, payload, subject=registration.id, actor=Actor("guest", ""))])
    return token


def _writes(registration: Registration) -> list[Write]:
    """The registration, its place among those of its login, and the count of the hour."""
    now, logins = clock.now(), registration_places(registration.login)[0]
    ttl = int((now + LASTS).timestamp())
    pk = registration_pk(registration.id)
    kept = RegistrationRecord(pk=pk, sk=pk, kind="registration", body=registration_body(registration, pk), state=State.OPEN.value, ttl=ttl)
    place = RegistrationRecord(pk=logins, sk=pk, kind="registration_of_login", ttl=ttl)
    count = RegistrationRecord.tries
    room = count.does_not_exist() | (count < MOST_PER_HOUR)
    full = TooManyRequests("Too many registrations of this address. Wait a little.", retry_after=_HOUR, code="too_many_attempts")
    actions = [count.add(1), RegistrationRecord.ttl.set(ttl), RegistrationRecord.kind.set("registrations_of_hour")]
    return [put_new(kept), put_new(place), Update(RegistrationRecord, logins, hour_sk(now), actions, room, full)]


def refuse_weak(password: str, login: str, pointer: str = "/password") -> None:
    if why := weakness(password, login):
        raise cognito.weak_password(why, pointer)
