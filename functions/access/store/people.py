"""Reading those who work here, and who is invited to."""

from __future__ import annotations

from collections.abc import Iterator

from functions.access.model.invitation import Invitation
from functions.access.model.register import Grants, Profile, grants_of
from functions.access.store.records import STAFF_PARTITION, GrantsRecord, InvitationRecord, invitation_key
from functions.shared.auth.standing import standing_key
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.listing import query_all
from functions.shared.store.records import find


@dataclass(frozen=True)
class Person:
    id: str
    version: int
    grants: Grants
    profile: Profile


@dataclass(frozen=True)
class Invited:
    invitation: Invitation
    version: int


def person_of(person: str) -> Person:
    """Raises NotFound for who does not work here."""
    found = find_person(person)
    if found is None:
        raise NotFound("There is no such person on the staff.")
    return found


def find_person(person: str) -> Person | None:
    key = standing_key(person)
    record = find(GrantsRecord, key, key)
    return _person(record) if record is not None and record.body is not None else None


def find_invited(invitation_id: str) -> Invited | None:
    key = invitation_key(invitation_id)
    record = find(InvitationRecord, key, key) if ids.is_id("ivt", invitation_id) else None
    return Invited(load(Invitation, record.body), int(record.version)) if record is not None else None


def invited_of(invitation_id: str) -> Invited:
    """Raises NotFound."""
    found = find_invited(invitation_id)
    if found is None:
        raise NotFound("There is no such invitation.")
    return found


def everybody() -> Iterator[Person | Invited]:
    """In one partition: so many people work in a shop, and no more (`MOST_PEOPLE`)."""
    for record in query_all(GrantsRecord, STAFF_PARTITION, index="gsi1"):
        if ids.is_id("ivt", record.gsi1sk or ""):
            yield Invited(load(Invitation, record.body), int(record.version))
        else:
            yield _person(record)


def _person(record: GrantsRecord) -> Person:
    return Person(record.pk.partition("#")[2], int(record.version), grants_of(record.grants or ""), load(Profile, record.body))
