"""Everything the contract has is asked by six; what is answered is what it tells."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from proofs.claim import Asked, Verdict
from proofs.contract import clients, examples
from proofs.contract.links import ENDS_SESSIONS, Walk, incoming, operations
from proofs.contract.stage import ROLES, Answered, Stage, contract, staged
from tests.support.contract_fuzz import Fuzz

Found = dict[str, Any]


def prove(asked: Asked) -> Verdict:
    parts = _parts(asked)
    done = asked.each(list(parts), lambda name: parts[name]())
    wrong = [f"{name}: {violation}" for name, one in done.items() for violation in one["wrong"]]
    sums = sum((Counter(one["counts"]) for one in done.values()), Counter[str]())
    links, reached, served = (len({name for one in done.values() for name in one.get(key, ())}) for key in ("links", "reached", "served"))
    said = (
        f"schemathesis as {len(ROLES)} roles ({', '.join(ROLES)}): {sums['right']:,} calls that are right by the contract and "
        f"{sums['wrong']:,} that are wrong, at {sums['operations']:,} of {len(operations())} operations; {sums['along']:,} calls along "
        f"{links:,} links to {reached} of {len(incoming())} operations that another's answer fills, {served} operations did what they are "
        f"for; no 5xx, no status, header, media type or shape that is not in the contract, no dead letter; {sums['bodies']:,} examples of "
        f"bodies: {sums['did what they show']:,} did what they show, {sums['need what is not there']:,} were taken but name what is not "
        f"there; {sums['answers']:,} other examples are what their schemas allow; the clients made from the contract called "
        f"{sums['python']:,} operations in Python and {sums['typescript']:,} in TypeScript and understood each answer"
    )
    return Verdict(said, wrong)


def _parts(asked: Asked) -> dict[str, Callable[[], Found]]:
    """Each in a shop of its own."""
    seed = asked.seed
    if asked.depth == "small":
        return {"small": partial(_small, seed)}
    rounds, one_in, calls = asked.choose(small=1, quick=1, full=8), asked.choose(small=1, quick=8, full=8), 2
    found: dict[str, Callable[[], Found]] = {"examples": partial(_examples, seed), "clients": partial(_clients, seed)}
    for number in range(asked.choose(small=1, quick=1, full=8)):
        found[f"drawn {seed + number}"] = partial(_drawn, seed + number, one_in, calls * rounds)
    for number in range(rounds):
        found[f"links {seed + number}"] = partial(_links, seed + number, asked.choose(small=1, quick=1, full=4))
    return found


def _small(seed: int) -> Found:
    with staged(seed) as stage:
        found = _drawing(stage, seed, 175, 2)
        counts, wrong = examples.bodies(stage, 20)
        return {"wrong": found["wrong"] + wrong, "counts": found["counts"] + counts + Counter(bodies=counts.total())}


def _drawn(seed: int, one_in: int, calls: int) -> Found:
    with staged(seed) as stage:
        return _drawing(stage, seed, one_in, calls)


def _drawing(stage: Stage, seed: int, one_in: int, calls: int) -> Found:
    asked = set[str]()

    def send(method: str, path: str, address: str, headers: Mapping[str, str], raw: bytes) -> Answered:
        asked.add(f"{method} {path}")
        return stage.send(method, path, address, headers, raw)

    fuzz, counts = Fuzz(contract(), send, stage.callers(), _goes_on), Counter[str]()
    for right in (True, False):
        before = fuzz.answered
        fuzz.run(number=seed, right=right, one_in=one_in, calls=calls)
        counts["right" if right else "wrong"] += fuzz.answered - before
    counts["operations"] = len(asked)
    wrong = [f"{who}, {what}: {status} {told}" for what, who, status, told in fuzz.wrong]
    return {"wrong": wrong + _afterwards(stage), "counts": counts}


def _goes_on(definition: Mapping[str, Any], _method: str, caller: str) -> bool:
    return caller == "guest" or definition.get("operationId") not in ENDS_SESSIONS


def _links(seed: int, links: int) -> Found:
    with staged(seed) as stage:
        walk = Walk(stage, random.Random(seed))
        walk.begin()
        walk.go(links, 1, 0, 1)
        followed = {"links": sorted(walk.followed), "reached": sorted(walk.reached), "served": sorted(walk.served)}
        return {"wrong": walk.wrong + _afterwards(stage), "counts": {"along": walk.answered}} | followed


def _examples(seed: int) -> Found:
    with staged(seed) as stage:
        counts, wrong = examples.bodies(stage, 1)
        number, more = examples.answers(1)
        counts |= Counter(bodies=counts.total(), answers=number)
        return {"wrong": wrong + more + _afterwards(stage), "counts": counts}


def _clients(seed: int) -> Found:
    with staged(seed) as stage:
        python, wrong = clients.python(stage)
        typescript, more = clients.typescript(stage)
        return {"wrong": wrong + more, "counts": {"python": python, "typescript": typescript}}


def _afterwards(stage: Stage) -> list[str]:
    """What follows from what was taken works out, and those who asked were not all turned away."""
    stage.world.rest()
    for role, own in stage.callers().items():
        if stage.send("GET", "/v1/categories", "/v1/categories", own, b"")[0] != 200:
            return [f"{role} is let in nowhere any more"]
    return [f"a dead letter of {queue}: {message['body'][:200]}" for queue, message in stage.world.table.dead_letters]
