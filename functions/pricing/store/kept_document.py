"""A document under one version that a process keeps for a minute. Carts ask for it beside what they ask for anyway."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from functions.pricing.store.records import DocumentRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version, locked_put

T = TypeVar("T")
_FRESH_SECONDS = 50.0


class KeptDocument(Generic[T]):
    def __init__(self, key: str, of: type[T]) -> None:
        self._key, self._of = key, of
        self._last, self._until = of(), 0.0

    @property
    def last_known(self) -> T:
        """However long ago, an empty one in a process that has just begun: good enough to know what else to ask for, not to price with."""
        return self._last

    def stored(self) -> tuple[T, int]:
        """With its version, 0 before it was ever set. One GetItem."""
        record = find(DocumentRecord, self._key, self._key)
        return (load(self._of, record.body), int(record.version)) if record else (self._of(), 0)

    def known(self) -> T:
        """At most a minute old; one GetItem when older."""
        return self._last if self._is_fresh else self._keep(self.stored()[0])

    def keys(self) -> dict[type[Record], list[tuple[str, str]]]:
        """For the caller's own BatchGetItem: nothing while it is known."""
        return {} if self._is_fresh else {DocumentRecord: [(self._key, self._key)]}

    def found_in(self, found: Mapping[tuple[type[Record], str, str], Record]) -> T:
        """From items that were read with `keys`, and kept for a minute."""
        if self._is_fresh:
            return self._last
        record = found.get((DocumentRecord, self._key, self._key))
        # It is never taken away: where it is not there, there was none, or the minute ended between the question and the answer.
        return self._keep(load(self._of, record.body) if isinstance(record, DocumentRecord) else self._last)

    def put(
        self, wanted: T, *, if_match: int | None, remember: Remember[T, int], besides: Callable[[T], Sequence[Write]] = lambda _before: ()
    ) -> tuple[T, int]:
        """The whole; `besides`: what else its transaction holds to, by what stood there. Raises VersionConflict (409) for a stale
        `if_match`."""

        def attempt() -> tuple[T, int]:
            before, version = self.stored()
            check_version(version, if_match)
            if wanted == before and version:
                transact(remember(wanted, version))
                return wanted, version
            record = DocumentRecord(pk=self._key, sk=self._key, kind=self._key.lower(), body=dump(wanted), version=version + 1)
            transact([locked_put(record, version), *besides(before), *remember(wanted, version + 1)])
            return wanted, version + 1

        made = again(attempt)
        self.forget()
        return made

    def forget(self) -> None:
        """The next reader reads anew: after an own change, and between tests."""
        self._last, self._until = self._of(), 0.0

    @property
    def _is_fresh(self) -> bool:
        return time.monotonic() < self._until

    def _keep(self, one: T) -> T:
        self._last, self._until = one, time.monotonic() + _FRESH_SECONDS
        return one
