"""From which warehouses pieces are sent: the fewest parcels, then the lowest cost, then the preferred warehouses, then their ids. Pure.

Within the chosen warehouses a line stays whole wherever one of them has it all; else it is split. What no warehouse has waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from itertools import product
from math import prod

from functions.orders.model.plans.covers import Source, smallest_covers
from functions.shared.plain.deferred import dataclass

MOST_WAYS = 64
"""Of one set of warehouses: how many ways to give it the lines are compared, where several of them have a line."""
MOST_RANKED = 5


class Rule(StrEnum):
    """What decided for a plan; of the others, what spoke against them."""

    PARCELS = "fewest parcels"
    COST = "lowest cost"
    PRIORITY = "priority"
    ID = "warehouse id"
    MORE_PARCELS = "more parcels"
    DEARER = "costs more"
    LESS_PREFERRED = "lower priority"
    LATER_ID = "later warehouse id"
    NOTHING = "nothing can be sent"
    TAKEN_BEFORE = "taken before there were plans"


@dataclass(frozen=True)
class Wanted:
    """Pieces of a line that are to be sent. `weight_g` and `volume_mm3` are those of one piece, `amount` what all of them cost after
    discounts."""

    line_id: str
    variant_id: str
    quantity: int
    merchant_id: str = ""
    weight_g: int = 0
    amount: int = 0
    volume_mm3: int = 0


@dataclass(frozen=True)
class Part:
    """So many pieces of a line in a parcel."""

    line_id: str
    variant_id: str
    quantity: int


@dataclass(frozen=True)
class Candidate:
    """A set of warehouses that was compared: in how many parcels, and for how much."""

    warehouses: list[str]
    parcels: int
    cost: int
    reason: Rule


@dataclass(frozen=True)
class Allocation:
    """`parcels`: the parts by warehouse. `waiting`: pieces by line that no warehouse has. `exact`: whether all sets were compared."""

    parcels: dict[str, list[Part]]
    waiting: dict[str, int]
    reason: Rule
    ranking: list[Candidate] = field(default_factory=list)
    exact: bool = True


Price = Callable[[Sequence[Part]], int]
"""What sending these pieces in one parcel costs at least."""
_Ways = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True)
class _Option:
    cover: tuple[Source, ...]
    parcels: dict[str, list[Part]]
    cost: int

    @property
    def rank(self) -> tuple[int, tuple[int, ...], tuple[str, ...]]:
        return self.cost, tuple(sorted(one.priority for one in self.cover)), tuple(sorted(one.id for one in self.cover))


def allocate(wanted: Sequence[Wanted], sources: Sequence[Source], price: Price) -> Allocation:
    """`wanted` are lines of one merchant: theirs and another's never share a parcel."""
    there = _there(wanted, sources)
    waiting = {one.line_id: one.quantity - there[one.line_id] for one in wanted if one.quantity > there[one.line_id]}
    need: dict[str, int] = defaultdict(int)
    for one in wanted:
        need[one.variant_id] += there[one.line_id]
    need = {name: pieces for name, pieces in need.items() if pieces}
    if not need:
        return Allocation({}, waiting, Rule.NOTHING)
    covers, exact = smallest_covers(need, sources)
    lines = [(one, there[one.line_id]) for one in wanted if there[one.line_id]]
    options = sorted((_best(cover, need, lines, price) for cover in covers), key=lambda one: one.rank)
    best = options[0]
    ranking = [Candidate(_ids(one), len(one.cover), one.cost, _against(one, best)) for one in options[1:MOST_RANKED]]
    preferred = _preferred(need, sources, lines, price)
    if len(preferred.cover) > len(best.cover):
        ranking.append(Candidate(_ids(preferred), len(preferred.cover), preferred.cost, Rule.MORE_PARCELS))
    reason = _decided(options)
    return Allocation(best.parcels, waiting, reason, [Candidate(_ids(best), len(best.cover), best.cost, reason), *ranking], exact)


