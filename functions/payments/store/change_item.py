"""How staff change what is kept in one item: as it was read, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from functions.payments.store.records import PaymentsTable
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import VersionConflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_put


class _Kept(Protocol):
    @property
    def settings(self) -> Any: ...

    @property
    def version(self) -> int: ...


K = TypeVar("K", bound=_Kept)


def change_item(key: str, kind: str, read: Callable[[], K], changed: Callable[[K], K], *, if_match: int | None, remember: Remember[K]) -> K:
    """`changed`: with the new settings and the next version. What is the same as before is not written. Raises VersionConflict for a stale
    `if_match`, and what `changed` does."""

    def attempt() -> K:
        before = read()
        if if_match is not None and if_match != before.version:
            raise VersionConflict(before.version)
        after = changed(before)
        if after.settings == before.settings:
            transact(remember(before))
            return before
        item = PaymentsTable(pk=key, sk=key, kind=kind, version=after.version, body=dump(after.settings))
        transact([locked_put(item, before.version), *remember(after)])
        return after

    return again(attempt)
