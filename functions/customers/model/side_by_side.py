"""Lists in the same order walked side by side: what stands in all of them, newest first. Pure: `read` asks for the next piece of a list.

A place is a time and an id, so places sort as the times do and no two are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

NEWEST = "~"
MOST_LOOKS = 40
"""Reads of one answer: then it has fewer places than it may, and where to go on."""
_PIECE = 250
Clause = Sequence[str]
"""Names of lists, of which one is enough."""
Read = Callable[[str, str, str, int], Sequence[str]]
"""Of a list by its name, from a place on, up to another, so many: the newest of them, newest first."""
_Walk = Callable[[str], "str | None"]


def in_all(clauses: Sequence[Clause], start: str, newest: str, *, limit: int, read: Read) -> tuple[list[str], str | None]:
    """Places that stand in a list of each clause, from `start` on, none above `newest`; and where to go on, if there are (or may be) more.

    Of one list a page costs one read.
    """
    looks, is_one = _Looks(MOST_LOOKS), len(clauses) == 1 and len(clauses[0]) == 1
    piece = limit + 1 if is_one else _PIECE
    walks = [_any_of([_List(name, start, piece, looks, read).at_most for name in clause]) for clause in clauses]
    found: list[str] = []
    place = newest
    try:
        while (here := _in_each(walks, place)) is not None:
            if len(found) == limit:
                return found, here
            found.append(here)
            place = _below(here)
    except _EnoughLooks as stopped:
        return found, stopped.place
    return found, None


class _EnoughLooks(Exception):
    def __init__(self, place: str) -> None:
        """Nothing above this place is missing."""
        super().__init__(place)
        self.place = place


class _Looks:
    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, place: str) -> None:
        if not self._left:
            raise _EnoughLooks(place)
        self._left -= 1


class _List:
    """Walked from its newest place down."""

    def __init__(self, name: str, start: str, piece: int, looks: _Looks, read: Read) -> None:
        self._name, self._start, self._piece, self._looks, self._read = name, start, piece, looks, read
        self._held: Sequence[str] = ()
        self._at = 0
        self._has_more = True

    def at_most(self, place: str) -> str | None:
        """The newest that is not above this place. Places asked for only go down."""
        while True:
            while self._at < len(self._held) and self._held[self._at] > place:
                self._at += 1
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._has_more or place < self._start:
                return None
            self._looks.take(place)
            self._held, self._at = self._read(self._name, self._start, place, self._piece), 0
            self._has_more = len(self._held) == self._piece


def _any_of(walks: Sequence[_Walk]) -> _Walk:
    def at_most(place: str) -> str | None:
        return max((at for walk in walks if (at := walk(place)) is not None), default=None)

    return at_most


def _in_each(walks: Sequence[_Walk], place: str) -> str | None:
    while True:
        lowest = place
        for walk in walks:
            at = walk(lowest)
            if at is None:
                return None
            lowest = at
        if all(walk(lowest) == lowest for walk in walks):
            return lowest
        place = lowest


def _below(place: str) -> str:
    """Above the next older place and under this one: places end with an id, and all ids are equally long."""
    return place[:-1] + chr(ord(place[-1]) - 1) + NEWEST
