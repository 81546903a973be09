"""Every journey with its copies; each in a process of its own, so that none begins where another ended."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from proofs.claim import Asked, Verdict
from proofs.cost.proof import BEGIN
from proofs.crash.copies import WAYS, Copies
from proofs.crash.journeys import journeys
from proofs.shop import lives
from proofs.shop.world import opened


def prove(asked: Asked) -> Verdict:
    """`share`: of a thousand deaths, so many are tried."""
    share = asked.choose(small=6, quick=60, full=1000)
    names = list(journeys()) if asked.depth == "full" else _few(list(journeys()), asked)
    played = asked.each(names, lambda name: _play(name, share, asked.seed))
    calls = sum(one["calls"] for one in played.values())
    tried = sum((Counter(one["tried"]) for one in played.values()), Counter[str]())
    places = {place for one in played.values() for place in one["places"]}
    wrong = [violation for one in played.values() for violation in one["wrong"]]
    failed = len({violation.rpartition(": ")[0] for violation in wrong})
    of = "" if share == 1000 else f" (a sample of {share / 10:g} %)"
    said = (
        f"{len(names)} journeys, {calls:,} calls to the outside at {len(places)} places "
        f"of {len({one.split()[0] for one in places})} functions; "
        f"{tried.total():,} deaths{of}: {', '.join(f'{tried[way]:,} {way}' for way in WAYS)}; "
        f"{tried.total() - failed:,} of {tried.total():,} ended as where nobody died"
    )
    return Verdict(said, wrong)


def _few(names: list[str], asked: Asked) -> list[str]:
    own = [name for name in names if name in lives.LIVES or name == "a night"]
    examples = [name for name in names if name not in own]
    chosen = random.Random(asked.seed).sample(examples, asked.choose(small=0, quick=40, full=len(examples)))
    return [*own[: 1 if asked.depth == "small" else None], *chosen]


def _play(name: str, share: int, seed: int) -> dict[str, Any]:
    with opened(seed, BEGIN) as world:
        world.variants = lives.a_product(world, 100, variants=2)
        world.rest()
        copies = Copies(world, name, share, random.Random(f"{seed} {name}"))
        copies.play(journeys()[name])
        return {"calls": copies.calls, "tried": copies.tried, "places": sorted(copies.places), "wrong": copies.wrong}
