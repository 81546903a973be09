"""Every journey is scouted first, then played with its copies; each in a copy of one process, so that none begins where another ended."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from proofs.claim import Asked, Verdict
from proofs.cost.proof import BEGIN
from proofs.crash.apart import aside, forkable
from proofs.crash.copies import DISORDER, WAYS, Copies, Death, Scouted, scouted
from proofs.crash.journeys import LIVES, journeys
from proofs.crash.plan import NIGHT, NOBODY, Plan, is_by_chance
from proofs.shop import lives
from proofs.shop.chance import seeded
from proofs.shop.deeper import stocked
from proofs.shop.world import World, opened

_ROUNDS = 3
"""How often a journey is played for those who did not come to where they have to die."""
_SELDOM = 500
"""Of so many one at most may never come again."""


def prove(asked: Asked) -> Verdict:
    """Small and quick: some deaths of each journey, others by each seed. Full: of each kind at least one."""
    names = list(journeys()) if asked.depth == "full" else _few(list(journeys()), asked)
    with _shop(asked) as world:
        plan = Plan(asked, {name: _scouted(world, name) for name in names})
        for _ in range(_ROUNDS):
            for name in plan.order:
                if plan.waiting(name):
                    plan.take_in(aside(lambda: _played(world, name, plan)))  # noqa: B023 — called at once
    return _verdict(asked, plan)


@contextmanager
def _shop(asked: Asked) -> Iterator[World]:
    with forkable(), seeded(asked.seed) as anew:
        if asked.depth != "small":
            # A night before, in another shop: what a process reads and compiles once, copies need not do again each.
            with opened(asked.seed, BEGIN, short=True) as before:
                before.variants = lives.a_product(before, 100, variants=2)
                journeys()[NIGHT](before)
        with opened(asked.seed, BEGIN, short=True) as world:
            anew()
            world.variants = lives.a_product(world, 100, variants=2)
            stocked(world)
            yield world


def _scouted(world: World, name: str) -> Scouted:
    told = aside(lambda: scouted(world, journeys()[name]))
    return Scouted(**told | {"deaths": [Death(*one) for one in told["deaths"]]})


def _played(world: World, name: str, plan: Plan) -> dict[str, Any]:
    """What was tried."""
    before = set(plan.tried)
    copies = Copies(world, name, plan.scouts[name].own, plan.dies(name), lambda death, wrong: plan.heard(death, name, wrong))
    plan.ended(name, copies.play(journeys()[name], plan.disorders(name)))
    return {death: told for death, told in plan.tried.items() if death not in before}


def _verdict(asked: Asked, plan: Plan) -> Verdict:
    scouts = plan.scouts.values()
    wrong = [f"{name}, nobody died: {one}" for name, scouted in plan.scouts.items() for one in scouted.wrong]
    wrong += [violation for _, found in plan.tried.values() for violation in found]
    places = {place for one in scouts for place in one.places}
    copies = {name: not found for name, (_, found) in plan.tried.items() if not name.startswith(NOBODY)}
    ways = Counter(name.partition(" at ")[0] for name in copies)
    disorders, could = ways.pop(DISORDER, 0), sum(len(one.deaths) for one in scouts)
    said, unmet = f"{ways.total():,} of {could:,} deaths", set[str]()
    if asked.depth == "full":
        kinds = set[str]().union(*(plan.kinds(name) for name in plan.scouts))
        died = {name for name in copies if not is_by_chance(name) and not name.startswith(DISORDER)}
        unmet = kinds - died
        said = f"{could:,} deaths, of which {len(kinds | died):,} differ: died at {len(died):,} of {len(kinds | died):,}"
        said += f", and {ways.total() - len(died):,} times more by chance"
        # Threads of the search index go their own way: of what the scout met there some does not come again.
        wrong += [f"nobody came there again to die: {one}" for one in sorted(unmet)] if len(unmet) > len(kinds) // _SELDOM else []
    said = (
        f"{len(plan.scouts)} journeys, {sum(one.calls for one in scouts):,} calls to the outside at {len(places)} places "
        f"of {len({one.split()[0] for one in places})} functions; {said}: "
        f"{', '.join(f'{ways[way]:,} {way}' for way in WAYS)}; "
        f"and {disorders} with streams and queues that deliver twice and out of order; "
        f"{sum(copies.values()):,} of {len(copies):,} ended as where nobody died"
    )
    return Verdict(said + (f"; {len(unmet)} of the scout's calls never came again" if unmet else ""), wrong)


def _few(names: list[str], asked: Asked) -> list[str]:
    own = [name for name in names if name in LIVES or name == NIGHT]
    examples = [name for name in names if name not in own]
    chosen = random.Random(asked.seed).sample(examples, asked.choose(small=0, quick=8, full=len(examples)))
    return [*own[: 1 if asked.depth == "small" else None], *chosen]
