"""The markets as a setting: read with an answer that needs them, or once a minute by functions that answer shoppers."""

from __future__ import annotations

from collections.abc import Mapping

from functions.catalog.store.records import SETTINGS_PK, CatalogTable
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.selling.markets import Markets
from functions.shared.store.again import again
from functions.shared.store.kept import Kept
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put

MARKETS_SK = "MARKETS"
MARKETS_KEY = (SETTINGS_PK, MARKETS_SK)
_FRESH_SECONDS = 50.0

_known: Kept[Markets] = Kept(_FRESH_SECONDS, lambda: markets()[0])


def markets() -> tuple[Markets, int]:
    """The markets and their version, 0 before they were ever set."""
    record = find(CatalogTable, *MARKETS_KEY)
    return (load(Markets, record.body), int(record.version)) if record else (Markets(), 0)


def markets_in(found: Mapping[tuple[type[Record], str, str], Record]) -> Markets:
    """From items that were read with MARKETS_KEY."""
    record = found.get((CatalogTable, *MARKETS_KEY))
    return load(Markets, record.body) if isinstance(record, CatalogTable) else Markets()


def known_markets() -> Markets:
    """At most a minute old; one request when older."""
    return _known()


def forget() -> None:
    _known.forget()


def set_markets(wanted: Markets, *, if_match: int | None, remember: Remember[Markets, int]) -> tuple[Markets, int]:
    """All of them. Raises VersionConflict (409) for a stale `if_match`."""

    def attempt() -> tuple[Markets, int]:
        before, version = markets()
        check_version(version, if_match)
        if wanted == before and version:
            transact(remember(wanted, version))
            return wanted, version
        record = CatalogTable(pk=SETTINGS_PK, sk=MARKETS_SK, kind="setting", body=dump(wanted), version=version + 1)
        transact([locked_put(record, version), *remember(wanted, version + 1)])
        return wanted, version + 1

    made = again(attempt)
    forget()
    return made
