"""The smallest sets of warehouses that together have all that is wanted. Pure.

Exact while the search takes at most MOST_STEPS, which up to ten warehouses it always does; beyond, the warehouse that brings most of what
is still wanted is taken, then the next. Both give the same sets for the same warehouses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from functions.shared.plain.deferred import dataclass

MOST_STEPS = 20_000
MOST_COVERS = 500


@dataclass(frozen=True)
class Source:
    """A warehouse that may be taken from: its pieces by variant. Smaller `priority` is preferred."""

    id: str
    priority: int
    pieces: Mapping[str, int]

    @property
    def rank(self) -> tuple[int, str]:
        return self.priority, self.id


class _TooMany(Exception):
    """The search was given up."""


def smallest_covers(need: Mapping[str, int], sources: Sequence[Source]) -> tuple[list[tuple[Source, ...]], bool]:
    """All sets of the fewest sources that have `need` together, and whether they are surely all. `need` must be there altogether."""
    if not need:
        return [()], True
    usable = sorted((one for one in sources if any(one.pieces.get(name, 0) > 0 for name in need)), key=lambda one: one.rank)
    search = _Search(need, usable)
    size = max(search.least(name) for name in need)
    while True:
        try:
            for cover in search.of_size(size):
                search.found.append(cover)
                if len(search.found) >= MOST_COVERS:
                    raise _TooMany
        except _TooMany:
            return search.found or [greedy_cover(need, usable)], False
        if search.found:
            return search.found, True
        size += 1


class _Search:
    def __init__(self, need: Mapping[str, int], usable: Sequence[Source]) -> None:
        self.need, self.usable = need, usable
        # By variant, who has it, the most first: for the fewest that could do.
        self._hosts = {name: [one for one in usable if one.pieces.get(name, 0) > 0] for name in need}
        self._amounts = {name: sorted((one.pieces[name] for one in hosts), reverse=True) for name, hosts in self._hosts.items()}
        self.found: list[tuple[Source, ...]] = []
        self._steps = 0

    def least(self, name: str) -> int:
        """How many sources this variant alone takes."""
        lack, count = self.need[name], 0
        for pieces in self._amounts[name]:
            lack, count = lack - pieces, count + 1
            if lack <= 0:
                break
        return count

    def of_size(self, size: int) -> Iterator[tuple[Source, ...]]:
        yield from self._more((), frozenset(), dict(self.need), size)

    def _more(self, chosen: tuple[Source, ...], closed: frozenset[str], lack: Mapping[str, int], left: int) -> Iterator[tuple[Source, ...]]:
        """Every set that goes on with `left` sources at most, none of them `closed`, each once."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _TooMany
        if not lack:
            yield tuple(sorted(chosen, key=lambda one: one.rank))
            return
        if not left:
            return
        open_ = {name: [one for one in self._hosts[name] if one.id not in closed] for name in lack}
        if any(sum(sorted((one.pieces[name] for one in open_[name]), reverse=True)[:left]) < pieces for name, pieces in lack.items()):
            return
        # Whatever the set is, one of these is in it: the variant that the fewest have.
        scarce = min(lack, key=lambda name: (len(open_[name]), name))
        for one in open_[scarce]:
            closed |= {one.id}
            rest = {name: pieces - one.pieces.get(name, 0) for name, pieces in lack.items()}
            yield from self._more((*chosen, one), closed, {name: pieces for name, pieces in rest.items() if pieces > 0}, left - 1)


def greedy_cover(need: Mapping[str, int], usable: Sequence[Source]) -> tuple[Source, ...]:
    lack, chosen, rest = dict(need), list[Source](), list(usable)
    while lack:
        best = max(rest, key=lambda one: (sum(min(pieces, one.pieces.get(name, 0)) for name, pieces in lack.items()), -rest.index(one)))
        rest.remove(best)
        chosen.append(best)
        lack = {name: left for name, pieces in lack.items() if (left := pieces - best.pieces.get(name, 0)) > 0}
    for one in reversed(chosen[:]):
        others = [other for other in chosen if other is not one]
        if all(sum(other.pieces.get(name, 0) for other in others) >= pieces for name, pieces in need.items()):
            chosen = others
    return tuple(sorted(chosen, key=lambda one: one.rank))
