"""Products that somebody keeps as favourites, or has looked at. Pure. Each product once, the newest first, at most so many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class Kind(StrEnum):
    FAVOURITES = "favourites"
    HISTORY = "history"


MOST = {Kind.FAVOURITES: 500, Kind.HISTORY: 100}


@dataclass(frozen=True)
class Entry:
    product_id: str
    at: str


@dataclass(frozen=True)
class Remembered:
    """`entries`: the newest first."""

    kind: Kind
    entries: list[Entry] = field(default_factory=list)
    version: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.entries) >= MOST[self.kind]

    def names(self, product_id: str) -> bool:
        return any(one.product_id == product_id for one in self.entries)

    def without(self, product_id: str) -> list[Entry]:
        return [one for one in self.entries if one.product_id != product_id]


def seen(history: Remembered, entry: Entry) -> list[Entry]:
    """Looked at again: it stands where it was looked at last. The oldest make room."""
    return _ordered([entry, *history.without(entry.product_id)])[: MOST[history.kind]]


def merged(own: Remembered, theirs: Iterable[Entry]) -> list[Entry]:
    """With what a guest kept on their device. Of favourites the customer's own stay as they are, and the guest's newest fill up what is
    free; of history each product stands where it was looked at last."""
    if own.kind is Kind.FAVOURITES:
        more = [one for one in _once(theirs) if not own.names(one.product_id)]
        return _ordered([*own.entries, *more[: max(0, MOST[own.kind] - len(own.entries))]])
    return _once([*own.entries, *theirs])[: MOST[own.kind]]


def _once(entries: Iterable[Entry]) -> list[Entry]:
    newest: dict[str, Entry] = {}
    for one in _ordered(entries):
        newest.setdefault(one.product_id, one)
    return list(newest.values())


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.at, one.product_id), reverse=True)
