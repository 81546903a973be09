"""People who are there before anybody could invite them: the first owner, those of a local shop. Whoever has the keys of the AWS account
writes them (`shop owner create`), as items, because no function has the right to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.access.model.register import Grants, Profile, Register, grants_of
from functions.access.store.records import REGISTER_KEY, STAFF_PARTITION, GrantsRecord, RegisterRecord
from functions.shared.auth.standing import standing_key
from functions.shared.plain.bodies import dump, load

Item = Mapping[str, Any]


def first_items(person: str, role: str, *, email: str, since: str, standing: Item | None, register: Item | None) -> tuple[Item, Item]:
    """The standing with the role besides those that it says already, what it says of sessions and limits stays; and the register with it.
    `standing`, `register`: as they are stored, None where they are not."""
    key = standing_key(person)
    own = GrantsRecord.from_raw_data(dict(standing)) if standing else GrantsRecord(key, key, kind="standing", version=0)
    grants = grants_of(own.grants) if own.grants else Grants()
    grants = replace(grants, roles=tuple(sorted({*grants.roles, role})))
    own.grants, own.body, own.version = grants.text(), own.body or dump(Profile(email, since=since)), int(own.version) + 1
    own.gsi1pk, own.gsi1sk = STAFF_PARTITION, person
    all_ = RegisterRecord(REGISTER_KEY, REGISTER_KEY, kind="register", version=0)
    if register:
        all_ = RegisterRecord.from_raw_data(dict(register))
    known = load(Register, all_.body)
    all_.body, all_.version = dump(replace(known, people=known.people | {person: grants})), int(all_.version) + 1
    return own.serialize(), all_.serialize()
