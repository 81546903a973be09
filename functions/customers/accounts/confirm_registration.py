"""A registration becomes an account, once, by its code and a proof that it is the caller's own.

Whoever dies in between leaves the registration as `creating`: the same call again goes on. Again after that: the same answer.
"""

from __future__ import annotations

import hmac

from functions.customers.model.registration import MOST_TRIES, Registration, State, token_secret
from functions.customers.store import cognito
from functions.customers.store.login_keys import registration_places
from functions.customers.store.records import RegistrationRecord, registration_pk
from functions.customers.store.sealed_bodies import registration_of
from functions.shared.outside import clock
from functions.shared.outside.sealing import unseal
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Update, transact


@dataclass(frozen=True)
class _Proven:
    """A registration and its password in clear, which only its owner can have brought."""

    record: RegistrationRecord
    registration: Registration
    password: str


def confirm(login: str, code: str, *, token: str | None, password: str | None) -> None:
    """Raises Invalid (422): `proof_required` without token and password; `invalid_code` whatever else is wrong."""
    if token is None and password is None:
        raise Invalid.field("/registration_token", "proof_required", "Send the token that register answered, or the password.")
    proven = _by_token(login, token) if token is not None else _by_password(login, password or "")
    if not proven:
        raise cognito.wrong_code()
    # With a password several registrations may be the caller's own: they asked for another code.
    right = [one for one in proven if _tried(one.record) and _same(one.registration.code, code)]
    if not right or right[0].registration.taken:
        raise cognito.wrong_code()
    _create(right[0])


def _by_token(login: str, token: str) -> list[_Proven]:
    registration_id = token.partition(".")[0]
    pk = registration_pk(registration_id)
    record = find(RegistrationRecord, pk, pk) if ids.is_id("reg", registration_id) else None
    if record is None or not _is_open(record):
        return []
    registration = registration_of(record)
    if registration.login != login or not hmac.compare_digest(registration.token_hash, ids.token_hash(token)):
        return []
    return [_Proven(record, registration, unseal(token_secret(token), registration.sealed_password))]


def _by_password(login: str, password: str) -> list[_Proven]:
    begins = RegistrationRecord.sk.startswith(registration_pk(""))
    places = [one for pk in registration_places(login) for one in RegistrationRecord.query(pk, begins, consistent_read=True)]
    found = find_many({RegistrationRecord: [(place.sk, place.sk) for place in places]})
    records = [record for record in found.values() if isinstance(record, RegistrationRecord) and _is_open(record)]
    known = [(record, registration_of(record)) for record in sorted(records, key=lambda one: str(one.pk), reverse=True)]
    return [_Proven(record, one, password) for record, one in known if one.is_of_password(password)]


def _same(known: str, given: str) -> bool:
    # As bytes: texts outside ASCII are refused there, and people paste anything into the field of a code.
    return hmac.compare_digest(known.encode(), given.encode())


def _is_open(record: RegistrationRecord) -> bool:
    return registration_of(record).expires_at > times.iso(clock.now())


def _tried(record: RegistrationRecord) -> bool:
    """Whether this registration still has a try left; takes it."""
    left = RegistrationRecord.tries < MOST_TRIES
    refused = cognito.wrong_code()
    try:
        transact([Update(RegistrationRecord, record.pk, record.sk, [RegistrationRecord.tries.add(1)], left, refused)])
    except Invalid:
        return False
    return True


def _create(proven: _Proven) -> None:
    record, registration = proven.record, proven.registration
    if record.state == State.DONE:
        return
    status = cognito.status_of(registration.login)
    if record.state == State.OPEN:
        if status not in (None, cognito.UNCONFIRMED):
            # Another registration of this address was confirmed first.
            raise cognito.wrong_code()
        _advance(record, State.CREATING)
    if status == cognito.UNCONFIRMED:
        # Begun before registrations were kept apart; nobody has proven it, the caller has proven the address.
        cognito.delete(registration.login)
    if status != cognito.CONFIRMED:
        cognito.create(registration.login, proven.password, name=registration.name, language=registration.language)
    _advance(record, State.DONE)


def _advance(record: RegistrationRecord, state: State) -> None:
    transact(
        [Update(RegistrationRecord, record.pk, record.sk, [RegistrationRecord.state.set(state.value)], RegistrationRecord.pk.exists())]
    )
