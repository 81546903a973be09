"""The release before alone, both side by side, this one alone, a step back, and this one again; orders live on through all of it."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from proofs.claim import Asked, Verdict
from proofs.cost.proof import BEGIN
from proofs.crash.invariants import violations
from proofs.shop import lives
from proofs.shop.lives import Bought
from proofs.shop.world import World, opened
from proofs.upgrade.releases import before
from proofs.upgrade.side_by_side import NEW, OLD, Pair, lost, reads, side_by_side

PHASES: dict[str, tuple[str, ...]] = {
    "the release before": (OLD,),
    "side by side": (OLD, NEW),
    "this release": (NEW,),
    "a step back": (OLD,),
    "this release again": (NEW,),
}
_PART = 10
_WEIGHTS = {"side by side": 3}
_PAGED = ("/v1/admin/orders?limit=1", "/v1/admin/products?limit=1", "/v1/admin/shipments?limit=1", "/v1/admin/payments?limit=1")
_ALL_FILTERS_COUNT = ("0.2.0",)
"""Releases whose cursors hold for the filters of then only (ADR 161): on lists that have more now people begin again."""
_UNKNOWN_BEFORE = ("cases",)
"""Folds of what the release before does not keep: what each write of a case changed (ADR 175)."""


def prove(asked: Asked) -> Verdict:
    number = asked.choose(small=1, quick=10, full=200)
    parts = [f"shop {asked.seed + n} {min(_PART, number - n * _PART)}" for n in range(-(-number // _PART))]
    small = asked.depth == "small"
    done = asked.each(parts, lambda name: _part(int(name.split()[1]), int(name.split()[2]), small=small))
    wrong = [f"{name}: {violation}" for name, one in done.items() for violation in one["wrong"]]
    sums = sum((Counter(one["counts"]) for one in done.values()), Counter[str]())
    said = (
        f"{sums['orders']:,} orders in {len(done)} shops lived through the release before ({before().version}), both side by side in two "
        f"processes on the same tables, this one, a step back and this one again: {sums[OLD]:,} requests and runs of functions by the one "
        f"before and {sums[NEW]:,} by this, {sums['failed']} failed; {sums['touched']:,} items of the release before were written again "
        f"by this one, {sums['upgraded']:,} of them with more than before, and {sums['back']:,} the other way; "
        f"{sums['compared']:,} answers tell all that the release before tells; {sums['examples']:,} examples of its contract are taken as "
        f"they were; money, stock, orders and events add up"
    )
    rows = ["| Phase | by the release before | by this one |", "|---|---|---|"]
    rows += [f"| {phase} | {sums[f'{phase} {OLD}']:,} | {sums[f'{phase} {NEW}']:,} |" for phase in PHASES]
    return Verdict(said, wrong, ["Requests and runs of functions:", "", *rows])


def _part(seed: int, number: int, *, small: bool) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    with opened(seed, BEGIN) as world, side_by_side(world) as pair:
        try:
            wrong = _phases(world, pair, number, counts, small=small)
        except AssertionError as error:
            return {"wrong": [f"{pair.phase}: it went no further: {error}", *pair.failed[-5:]], "counts": counts}
        wrong += _examples(pair, counts, 12 if small else None) + pair.failed
        wrong += [f"at the end: {one}" for one in violations(world, "", but=_UNKNOWN_BEFORE)]
        wrong += [] if pair.upgraded and pair.went_back else ["no item was written by both"]
    counts += Counter(failed=len(pair.failed), touched=len(pair.touched), upgraded=len(pair.upgraded), back=len(pair.went_back))
    for (phase, name), count in pair.by_phase.items():
        counts[name] += count
        counts[f"{phase} {name}"] += count
    return {"wrong": wrong, "counts": counts}


def _phases(world: World, pair: Pair, number: int, counts: Counter[str], *, small: bool) -> list[str]:
    pair.now(next(iter(PHASES)), OLD)
    variants = lives.a_product(world, 10_000, variants=3)
    lives.a_product(world, 10)
    wrong, begun = list[str](), list[Bought]()
    for phase, serve in PHASES.items():
        pair.now(phase, *serve)
        for old in begun:
            _goes_on(world, old)
        begun = []
        for _ in range(number * _WEIGHTS.get(phase, 1)):
            live = world.chance.choice(list(lives.LIVES.values()))
            live(world, world.chance.sample(variants, world.chance.randint(1, 3)), _somebody(world))
            counts["orders"] += 1
        for _ in range(max(1, number // 5)):
            begun.append(lives.buy(world, variants, subject=_somebody(world)))
            begun[-1].pay()
            counts["orders"] += 1
        if phase != "the release before":
            for one in begun:
                count, gone = _told(pair, one, variants)
                counts["compared"] += count
                wrong += [f"{phase}: {told}" for told in gone]
        if small and phase == "a step back":
            break
    return wrong


def _somebody(world: World) -> str:
    return str(uuid.UUID(int=world.chance.getrandbits(128), version=4))


def _goes_on(world: World, bought: Bought) -> None:
    """Begun under another release: it is delivered now."""
    bought.travel("PICKED_UP", "DELIVERED")
    lives.until(world, lambda: bought.now()["status"] == "delivered")


def _told(pair: Pair, bought: Bought, variants: list[str]) -> tuple[int, list[str]]:
    """Orders, carts, goods and lists of staff as both tell them."""
    staff, found, count = pair.world.staff(), list[str](), 0
    asked = [(bought.door, bought.url), (bought.door, "/v1/me/orders"), (pair.world.door(), "/v1/products")]
    asked += [(staff, f"/v1/admin/stock/{variants[0]}"), (staff, f"/v1/admin/orders/{bought.order['id']}")]
    asked += [(staff, url) for url in _PAGED]
    for door, url in asked:
        old, new = reads(pair, door, url)
        count += 1
        if (old.status, new.status) != (200, 200):
            newer = (old.status, new.status) == (422, 200)
            found += [] if newer or old.status == new.status else [f"GET {url}: {old.status} before, {new.status} now"]
            continue
        found += [f"GET {url}: {one}" for one in lost(old.json, new.json)]
        if url in _PAGED and (cursor := old.json["next_cursor"]):
            _, further = reads(pair, door, f"{url}&cursor={cursor}")
            count += 1
            if further.status != 200 and not (pair.workers[OLD].release.version in _ALL_FILTERS_COUNT and _gained(pair, url)):
                found.append(f"GET {url}: a cursor of the release before is answered {further.status} {further.text[:200]}")
    return count, found[:20]


def _gained(pair: Pair, url: str) -> bool:
    """The list has filters that the release before had not."""
    path = url.partition("?")[0]
    old, new = (pair.workers[name].release.filters(path) for name in (OLD, NEW))
    return bool(new - old)


def _examples(pair: Pair, counts: Counter[str], most: int | None) -> list[str]:
    """Each to the release before and to this one, as the owner, of things that need not exist: what it took or looked for, and did not call
    wrong, is not called wrong now."""
    wrong = list[str]()
    old, new = pair.workers[OLD], pair.workers[NEW]
    headers = dict(pair.world.staff().headers)
    # Signing in needs a pool of users, which is not in this process.
    shown = [
        one for one in sorted(old.release.examples().items()) if one[0] in old.served and not one[0][1].startswith(("/v1/auth/", "/v1/me"))
    ]
    for (method, path), body in pair.world.chance.sample(shown, most) if most else shown:
        url, answers = path.replace("{", "").replace("}", ""), list[Any]()
        for worker in (old, new):
            own = {**headers, "Idempotency-Key": f"proof-{_somebody(pair.world)}"}
            answers.append(pair.asked(worker, method, url, body, own))
            pair.world.rest()
        then, now = (one.status for one in answers)
        counts["examples"] += 1
        # What a body names and is not there was looked for at another moment then (404, 409): it is refused all the same, at its field now.
        not_there = then >= 400 and now == 422 and str(answers[1].json.get("code")).startswith("unknown_")
        if now >= 500 or (now in (400, 401, 403, 405, 415, 422) and then != now and not not_there):
            wrong.append(f"the example of {method} {path} was answered {then}, is {now}: {answers[1].text[:300]}")
    return wrong
