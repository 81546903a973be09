"""An erasure to the end, on a shop that is served as it would be deployed: some 280 values of one person go in by every way there is, the
person is erased, what waited follows, and the clock passes all periods. At each station everything that the shop keeps is looked through,
in clear and with all opened that any key opens.

    .venv/bin/python -m benchmarks.erasure            some ten minutes on two slow cores; it serves a shop of its own and ends it
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.erasure.planted import ORDERS, planted, say, served, set_clock
from tests.journeys.people.of_orders import receive
from tests.journeys.people.planter import World
from tests.journeys.people.proof import Left, Proof, where
from tests.journeys.shopper import Shop, eventually

WORDS = "table catalog: SEARCHES#"
ORDERS_END, ALL_END = datetime(2029, 12, 31, 1, tzinfo=UTC), datetime(2056, 12, 24, 1, tzinfo=UTC)
"""Three years of China for orders, thirty for invoices, from the end of 2026; what is placed in a later year ends later."""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "shop") as (_, shop, proof):
        return run(shop, proof)


def run(shop: Shop, proof: Proof) -> int:
    began = time.monotonic()
    world = planted(shop)
    say(f"{len(world.say.said)} values planted in {time.monotonic() - began:.0f} s")
    before = proof.in_clear(world.say)
    say(f"before: in clear in {len(before)} of {proof.looked_at} places")
    totals = {name: of_order(world, name) for name in ORDERS}
    world.mine("POST", "/v1/me/erasure", None, 202)
    told = erasure(world, "waiting", "done")
    waiting = told["waiting"]
    say(f"erased: {told['removed']} items; {len(waiting)} orders wait: {sorted(one['why'] for one in waiting)}")
    bad = [one for one in of_nobody(proof.in_clear(world.say)) if not of_orders(one, waiting)]
    report("in clear besides what waits", bad)
    told = over(world)
    say(f"all over: {told['state']}, {told['removed']} items, left {told['left']}, kept {len(told['kept'])}")
    clear = of_nobody(proof.in_clear(world.say))
    report("in clear", clear)
    kept = {one["id"] for one in told["kept"]}
    sealed = of_nobody(proof.sealed(world.say))
    strange = [one for one in sealed if not any(name in one.where for name in kept) or not one.where.startswith("table privacy: KEPT#")]
    say(f"sealed: {len(sealed)} places, {len(kept)} kept by law")
    report("sealed and not told", strange)
    missing = sorted(name for name in kept if not any(name in one.where for one in sealed))
    same = {name: of_order(world, name) for name in ORDERS} == totals
    say(f"told and not there: {len(missing)}; totals unchanged: {same}")
    later = [station(world, proof, ORDERS_END), station(world, proof, ALL_END)]
    report("at the end of all periods", later[-1])
    return int(bool(bad or clear or strange or missing or later[-1] or not same or told["state"] != "done" or told["left"]))


def over(world: World) -> Any:
    """What is under way arrives, a month goes by, and the erasure goes on by itself."""
    receive(world, "open")
    receive(world, "express")
    for _ in range(3):
        set_clock(world.shop, world.shop.now() + timedelta(days=20))
        for schedule in ("timers-sweep", "returns-sweep", "timers-sweep"):
            world.shop.run(schedule)
        time.sleep(5)
        world.shop.run("privacy-periods")
        time.sleep(5)
        told = erasure(world, "waiting", "done")
        if told["state"] == "done":
            return told
        say(f"still waiting: {[(one['order_id'], one['why']) for one in told['waiting']]}")
    return told


def station(world: World, proof: Proof, at: datetime) -> list[Left]:
    set_clock(world.shop, at)
    ended = 0
    while gone := world.shop.run("privacy-periods"):
        ended += gone["ended"] + gone["emptied"]
        if not (gone["ended"] or gone["emptied"] or gone["keys"]):
            break
    left = of_nobody([*proof.in_clear(world.say), *proof.sealed(world.say)])
    say(f"{at:%Y-%m-%d}: {ended} ended; {len(left)} places left")
    return left


def erasure(world: World, *states: str) -> Any:
    path = f"/v1/admin/erasures/{world.id}"
    return eventually(lambda: world.shop.get(path, **world.staff()), lambda one: one["state"] in states, 120)


def of_order(world: World, name: str) -> Any:
    return world.shop.get(f"/v1/admin/orders/{world.orders[name]['id']}", **world.staff())["totals"]


def of_orders(left: Left, waiting: list[Any]) -> bool:
    """Of an order that waits: it, its payments and invoices, and what was told of it."""
    return any(one[name] in left.where or one[name] in left.text for one in waiting for name in ("order_id", "number") if one[name])


def of_nobody(left: list[Left]) -> list[Left]:
    """Words that were searched for stand there for 40 days without whose they are (docs/personal-data.md): told apart, not looked for."""
    return [one for one in left if not one.where.startswith(WORDS)]


def report(what: str, left: list[Left]) -> None:
    say(f"{what}: {len(left)}")
    if left:
        say(where(left))


if __name__ == "__main__":
    sys.exit(main())