def _there(wanted: Sequence[Wanted], sources: Sequence[Source]) -> dict[str, int]:
    """Pieces by line that lie somewhere; of a variant on several lines the first one has them first."""
    left: dict[str, int] = defaultdict(int)
    for source in sources:
        for name, pieces in source.pieces.items():
            left[name] += max(0, pieces)
    found = {}
    for one in wanted:
        found[one.line_id] = min(one.quantity, left[one.variant_id])
        left[one.variant_id] -= found[one.line_id]
    return found


def _best(cover: tuple[Source, ...], need: Mapping[str, int], lines: Sequence[tuple[Wanted, int]], price: Price) -> _Option:
    """The cheapest way to give the lines to the warehouses of the set; of equal ones the first."""
    found = [_parts(cover, ways, lines) for ways in _ways(cover, need)]
    costs = [sum(price(parts) for parts in parcels.values()) for parcels in found]
    cheapest = min(range(len(found)), key=lambda n: (len(found[n]), costs[n], n))
    used = tuple(one for one in cover if one.id in found[cheapest])
    return _Option(used, found[cheapest], costs[cheapest])


def _ways(cover: tuple[Source, ...], need: Mapping[str, int]) -> Iterator[_Ways]:
    choices: dict[str, list[list[tuple[str, int]]]] = {}
    for name, pieces in need.items():
        whole = [[(one.id, pieces)] for one in cover if one.pieces.get(name, 0) >= pieces]
        choices[name] = whole or [_split(cover, name, pieces)]
    if prod(len(one) for one in choices.values()) <= MOST_WAYS:
        for way in product(*choices.values()):
            yield dict(zip(choices, way, strict=True))
        return
    # Too many to compare all: as much as possible into each of the warehouses in turn.
    for main in cover:
        yield {name: next((way for way in ways if way[0][0] == main.id), ways[0]) for name, ways in choices.items()}


def _split(cover: tuple[Source, ...], name: str, pieces: int) -> list[tuple[str, int]]:
    """From the fewest: who has the most first."""
    found = []
    for one in sorted(cover, key=lambda one: (-one.pieces.get(name, 0), one.rank)):
        if some := min(pieces, one.pieces.get(name, 0)):
            found.append((one.id, some))
            pieces -= some
    return found


def _parts(cover: Sequence[Source], ways: _Ways, lines: Sequence[tuple[Wanted, int]]) -> dict[str, list[Part]]:
    left = {(name, warehouse): pieces for name, way in ways.items() for warehouse, pieces in way}
    parcels: dict[str, list[Part]] = {one.id: [] for one in cover}
    for line, quantity in lines:
        for warehouse, _ in ways[line.variant_id]:
            some = min(quantity, left[line.variant_id, warehouse])
            if some:
                parcels[warehouse].append(Part(line.line_id, line.variant_id, some))
                left[line.variant_id, warehouse] -= some
                quantity -= some
    return {warehouse: parts for warehouse, parts in parcels.items() if parts}


def _preferred(need: Mapping[str, int], sources: Sequence[Source], lines: Sequence[tuple[Wanted, int]], price: Price) -> _Option:
    """What preferring warehouses alone would do, for comparison: each in turn sends all it has."""
    lack, ways, order = dict(need), defaultdict[str, list[tuple[str, int]]](list), sorted(sources, key=lambda one: one.rank)
    for one in order:
        for name, pieces in lack.items():
            if some := min(pieces, one.pieces.get(name, 0)):
                ways[name].append((one.id, some))
                lack[name] -= some
    parcels = _parts(order, ways, lines)
    used = tuple(one for one in order if one.id in parcels)
    return _Option(used, parcels, sum(price(parts) for parts in parcels.values()))


def _ids(option: _Option) -> list[str]:
    return [one.id for one in option.cover]


def _decided(options: Sequence[_Option]) -> Rule:
    if len(options) == 1:
        return Rule.PARCELS
    first, second = options[0].rank, options[1].rank
    return Rule.COST if first[0] != second[0] else Rule.PRIORITY if first[1] != second[1] else Rule.ID


def _against(option: _Option, best: _Option) -> Rule:
    if option.rank[0] != best.rank[0]:
        return Rule.DEARER
    return Rule.LESS_PREFERRED if option.rank[1] != best.rank[1] else Rule.LATER_ID
