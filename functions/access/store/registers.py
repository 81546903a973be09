"""The register, and what follows from a change of it: standings and roles, which others read by key. All of it is written in one
transaction under the register's version; whoever was overtaken reads again (`again`)."""

from __future__ import annotations

from functions.access.model.register import Grants, Profile, Register, Role
from functions.access.model.rights import Rights, check_left, rights_in
from functions.access.store.records import REGISTER_KEY, STAFF_PARTITION, AccessTable, GrantsRecord, RegisterRecord
from functions.shared.auth.caller import Caller
from functions.shared.auth.standing import role_key, standing_key
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, Update, Write
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class Known:
    """The register as it was read; `version` 0: there is none yet."""

    register: Register
    version: int

    def rights_of(self, caller: Caller) -> Rights:
        """As they are written now, not as a process kept them. Who is no member (a key; staff known by groups): as they came in."""
        if (grants := self.register.people.get(caller.id)) is not None:
            return rights_in(self.register, grants)
        return Rights(caller.permissions, caller.merchants, caller.warehouses)

    def grants_of(self, person: str) -> Grants:
        """Raises NotFound for who does not work here."""
        if person not in self.register.people:
            raise NotFound("There is no such person on the staff.")
        return self.register.people[person]

    def becomes(self, after: Register) -> Put:
        """Raises Conflict (409 `last_owner`)."""
        check_left(self.register, after)
        record = RegisterRecord(REGISTER_KEY, REGISTER_KEY, kind="register", version=self.version + 1, body=dump(after))
        return locked_put(record, self.version)


def known_register() -> Known:
    record = find(RegisterRecord, REGISTER_KEY, REGISTER_KEY)
    return Known(load(Register, record.body), int(record.version)) if record is not None else Known(Register(), 0)


def standing_write(person: str, grants: Grants, profile: Profile | None = None) -> Update:
    """`profile` None: as it is. Who has no roles is listed no more. The end of sessions, beside it, stays."""
    key = standing_key(person)
    changes = [GrantsRecord.grants.set(grants.text()), GrantsRecord.kind.set("standing"), GrantsRecord.version.add(1)]
    if grants.roles:
        changes += [GrantsRecord.gsi1pk.set(STAFF_PARTITION), GrantsRecord.gsi1sk.set(person)]
    else:
        changes += [GrantsRecord.gsi1pk.remove(), GrantsRecord.gsi1sk.remove(), GrantsRecord.body.remove()]
    if profile is not None and grants.roles:
        changes.append(GrantsRecord.body.set(dump(profile)))
    return Update(GrantsRecord, key, key, changes)


def role_write(name: str, role: Role | None) -> Write:
    key, permissions = role_key(name), role.permissions if role is not None else ()
    record = GrantsRecord(key, key, kind="role", grants=dump(Role(permissions)))
    return Put(record) if role is not None else Delete(record)


def told(payload: Payload, subject: str, actor: Actor) -> Put:
    """The event, in the partition of what it is about."""
    return event_put(AccessTable, subject, payload, subject=subject.partition("#")[2], actor=actor)
