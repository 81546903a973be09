"""The price lists: one document under one version, which a process keeps for a minute. Carts ask for it beside what they ask for anyway."""

from __future__ import annotations

import time
from collections.abc import Mapping

from functions.pricing.model.price_list import PriceLists
from functions.pricing.store.records import LISTS, ListsRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put

_FRESH_SECONDS = 50.0


class _Cache:
    def __init__(self) -> None:
        self.lists = PriceLists()
        self.until = 0.0

    def keep(self, lists: PriceLists) -> PriceLists:
        self.lists, self.until = lists, time.monotonic() + _FRESH_SECONDS
        return lists

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.until


_cache = _Cache()


def price_lists() -> tuple[PriceLists, int]:
    """With their version, 0 before they were ever set. One GetItem."""
    record = find(ListsRecord, LISTS, LISTS)
    return (load(PriceLists, record.body), int(record.version)) if record else (PriceLists(), 0)


def known_lists() -> PriceLists:
    """At most a minute old; one GetItem when older."""
    return _cache.lists if _cache.is_fresh else _cache.keep(price_lists()[0])


def last_known_lists() -> PriceLists:
    """However long ago, none in a process that has just begun: good enough to know what else to ask for, not to price with."""
    return _cache.lists


def lists_keys() -> dict[type[Record], list[tuple[str, str]]]:
    """For the caller's own BatchGetItem: nothing while they are known."""
    return {} if _cache.is_fresh else {ListsRecord: [(LISTS, LISTS)]}


def lists_in(found: Mapping[tuple[type[Record], str, str], Record]) -> PriceLists:
    """From items that were read with `lists_keys`, and kept for a minute."""
    record = found.get((ListsRecord, LISTS, LISTS))
    if isinstance(record, ListsRecord) and not _cache.is_fresh:
        return _cache.keep(load(PriceLists, record.body))
    # Lists are never taken away: where they are not there, there were none, or the minute ended between the question and the answer.
    return _cache.lists if _cache.is_fresh else _cache.keep(_cache.lists)


def forget() -> None:
    """The next reader reads anew: after an own change, and between tests."""
    _cache.lists, _cache.until = PriceLists(), 0.0


def set_lists(wanted: PriceLists, *, if_match: int | None, remember: Remember[PriceLists, int]) -> tuple[PriceLists, int]:
    """All of them. Raises VersionConflict (409) for a stale `if_match`."""

    def attempt() -> tuple[PriceLists, int]:
        before, version = price_lists()
        check_version(version, if_match)
        if wanted == before and version:
            transact(remember(wanted, version))
            return wanted, version
        record = ListsRecord(pk=LISTS, sk=LISTS, kind="price_lists", body=dump(wanted), version=version + 1)
        transact([locked_put(record, version), *remember(wanted, version + 1)])
        return wanted, version + 1

    made = again(attempt)
    forget()
    return made
