"""What people may do is changed; they are suspended, reinstated, and leave. Each change is judged by what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from functions.access.model.register import Grants
from functions.access.model.rights import check_within, rights_in
from functions.access.staff.invite import check_gift
from functions.access.store.invitations import invitation_gone
from functions.access.store.people import Person, person_of
from functions.access.store.registers import known_register, standing_write, told
from functions.shared.auth.caller import Caller
from functions.shared.auth.standing import forget, standing_key
from functions.shared.events.contracts.staff import StaffEdited, StaffReinstated, StaffRemoved, StaffSuspended
from functions.shared.events.envelope import Payload
from functions.shared.outside.observability import fact
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version

_Changed = Callable[[Person], tuple[Person, Payload | None]]
_PROFILE = ("name", "language")


def edit_person(person: str, changes: Mapping[str, Any], *, expected: int | None, caller: Caller, remember: Remember[Person]) -> Person:
    """`changes`: roles, merchants, warehouses, name, language. Raises NotFound, VersionConflict, Invalid (422 `unknown_role`), Forbidden
    (403 `more_than_own`: what they have now counts as well as what they get), Conflict (409 `last_owner`)."""
    profile = {name: changes[name] for name in _PROFILE if name in changes}
    limits: dict[str, Any] = {
        name: value if value is None else tuple(sorted(set(value))) for name, value in changes.items() if name not in _PROFILE
    }

    def changed(before: Person) -> tuple[Person, Payload | None]:
        after = replace(before, grants=replace(before.grants, **limits), profile=replace(before.profile, **profile))
        fields = [name for name in changes if _said(after, name) != _said(before, name)]
        own = (None if limit is None else list(limit) for limit in (after.grants.merchants, after.grants.warehouses))
        event = StaffEdited(person, fields, list(before.grants.roles), list(after.grants.roles), *own)
        return after, event if after != before else None

    return _change(person, changed, expected, caller, remember)


def _said(person: Person, name: str) -> Any:
    return getattr(person.profile if name in _PROFILE else person.grants, name)


def suspend(person: str, *, expected: int | None, caller: Caller, remember: Remember[Person]) -> Person:
    """Their sign-ins and their keys are refused within a minute. Again: the same answer."""

    def changed(before: Person) -> tuple[Person, Payload | None]:
        after = replace(before, grants=replace(before.grants, suspended=True))
        return after, StaffSuspended(person) if after != before else None

    return _change(person, changed, expected, caller, remember)


def reinstate(person: str, *, expected: int | None, caller: Caller, remember: Remember[Person]) -> Person:
    def changed(before: Person) -> tuple[Person, Payload | None]:
        after = replace(before, grants=replace(before.grants, suspended=False))
        return after, StaffReinstated(person) if after != before else None

    return _change(person, changed, expected, caller, remember)


def remove(person: str, *, expected: int | None, caller: Caller, remember: Remember[()]) -> None:
    """They are a customer like any other, also who was suspended."""

    def attempt() -> None:
        known = known_register()
        known.grants_of(person)
        before = person_of(person)
        check_version(before.version, expected)
        register = known.becomes(known.register.with_person(person, None))
        check_within(known.rights_of(caller), rights_in(known.register, before.grants))
        event = told(StaffRemoved(person, list(before.grants.roles)), standing_key(person), caller.actor)
        gone = invitation_gone(before.profile.email)
        transact([register, standing_write(person, Grants()), gone, event, *remember()])
        forget(standing_key(person))
        fact("staff.removed", person_id=person)

    again(attempt)


def _change(person: str, changed: _Changed, expected: int | None, caller: Caller, remember: Remember[Person]) -> Person:
    def attempt() -> Person:
        known = known_register()
        known.grants_of(person)
        before = person_of(person)
        check_version(before.version, expected)
        after, event = changed(before)
        if event is None:
            transact(remember(after))
            return before
        register = known.becomes(known.register.with_person(person, after.grants))
        check_within(known.rights_of(caller), rights_in(known.register, before.grants))
        check_gift(known, after.grants, caller)
        after = replace(after, version=before.version + 1)
        told_of = told(event, standing_key(person), caller.actor)
        transact([register, standing_write(person, after.grants, after.profile), told_of, *remember(after)])
        forget(standing_key(person))
        fact(event.TYPE, person_id=person)
        return after

    return again(attempt)
