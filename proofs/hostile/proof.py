"""Both directions, then what has to hold in the whole shop."""

from __future__ import annotations

from collections import Counter

from proofs.claim import Asked, Verdict
from proofs.cost.proof import BEGIN
from proofs.crash.invariants import violations
from proofs.hostile.incoming import incoming, operations
from proofs.hostile.outgoing import outgoing, receivers
from proofs.shop import lives
from proofs.shop.world import opened

_PARTS = {"in": incoming, "out": outgoing}


def prove(asked: Asked) -> Verdict:
    done = asked.each(list(_PARTS), lambda name: _part(asked, name))
    tried = {name: Counter(one["tried"]) for name, one in done.items()}
    wrong = [f"{name}: {violation}" for name, one in done.items() for violation in one["wrong"]]
    said = (
        f"all {len(operations())} webhooks in: {_told(tried['in'])}; each had its effect once or was refused, and none a 500; "
        f"out, {len(receivers(asked))} kinds of hostile receivers: {_told(tried['out'])}; nothing was lost, nobody was led inside, "
        "money, orders and stock add up"
    )
    return Verdict(said, wrong)


def _part(asked: Asked, name: str) -> dict[str, object]:
    tried = Counter[str]()
    with opened(asked.seed, BEGIN) as world:
        world.variants = lives.a_product(world, 10_000, variants=2)
        wrong = list(_PARTS[name](world, asked, tried))
        wrong += violations(world, "")
    return {"tried": tried, "wrong": wrong}


def _told(tried: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in tried.items())
