"""The order of relevance as a ladder: every hit stands on the first rung that it fits on, and there by `rank`. Pure: engines translate.

Rungs are: each pin; then, for each way the words match (tiers of plan.py), the boosts from the strongest to the most negative; all of that
for what is sold in the query's currency, then again for what is not. How many there are depends on the question alone, never on what the
index holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from functions.catalog.search.plan import Clause, Stage, stages
from functions.catalog.search.port import Boost, SearchQuery, Sort
from functions.shared.plain.deferred import dataclass

ALL = Stage("all", ())
PINNED = Stage("pinned", ())
NOTHING = Stage("none", ())


@dataclass(frozen=True)
class Rung:
    """What stands on it: the product `pin`; or what fits `clause` (None: everything), is in a part of `some` (None: wherever) and in no
    part of `none`, and, if `sold`, has a price in the query's currency. `name` and `weight` say so to people."""

    name: str
    pin: str = ""
    clause: Clause | None = None
    some: tuple[Boost, ...] | None = None
    none: tuple[Boost, ...] = ()
    weight: int = 0
    sold: bool = False


def rungs(query: SearchQuery, stage: Stage) -> list[Rung]:
    if query.sort is not Sort.RELEVANCE:
        base = stage.base if stage.tiers else None
        return [Rung(stage.name, clause=base, sold=sold) for sold in (True, False)]
    tiers: list[tuple[str, Clause | None]] = list(zip(stage.called(), stage.tiers, strict=True))
    if stage is not PINNED and not tiers:
        tiers = [(stage.name, None)]
    return [rung for sold in (True, False) for rung in _half(query, tiers, sold)]


def ladder(query: SearchQuery, stage: str) -> list[Rung]:
    """The rungs of an answer that came in this stage, to tell people why a hit stands where it does."""
    if stage == PINNED.name:
        return rungs(query, PINNED)
    read = (one for one in stages(query.text, query.also) if one.name == stage)
    return rungs(query, next(read, ALL))


def _half(query: SearchQuery, tiers: list[tuple[str, Clause | None]], sold: bool) -> Iterator[Rung]:
    for one in query.pins:
        yield Rung("pinned", pin=one, sold=sold)
    for name, tier in tiers:
        yield from _boosted(name, tier, query.boosts, sold)


def _boosted(name: str, tier: Clause | None, boosts: tuple[Boost, ...], sold: bool) -> Iterator[Rung]:
    above = sorted({boost.weight for boost in boosts if boost.weight > 0}, reverse=True)
    below = sorted({boost.weight for boost in boosts if boost.weight < 0}, reverse=True)
    for weight in above:
        yield Rung(name, clause=tier, some=tuple(one for one in boosts if one.weight == weight), weight=weight, sold=sold)
    for weight in (0, *below):
        yield Rung(name, clause=tier, none=tuple(one for one in boosts if one.weight < weight), weight=weight, sold=sold)
