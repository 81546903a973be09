"""Definitions of custom fields: staff declare them here; the domains ask `declared` what holds for their resource.

They are kept for some seconds by each process, and read only where custom fields are written, indexed or filtered by: a call without any
asks nothing. A key that is not known (or cannot be filtered by) is looked for again before it is refused, so a new definition is usable at
once everywhere; whoever keeps what follows from them for longer (the search index) reads them `newest`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.platform.store.records import PlatformTable
from functions.shared.fields.custom_fields import MAX_DEFINITIONS, Checked, FieldDefinition, Resource, check_fields
from functions.shared.fields.field_filters import Wanted, wanted_fields
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Conflict, Invalid, NotFound, VersionConflict
from functions.shared.store.again import again
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Put, Remember, Update, Write, transact
from functions.shared.store.versions import at_version, locked_put

_COUNT = "COUNT"
_KEEP_SECONDS = 5.0
_known: dict[Resource, tuple[float, dict[str, FieldDefinition]]] = {}


class _KeyTaken(Conflict):
    code = "field_key_taken"


def declared(resource: Resource, *, newest: bool = False) -> Mapping[str, FieldDefinition]:
    """By key; at most some seconds old, one query when older or when they must be the `newest`."""
    found = _known.get(resource)
    if newest or found is None or time.monotonic() - found[0] > _KEEP_SECONDS:
        found = _known[resource] = (time.monotonic(), {one.key: one for one, _ in definitions(resource) if not one.deleted_at})
    return found[1]


def checked_fields(resource: Resource, given: Mapping[str, Any], *, pointer: str = "/custom_fields", public_only: bool = False) -> Checked:
    """What is sent for a resource, checked and parted. Raises Invalid (422 `unknown_field`, `invalid_field`)."""
    if not given:
        return Checked({}, {})
    known = declared(resource)
    if any(key not in known for key in given):
        known = declared(resource, newest=True)
    return check_fields(known, given, pointer=pointer, public_only=public_only)


def filtered_by(resource: Resource, asked: Mapping[str, list[str]], *, public_only: bool = False) -> Wanted:
    """What a list is filtered by. Raises Invalid (422 `unknown_field`, `invalid_field`, `range_unreadable`, `range_reversed`). For whom
    only public ones exist, a private key is unknown."""
    if not asked:
        return {}
    known = declared(resource)
    if any(key not in known or not known[key].filterable for key in asked):
        known = declared(resource, newest=True)
    return wanted_fields({key: one for key, one in known.items() if one.is_public or not public_only}, asked)


def forget() -> None:
    """Read again at their next use."""
    _known.clear()


def definitions(resource: Resource) -> list[tuple[FieldDefinition, int]]:
    """All of a resource with their versions, by key, also those that were deleted."""
    records = PlatformTable.query(_pk(resource), PlatformTable.sk.startswith("fld_"), consistent_read=True)
    return sorted(((load(FieldDefinition, r.body), int(r.version)) for r in records), key=lambda found: found[0].key)


def definition(field_id: str) -> tuple[FieldDefinition, int]:
    """One request. Raises NotFound, also for one that was deleted."""
    found = find_many({PlatformTable: [(_pk(resource), field_id) for resource in Resource]}) if ids.is_id("fld", field_id) else {}
    for record in found.values():
        one = load(FieldDefinition, record.body)
        if not one.deleted_at:
            return one, int(record.version)
    raise NotFound("There is no such field definition.")


def declare(wanted: FieldDefinition, *, remember: Remember[FieldDefinition, int]) -> tuple[FieldDefinition, int]:
    """Raises Conflict (409 `field_key_taken`), also where a deleted definition of the key had another type or visibility: values of it
    may still be there. Invalid (422 `too_many_definitions`)."""
    one = replace(wanted, created_at=times.iso(clock.now()))
    old = next(((d, v) for d, v in definitions(one.resource) if d.key == one.key), None)
    if old and not old[0].deleted_at:
        raise _KeyTaken(f"The field {one.key} is declared already.", id=id_of(one))
    if old and (old[0].type, old[0].many, old[0].visibility) != (one.type, one.many, one.visibility):
        raise _KeyTaken(f"{one.key} was a {old[0].visibility} {old[0].type} field; its values may still be there. Choose another key.")
    version = old[1] + 1 if old else 1
    taken = _KeyTaken(f"The field {one.key} is declared already.", id=id_of(one))
    record = _record(one, version)
    write = Put(record, at_version(PlatformTable, old[1] if old else 0), taken)
    full = Invalid.field("/key", "too_many_definitions", f"A {one.resource} has at most {MAX_DEFINITIONS} fields.")
    count = PlatformTable.version
    room = Update(PlatformTable, _pk(one.resource), _COUNT, [count.add(1)], count.does_not_exist() | (count < MAX_DEFINITIONS), full)
    transact([write, room, *remember(one, version)])
    forget()
    return one, version


def redeclare(
    field_id: str, changes: Mapping[str, Any], *, if_match: int | None, remember: Remember[FieldDefinition, int]
) -> tuple[FieldDefinition, int]:
    """What is not fixed for good: names, rules, whether it is filterable. Values that are there are judged when they are next written."""

    def attempt() -> tuple[FieldDefinition, int]:
        before, version = _current(field_id, if_match)
        after = replace(before, **changes)
        if after == before:
            transact(remember(before, version))
            return before, version
        transact([_changed(after, version), *remember(after, version + 1)])
        return after, version + 1

    made = again(attempt)
    forget()
    return made


def undeclare(field_id: str, *, if_match: int | None, remember: list[Write]) -> None:
    """Values that are there stay and are shown as before; none can be written any more."""

    def attempt() -> None:
        before, version = _current(field_id, if_match)
        gone = _changed(replace(before, deleted_at=times.iso(clock.now())), version)
        room = Update(PlatformTable, _pk(before.resource), _COUNT, [PlatformTable.version.add(-1)], PlatformTable.pk.exists())
        transact([gone, room, *remember])

    again(attempt)
    forget()


def id_of(one: FieldDefinition) -> str:
    return ids.derived_id("fld", one.resource, one.key)


def _current(field_id: str, if_match: int | None) -> tuple[FieldDefinition, int]:
    one, version = definition(field_id)
    if if_match is not None and if_match != version:
        raise VersionConflict(version)
    return one, version


def _changed(after: FieldDefinition, version: int) -> Put:
    return locked_put(_record(after, version + 1), version)


def _record(one: FieldDefinition, version: int) -> PlatformTable:
    return PlatformTable(pk=_pk(one.resource), sk=id_of(one), kind="field_definition", body=dump(one), version=version)


def _pk(resource: Resource) -> str:
    return f"FIELDS#{resource}"
