"""Random lives; then what they left is folded, told again, and what follows from events is lost and told once more."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import nullcontext
from typing import Any

from functions.shared.events.envelope import Envelope
from proofs.claim import Asked, Verdict
from proofs.cost.proof import BEGIN
from proofs.rebuild.dropped import rebuilt
from proofs.rebuild.folds import FOLDS, events
from proofs.rebuild.past import Past
from proofs.shop import lives
from proofs.shop.deeper import any_life, stocked
from proofs.shop.offers import make_offers
from proofs.shop.rows import Rows, rows
from proofs.shop.world import World, opened
from tests.support.tables import kept_tables

_PART = 25
"""Lives in one shop: the table engine looks at whole tables for some questions."""
_WATCHED = 5
"""Lives of a part whose moments are kept, and asked for again."""
_LOST = ("reports",)
"""Tables that follow from events alone."""


def prove(asked: Asked) -> Verdict:
    number = asked.choose(small=4, quick=50, full=10_000)
    parts = [f"lives {asked.seed + n} {min(_PART, number - n * _PART)}" for n in range(-(-number // _PART))]
    done = asked.each(parts, lambda name: _part(int(name.split()[1]), int(name.split()[2]), deep=asked.depth != "small"))
    folded = sum((Counter(one["folded"]) for one in done.values()), Counter[str]())
    wrong = [f"{name}: {violation}" for name, one in done.items() for violation in one["wrong"]]
    told, count, made, then = (sum(one[name] for one in done.values()) for name in ("told", "rows", "made", "then"))
    digest = hashlib.sha256("".join(one["hash"] for one in done.values()).encode()).hexdigest()[:12]
    said = (
        f"{number:,} random lives: {', '.join(f'{count:,} {name}' for name, count in folded.items())} folded from events and journals "
        f"are what is stored (hash {digest}); {then:,} moments of orders that "
        f"staff had seen are answered again as they were; all {told:,} events told three times more, in any order, changed no record; "
        f"{count:,} rows of what follows from events ({', '.join(_LOST)}) lost and told again are the same, and "
        f"so are {made:,} of the search index and of feeds, which were dropped and made anew"
    )
    return Verdict(said, wrong)


def _part(seed: int, number: int, *, deep: bool) -> dict[str, Any]:
    """`deep`: also lives that go through more than an order."""
    with opened(seed, BEGIN) as world:
        variants = lives.a_product(world, 1000, variants=3)
        (stocked if deep else make_offers)(world)
        past = Past(world)
        for life in range(number):
            with past.watched() if life < _WATCHED else nullcontext():
                any_life(world, variants)
        told = events()
        folded, wrong, hashes = {}, past.wrong(), ""
        for name, (fold, stored) in FOLDS.items():
            ours, theirs = fold(told), stored()
            folded[name] = len(theirs)
            hashes += _hash(theirs)
            wrong += [f"{name} {key}: folded {ours.get(key)}, stored {theirs.get(key)}" for key in theirs if ours.get(key) != theirs[key]]
        wrong += _again(world, told)
        count, lost = _lost(world, told)
        made, more = rebuilt(world)
        lost += more
        return {
            "folded": folded,
            "wrong": wrong + lost,
            "hash": hashes,
            "told": len(told),
            "rows": count,
            "made": made,
            "then": len(past.seen),
        }


def _again(world: World, told: list[Envelope]) -> list[str]:
    before, mails = rows(), len(world.engine.mails)
    more = told * 3
    world.chance.shuffle(more)
    lives.retold(world, more)
    after = rows()
    again = len(world.engine.mails) - mails
    return _differences("told again", before, after) + ([f"{again} mails went out again"] if again else [])


def _lost(world: World, told: list[Envelope]) -> tuple[int, list[str]]:
    before = _what_follows()
    for name in _LOST:
        kept_tables()[name].items.clear()
    world.table.died()
    lives.retold(world, told)
    after = _what_follows()
    return len(before), _differences("lost and told again", before, after)


def _what_follows() -> Rows:
    """A version counts how often a row was written, which is another number when events come in other batches."""
    found = {key: json.loads(row) for key, row in rows().items() if key[0] in _LOST}
    return {key: json.dumps({name: value for name, value in row.items() if name != "version"}) for key, row in found.items()}


def _differences(when: str, before: Rows, after: Rows) -> list[str]:
    keys = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    return [f"{when}: {key} was {before.get(key)}, is {after.get(key)}"[:3000] for key in keys]


def _hash(states: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(sorted(json.dumps(one, sort_keys=True) for one in states.values())).encode()).hexdigest()
