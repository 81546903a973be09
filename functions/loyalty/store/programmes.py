"""What staff configure, as it is stored: the programme of points, levels and missions of members, each one document under one version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from functions.loyalty.model.levels import Levels
from functions.loyalty.model.missions import Missions
from functions.loyalty.model.programme import Programme
from functions.loyalty.store.accounts import Found
from functions.loyalty.store.records import LEVELS_KEY, MISSIONS_KEY, PROGRAMME_KEY, ProgrammeRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put

T = TypeVar("T", Programme, Levels, Missions)


def programme_keys() -> Mapping[type[Record], list[tuple[str, str]]]:
    return {ProgrammeRecord: [(PROGRAMME_KEY, PROGRAMME_KEY)]}


def programme_in(found: Found) -> Programme:
    return _in(found, PROGRAMME_KEY, Programme)


def levels_in(found: Found) -> Levels:
    return _in(found, LEVELS_KEY, Levels)


def kept_programme() -> tuple[Programme, int]:
    """With its version, 0 where nobody set any. One GetItem."""
    return _kept(PROGRAMME_KEY, Programme)


def kept_levels() -> tuple[Levels, int]:
    """The same."""
    return _kept(LEVELS_KEY, Levels)


def kept_missions() -> tuple[Missions, int]:
    """The same."""
    return _kept(MISSIONS_KEY, Missions)


def change_programme(
    edit: Callable[[Programme], Programme], *, if_match: int | None, remember: Remember[Programme, int]
) -> tuple[Programme, int]:  # fmt: skip
    """Raises VersionConflict (409)."""
    return _change(PROGRAMME_KEY, "points_programme", Programme, edit, if_match, remember)


def change_levels(edit: Callable[[Levels], Levels], *, if_match: int | None, remember: Remember[Levels, int]) -> tuple[Levels, int]:
    """Raises VersionConflict (409)."""
    return _change(LEVELS_KEY, "member_levels", Levels, edit, if_match, remember)


def change_missions(
    edit: Callable[[Missions], Missions], *, if_match: int | None, remember: Remember[Missions, int]
) -> tuple[Missions, int]:  # fmt: skip
    """Raises VersionConflict (409)."""
    return _change(MISSIONS_KEY, "missions_settings", Missions, edit, if_match, remember)


def _in(found: Found, key: str, of: type[T]) -> T:
    record = found.get((ProgrammeRecord, key, key))
    return load(of, record.body) if isinstance(record, ProgrammeRecord) else of()


def _kept(key: str, of: type[T]) -> tuple[T, int]:
    record = find(ProgrammeRecord, key, key)
    return (load(of, record.body), int(record.version)) if record else (of(), 0)


def _change(
    key: str, kind: str, of: type[T], edit: Callable[[T], T], if_match: int | None, remember: Remember[T, int]
) -> tuple[T, int]:  # fmt: skip
    def attempt() -> tuple[T, int]:
        before, version = _kept(key, of)
        check_version(version, if_match)
        made: tuple[T, int] = (edit(before), version + 1)
        record = ProgrammeRecord(pk=key, sk=key, kind=kind, body=dump(made[0]), version=made[1])
        transact([locked_put(record, version), *remember(*made)])
        return made

    return again(attempt)
