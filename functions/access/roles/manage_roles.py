"""A shop's own roles: made, changed, taken away. What a role gives its holders change with it, within a minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.access.model.register import Register, Role
from functions.access.model.rights import MOST_ROLES, check_within
from functions.access.store.registers import Known, known_register, role_write, told
from functions.shared.auth.caller import Caller
from functions.shared.auth.roles import ROLES, permissions_of
from functions.shared.auth.standing import forget, role_key
from functions.shared.events.contracts.staff import RoleChanged, RoleCreated, RoleRemoved
from functions.shared.events.envelope import Payload
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version


def role_of(register: Register, name: str) -> Role:
    """Also a built-in one. Raises NotFound."""
    if name in ROLES:
        return Role(tuple(sorted(permissions_of(frozenset({name})))))
    if name not in register.roles:
        raise NotFound("There is no such role.")
    return register.roles[name]


def holders(register: Register, name: str) -> int:
    return sum(name in grants.roles for grants in register.people.values())


def create_role(name: str, permissions: Sequence[str], copy_of: str | None, *, caller: Caller, remember: Remember[str, Role, int]) -> Role:
    """Raises Conflict (409 `role_exists`, `too_many_roles`), Forbidden (403 `more_than_own`), NotFound for what it should be a copy of."""

    def attempt() -> Role:
        known = known_register()
        if name in ROLES or name in known.register.roles:
            raise Conflict(f"There is a role {name!r}.", code="role_exists")
        if len(known.register.roles) >= MOST_ROLES:
            raise Conflict(f"A shop has at most {MOST_ROLES} roles of its own.", code="too_many_roles", most=MOST_ROLES)
        given = set(permissions) | (set(role_of(known.register, copy_of).permissions) if copy_of else set())
        role = Role(tuple(sorted(given)))
        _write(known, name, None, role, RoleCreated(name, list(role.permissions)), caller, remember)
        return role

    return again(attempt)


def change_role(
    name: str, permissions: Sequence[str], *, expected: int | None, caller: Caller, remember: Remember[str, Role, int]
) -> tuple[Role, int]:
    """The role and how many have it. Raises as `create_role` and Conflict (409 `built_in_role`, `last_owner`)."""

    def attempt() -> tuple[Role, int]:
        known, before = _own(name)
        check_version(before.version, expected)
        role = Role(tuple(sorted(set(permissions))), before.version + 1)
        if role.permissions == before.permissions:
            transact(remember(name, before, holders(known.register, name)))
            return before, holders(known.register, name)
        event = RoleChanged(name, list(before.permissions), list(role.permissions))
        _write(known, name, before, role, event, caller, remember)
        return role, holders(known.register, name)

    return again(attempt)


def remove_role(name: str, *, caller: Caller, remember: Remember[()]) -> None:
    """Raises Conflict (409 `role_in_use`, `built_in_role`), Forbidden, NotFound."""

    def attempt() -> None:
        known, before = _own(name)
        if held := holders(known.register, name):
            raise Conflict(f"{held} people have this role; give them another first.", code="role_in_use", people=held)
        _check(known, caller, before)
        event = told(RoleRemoved(name, list(before.permissions)), role_key(name), caller.actor)
        register = known.becomes(known.register.with_role(name, None))
        transact([register, role_write(name, None), event, *remember()])
        forget(role_key(name))

    again(attempt)


def _own(name: str) -> tuple[Known, Role]:
    known = known_register()
    if name in ROLES:
        raise Conflict("Built-in roles stay as they are; make a copy of it.", code="built_in_role")
    return known, role_of(known.register, name)


def _check(known: Known, caller: Caller, *roles: Role) -> None:
    """Whom they may act for is no matter of roles."""
    own = known.rights_of(caller)
    check_within(own, *(replace(own, permissions=frozenset(role.permissions)) for role in roles))


def _write(
    known: Known, name: str, before: Role | None, role: Role, event: Payload, caller: Caller, remember: Remember[str, Role, int]
) -> None:
    register = known.becomes(known.register.with_role(name, role))
    _check(known, caller, before or role, role)
    writes = [register, role_write(name, role), told(event, role_key(name), caller.actor)]
    transact([*writes, *remember(name, role, holders(known.register, name))])
    forget(role_key(name))
