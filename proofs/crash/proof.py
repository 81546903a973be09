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
from proofs.crash.deeper import stocked
from proofs.crash.journeys import LIVES, journeys
from proofs.crash.plan import NIGHT, Plan
from proofs.shop import lives
from proofs.shop.chance import seeded
from proofs.shop.world import World, opened


def prove(asked: Asked) -> Verdict:
    """Small and quick: some deaths of each journey, others by each seed. Full: of each kind at least one."""
    names = list(journeys()) if asked.depth == "full" else _few(list(journeys()), asked)
    with _shop(asked) as world:
        scouts = {name: _scouted(world, name) for name in names}
        plan = Plan(asked, scouts)
        wrong = [f"{name}, nobody died: {one}" for name in names for one in scouts[name].wrong]
        for name in plan.order:
            tried, found = aside(lambda: _played(world, name, plan))  # noqa: B023 — called at once
            plan.tried |= tried
            wrong += [f"{name}, nobody died: {one}" for one in found]
    return _verdict(asked, plan, wrong)


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


def _played(world: World, name: str, plan: Plan) -> tuple[dict[str, Any], list[str]]:
    """What is tried by now, and what is wrong where nobody died."""
    copies = Copies(world, name, plan.scouts[name].own, plan.dies(name), lambda death, wrong: plan.heard(death, name, wrong))
    found = copies.play(journeys()[name], plan.disorders(name))
    return plan.tried, found


def _verdict(asked: Asked, plan: Plan, wrong: list[str]) -> Verdict:
    scouts = plan.scouts.values()
    places = {place for one in scouts for place in one.places}
    could = sum(len(one.deaths) for one in scouts)
    kinds = set[str]().union(*(plan.kinds(name) for name in plan.scouts))
    ways = Counter(name.partition(" at ")[0] for name in plan.tried)
    ended, disorders = len(plan.tried), ways.pop(DISORDER, 0)
    failed = sum(bool(found) for _, found in plan.tried.values())
    wrong += [violation for _, found in plan.tried.values() for violation in found]
    said = f"{ways.total():,} of {could:,} deaths"
    if asked.depth == "full":
        unmet = kinds - set(plan.tried)
        wrong += [f"nobody came there again to die: {one}" for one in sorted(unmet)]
        died = sum(" of " not in name and not name.startswith(DISORDER) for name in plan.tried)
        said = (
            f"{could:,} deaths are of {len(kinds):,} kinds; died at {len(kinds) - len(unmet):,} of {len(kinds):,} kinds"
            f"{f' and {died - len(kinds):,} more that copies met'}, and {ways.total() - died:,} times more by chance"
        )
    said = (
        f"{len(plan.scouts)} journeys, {sum(one.calls for one in scouts):,} calls to the outside at {len(places)} places "
        f"of {len({one.split()[0] for one in places})} functions; {said}: "
        f"{', '.join(f'{ways[way]:,} {way}' for way in WAYS)}; and {disorders} with streams and queues that deliver twice and out of order; "
        f"{ended - failed:,} of {ended:,} ended as where nobody died"
    )
    return Verdict(said, wrong)


def _few(names: list[str], asked: Asked) -> list[str]:
    own = [name for name in names if name in LIVES or name == NIGHT]
    examples = [name for name in names if name not in own]
    chosen = random.Random(asked.seed).sample(examples, asked.choose(small=0, quick=8, full=len(examples)))
    return [*own[: 1 if asked.depth == "small" else None], *chosen]
