"""Notes on an order: everybody who may write some changes their own; who may change orders changes all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.orders.model.noted.note import OrderNote
from functions.orders.store.noted.order_notes import note_at, note_removal, note_writes
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.errors import Forbidden, NotFound
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version

_OF_ALL = "orders.write"


def write_note(order_id: str, text: str, *, caller: Caller, remember: Remember[OrderNote, int]) -> OrderNote:
    """Raises NotFound, BuyerErased."""
    check_there(order_id)
    note = OrderNote(fresh.new_id("note"), text, caller.actor.id, times.iso(clock.now()))
    transact([*note_writes(order_id, note, 0), *remember(note, 1)])
    return note


def edit_note(
    order_id: str, note_id: str, text: str, *, caller: Caller, expected: int | None, remember: Remember[OrderNote, int]
) -> tuple[OrderNote, int]:
    """Raises NotFound, Forbidden, VersionConflict, BuyerErased."""

    def once() -> tuple[OrderNote, int]:
        note, version = _own(order_id, note_id, caller, expected)
        edited = replace(note, text=text, edited_by=caller.actor.id, edited_at=times.iso(clock.now()))
        transact([*note_writes(order_id, edited, version), *remember(edited, version + 1)])
        return edited, version + 1

    return again(once)


def remove_note(order_id: str, note_id: str, *, caller: Caller, expected: int | None, remember: Sequence[Write]) -> None:
    """Raises NotFound, Forbidden, VersionConflict."""

    def once() -> None:
        note, version = _own(order_id, note_id, caller, expected)
        transact([note_removal(order_id, note, version), *remember])

    again(once)


def check_there(order_id: str) -> None:
    """Raises NotFound."""
    if not ids.is_id("ord", order_id) or find(OrderRecord, order_pk(order_id), ORDER_SK) is None:
        raise NotFound("There is no such order.")


def _own(order_id: str, note_id: str, caller: Caller, expected: int | None) -> tuple[OrderNote, int]:
    note, version = note_at(order_id, note_id)
    check_version(version, expected)
    if note.author != caller.actor.id and not caller.may(_OF_ALL):
        raise Forbidden("Somebody else wrote this.", permission=_OF_ALL)
    return note, version
