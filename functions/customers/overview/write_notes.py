"""Notes on a customer: everybody who may write some changes their own; who may change customers changes all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.customers.model.note import Note
from functions.customers.store.notes import note_at, note_removal, note_writes
from functions.customers.store.repository import find_customer
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Forbidden, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version

_OF_ALL = "customers.write"


def write_note(customer_id: str, text: str, *, caller: Caller, remember: Remember[Note, int]) -> Note:
    """Raises NotFound."""
    check_there(customer_id)
    note = Note(fresh.new_id("note"), text, caller.actor.id, times.iso(clock.now()))
    transact([*note_writes(customer_id, note, 0), *remember(note, 1)])
    return note


def edit_note(
    customer_id: str, note_id: str, text: str, *, caller: Caller, expected: int | None, remember: Remember[Note, int]
) -> tuple[Note, int]:
    """Raises NotFound, Forbidden, VersionConflict."""

    def once() -> tuple[Note, int]:
        note, version = _own(customer_id, note_id, caller, expected)
        edited = replace(note, text=text, edited_by=caller.actor.id, edited_at=times.iso(clock.now()))
        transact([*note_writes(customer_id, edited, version), *remember(edited, version + 1)])
        return edited, version + 1

    return again(once)


def remove_note(customer_id: str, note_id: str, *, caller: Caller, expected: int | None, remember: Sequence[Write]) -> None:
    """Raises NotFound, Forbidden, VersionConflict."""

    def once() -> None:
        note, version = _own(customer_id, note_id, caller, expected)
        transact([note_removal(customer_id, note, version), *remember])

    again(once)


def check_there(customer_id: str) -> None:
    """Raises NotFound, also for who was erased."""
    if find_customer(customer_id) is None:
        raise NotFound("There is no such customer.")


def _own(customer_id: str, note_id: str, caller: Caller, expected: int | None) -> tuple[Note, int]:
    check_there(customer_id)
    note, version = note_at(customer_id, note_id)
    check_version(version, expected)
    if note.author != caller.actor.id and not caller.may(_OF_ALL):
        raise Forbidden("Somebody else wrote this.", permission=_OF_ALL)
    return note, version
