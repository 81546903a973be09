"""Views as they are kept: an item each in the partition of their page, which counts them (`COUNT`), each under its own version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.platform.model.view import MOST_VIEWS, OF_ALL, View
from functions.platform.store.records import PlatformTable
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Forbidden, Invalid, NotFound
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Update, Write, transact
from functions.shared.store.versions import check_version, locked_delete, locked_put

KIND = "view"
_COUNT = "COUNT"


def views_of(page: str, caller: Caller) -> list[tuple[View, int]]:
    """What the caller sees of them, by name. One Query."""
    records = PlatformTable.query(_pk(page), PlatformTable.sk.startswith("view_"), consistent_read=True)
    found = ((load(View, record.body), int(record.version)) for record in records)
    return sorted((one for one in found if one[0].is_seen_by(caller)), key=lambda one: (one[0].name.casefold(), one[0].id))


def save_view(wanted: View, *, caller: Caller, remember: Remember[View, int]) -> View:
    """Raises Invalid (422 `too_many_views`)."""
    view = replace(wanted, id=fresh.new_id("view"), owner=caller.id, made_at=times.iso(clock.now()))
    count = PlatformTable.version
    full = Invalid.field("/page", "too_many_views", f"A page has at most {MOST_VIEWS} views of all people together.")
    room = Update(PlatformTable, _pk(view.page), _COUNT, [count.add(1)], count.does_not_exist() | (count < MOST_VIEWS), full)
    transact([locked_put(_record(view, 1), 0), room, *remember(view, 1)])
    return view


def change_view(
    page: str, view_id: str, changes: Mapping[str, Any], *, caller: Caller, expected: int | None, remember: Remember[View, int]
) -> tuple[View, int]:
    """Raises NotFound, Forbidden, VersionConflict."""

    def once() -> tuple[View, int]:
        before, version = _changeable(page, view_id, caller, expected)
        after = replace(before, **changes)
        if after == before:
            transact(remember(before, version))
            return before, version
        transact([locked_put(_record(after, version + 1), version), *remember(after, version + 1)])
        return after, version + 1

    return again(once)


def drop_view(page: str, view_id: str, *, caller: Caller, expected: int | None, remember: Sequence[Write]) -> None:
    """Raises NotFound, Forbidden, VersionConflict."""

    def once() -> None:
        view, version = _changeable(page, view_id, caller, expected)
        room = Update(PlatformTable, _pk(page), _COUNT, [PlatformTable.version.add(-1)], PlatformTable.pk.exists())
        transact([locked_delete(PlatformTable(pk=_pk(page), sk=view.id), version), room, *remember])

    again(once)


def _changeable(page: str, view_id: str, caller: Caller, expected: int | None) -> tuple[View, int]:
    record = find(PlatformTable, _pk(page), view_id) if ids.is_id("view", view_id) else None
    view = load(View, record.body) if record is not None else None
    if record is None or view is None or not view.is_seen_by(caller):
        raise NotFound("There is no such view.")
    if not view.is_changed_by(caller):
        raise Forbidden("It is somebody else's.", permission=OF_ALL)
    check_version(record.version, expected)
    return view, int(record.version)


def _record(view: View, version: int) -> PlatformTable:
    return PlatformTable(pk=_pk(view.page), sk=view.id, kind=KIND, body=dump(view), version=version)


def _pk(page: str) -> str:
    return f"VIEWS#{page}"
