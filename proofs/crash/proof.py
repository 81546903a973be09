"""Every journey with its copies; each in a process of its own, so that none begins where another ended."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from proofs.claim import Asked, Verdict
from proofs.cost.proof import BEGIN
from proofs.crash.apart import forkable
from proofs.crash.copies import DISORDER, WAYS, Copies, sample, scouted
from proofs.crash.deeper import DEEPER, stocked
from proofs.crash.journeys import LIVES, journeys
from proofs.shop import lives
from proofs.shop.world import opened


def prove(asked: Asked) -> Verdict:
    """Small and quick: some deaths of each journey, others by each seed. Full: all."""
    names = list(journeys()) if asked.depth == "full" else _few(list(journeys()), asked)
    played = asked.each(names, lambda name: _play(name, asked))
    calls = sum(one["calls"] for one in played.values())
    tried = sum((Counter(one["tried"]) for one in played.values()), Counter[str]())
    places = {place for one in played.values() for place in one["places"]}
    wrong = [violation for one in played.values() for violation in one["wrong"]]
    failed = len({violation.rpartition(": ")[0] for violation in wrong})
    could = sum(one["could"] for one in played.values())
    disorders = tried.pop(DISORDER, 0)
    said = (
        f"{len(names)} journeys, {calls:,} calls to the outside at {len(places)} places "
        f"of {len({one.split()[0] for one in places})} functions; "
        f"{tried.total():,} of {could:,} deaths: {', '.join(f'{tried[way]:,} {way}' for way in WAYS)}; "
        f"and {disorders} with streams and queues that deliver twice and out of order; "
        f"{tried.total() + disorders - failed:,} of {tried.total() + disorders:,} ended as where nobody died"
    )
    return Verdict(said, wrong)


def _few(names: list[str], asked: Asked) -> list[str]:
    own = [name for name in names if name in LIVES or name == "a night"]
    examples = [name for name in names if name not in own]
    chosen = random.Random(asked.seed).sample(examples, asked.choose(small=0, quick=8, full=len(examples)))
    return [*own[: 1 if asked.depth == "small" else None], *chosen]


_LONG = 4
"""The night is so many times as long as a life, and has so many fewer deaths."""


def _play(name: str, asked: Asked) -> dict[str, Any]:
    long = name == "a night"
    most = asked.choose(small=4, quick=16, full=0) // (_LONG if long else 1 if name in LIVES else 5)
    with forkable(), opened(asked.seed, BEGIN) as world:
        world.variants = lives.a_product(world, 100, variants=2)
        world.rest()
        if name in DEEPER:
            stocked(world)
        chance, journey = random.Random(f"{asked.seed} {name}"), journeys()[name]
        chosen = sample(scouted(world, journey), most, chance) if asked.depth != "full" else None
        disorders = asked.choose(small=1, quick=2, full=20) // (2 if long else 1) if name in LIVES or long else 0
        copies = Copies(world, name, chosen, chance, disorders)
        copies.play(journey)
        found = {name: getattr(copies, name) for name in ("calls", "could", "tried", "wrong")}
        return found | {"places": sorted(copies.places)}
