"""What the table knows of feeds: which there are, which products changed since they were made, and how far each has got.

| item | pk / sk | |
|---|---|---|
| settings | `SETTINGS` / `FEEDS` | body is feed.Feeds |
| mark | `FEED_MARKS` / product id, or `*` for all | `version` grows with every change |
| state | `FEED` / code | body is State |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from functions.catalog.feeds.feed import Feeds
from functions.catalog.store.records import SETTINGS_PK, CatalogTable
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, Remember, Update, parts_of, transact
from functions.shared.store.versions import check_version, locked_put

FEEDS_SK = "FEEDS"
MARKS_PK, STATES_PK = "FEED_MARKS", "FEED"
EVERYTHING = "*"


@dataclass(frozen=True)
class Part:
    """Products from `first` up to the next part's. `number` names its objects."""

    first: str
    number: int
    products: int = 0
    rows: int = 0
    problems: int = 0


@dataclass(frozen=True)
class Anew:
    """Parts so far, `after` the last product that was looked at. `everything`: up to which change of what all products show it began."""

    shape: str
    everything: int
    begun: str
    parts: tuple[Part, ...] = ()
    after: str | None = None


@dataclass(frozen=True)
class State:
    """`shape`: what the parts were made by (versions of settings, of markets, of the code). `made_at`: when the files were last put
    together, `whole_at`: when all parts were last begun anew; empty before the first time. `sizes`: bytes of each file, compressed, by
    kind. `anew`: parts that are to take the place of all others, while they are made. `next_number`: no part had it yet. `gone`: parts
    whose objects can be deleted."""

    shape: str = ""
    parts: tuple[Part, ...] = ()
    made_at: str = ""
    whole_at: str = ""
    sizes: dict[str, int] = field(default_factory=dict)
    anew: Anew | None = None
    next_number: int = 0
    gone: tuple[int, ...] = ()


def feeds() -> tuple[Feeds, int]:
    """With their version, 0 before they were ever set."""
    record = find(CatalogTable, SETTINGS_PK, FEEDS_SK)
    return (load(Feeds, record.body), int(record.version)) if record else (Feeds(), 0)


def set_feeds(wanted: Feeds, *, if_match: int | None, remember: Remember[Feeds, int]) -> tuple[Feeds, int]:
    """All of them; their files follow with the next run. Raises VersionConflict (409) for a stale `if_match`."""

    def attempt() -> tuple[Feeds, int]:
        before, version = feeds()
        check_version(version, if_match)
        if wanted == before and version:
            transact(remember(wanted, version))
            return wanted, version
        record = CatalogTable(pk=SETTINGS_PK, sk=FEEDS_SK, kind="setting", body=dump(wanted), version=version + 1)
        transact([locked_put(record, version), *remember(wanted, version + 1)])
        return wanted, version + 1

    return again(attempt)


def mark(names: Iterable[str]) -> None:
    """These changed. As often as wanted."""
    writes = [Update(CatalogTable, MARKS_PK, name, [CatalogTable.kind.set("feed_mark"), CatalogTable.version.add(1)]) for name in names]
    for part in parts_of(writes):
        transact(part)


def marks() -> dict[str, int]:
    """What changed, and up to which change it is known."""
    return {record.sk: int(record.version) for record in CatalogTable.query(MARKS_PK, consistent_read=True)}


def unmark(seen: Mapping[str, int]) -> None:
    """The changes up to those that were seen are in the files; what changed meanwhile stays marked."""
    deletes = [Delete(CatalogTable(pk=MARKS_PK, sk=name), CatalogTable.version == version, StillMarked()) for name, version in seen.items()]
    for part in parts_of(deletes):
        try:
            transact(part)
        except StillMarked:
            for one in part:
                _unless_marked_again(one)


class StillMarked(Exception):
    """It changed meanwhile."""


def _unless_marked_again(one: Delete) -> None:
    try:
        transact([one])
    except StillMarked:
        return


def state_of(code: str) -> State:
    record = find(CatalogTable, STATES_PK, code, consistent=False)
    return load(State, record.body) if record else State()


def states() -> dict[str, State]:
    """Of every feed that was ever made and not forgotten, by code."""
    return {record.sk: load(State, record.body) for record in CatalogTable.query(STATES_PK, consistent_read=True)}


def forget_state(code: str) -> None:
    transact([Delete(CatalogTable(pk=STATES_PK, sk=code))])


def save_state(code: str, state: State) -> None:
    """One run at a time writes it."""
    transact([Put(CatalogTable(pk=STATES_PK, sk=code, kind="feed_state", body=dump(state)))])
