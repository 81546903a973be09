"""Face: what is mailed to somebody who registers. Personal data and a code: asked for when the mail is sent, never carried by events."""

from __future__ import annotations

from functions.customers.model.login import is_phone
from functions.customers.store.records import RegistrationRecord, registration_pk
from functions.customers.store.sealed_bodies import registration_of
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find


@dataclass(frozen=True)
class RegistrationMail:
    """To `email` or `phone`. `taken`: the login has an account; then its owner is told so, and no code."""

    email: str | None
    name: str
    language: str
    code: str
    taken: bool
    phone: str = ""


def registration_mail(registration_id: str) -> RegistrationMail | None:
    """None when the registration is over. One GetItem."""
    pk = registration_pk(registration_id)
    record = find(RegistrationRecord, pk, pk)
    if record is None:
        return None
    registration = registration_of(record)
    code = "" if registration.taken else registration.code
    email, phone = (None, registration.login) if is_phone(registration.login) else (registration.login, "")
    return RegistrationMail(email, registration.name, registration.language, code, registration.taken, phone)
