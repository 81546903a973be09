"""The shop's programme as it is stored: one document under one version."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from functions.loyalty.model.programme import Programme
from functions.loyalty.store.accounts import Found
from functions.loyalty.store.records import PROGRAMME_KEY, ProgrammeRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put


def programme_keys() -> Mapping[type[Record], list[tuple[str, str]]]:
    return {ProgrammeRecord: [(PROGRAMME_KEY, PROGRAMME_KEY)]}


def programme_in(found: Found) -> Programme:
    record = found.get((ProgrammeRecord, PROGRAMME_KEY, PROGRAMME_KEY))
    return load(Programme, record.body) if isinstance(record, ProgrammeRecord) else Programme()


def kept_programme() -> tuple[Programme, int]:
    """With its version, 0 where nobody set any. One GetItem."""
    record = find(ProgrammeRecord, PROGRAMME_KEY, PROGRAMME_KEY)
    return (load(Programme, record.body), int(record.version)) if record else (Programme(), 0)


def change_programme(
    edit: Callable[[Programme], Programme], *, if_match: int | None, remember: Remember[Programme, int]
) -> tuple[Programme, int]:  # fmt: skip
    """Raises VersionConflict (409)."""

    def attempt() -> tuple[Programme, int]:
        before, version = kept_programme()
        check_version(version, if_match)
        after = edit(before)
        record = ProgrammeRecord(pk=PROGRAMME_KEY, sk=PROGRAMME_KEY, kind="points_programme", body=dump(after), version=version + 1)
        transact([locked_put(record, version), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)
