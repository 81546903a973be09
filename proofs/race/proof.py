"""So many races, one after the other, at one served shop: who buys the last pieces, and what is there when all is decided."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from proofs.claim import KEPT, Asked, Verdict, fingerprint
from proofs.load.client import Client
from proofs.load.served import Stage
from proofs.load.told import Told
from proofs.race.buyers import Bought, buys
from proofs.race.killer import killing
from tests.journeys.merchant import a_product
from tests.journeys.shopper import Shop, eventually

_DECIDED_SECONDS = 300
_PAST_ANY_DEADLINE = "PT31M"
_KILLED_IN_THE_MIDDLE = " was answered 502"
"""What API Gateway says of a function that died under a call: its caller asks again, under the same key."""


def prove(asked: Asked) -> Verdict:
    buyers, units, seeds = (100, 10, 20) if asked.depth == "full" else (50, 5, 3)
    folder = KEPT / f"race-{asked.depth}-{asked.seed}-{fingerprint('race')}"
    # One that was ended in the middle of a race begins it anew, with the same keys: no cart of before may be there.
    shutil.rmtree(folder, ignore_errors=True)
    names, stage = [f"race {asked.seed + one}" for one in range(seeds)], Stage(folder)
    opened: list[Shop] = []

    def race(name: str) -> dict[str, Any]:
        if not opened:
            opened.append(stage.begin())
        return _race(stage, opened[0], name, buyers, units)

    try:
        raced = asked.each(names, race)
    finally:
        stage.stop()
    shutil.rmtree(folder, ignore_errors=True)
    fates = sum((Counter(one["fates"]) for one in raced.values()), Counter[str]())
    said = (
        f"{buyers} buyers at once for {units} pieces, {seeds} times, on a served shop over HTTP, while "
        f"{fates.pop('worker killed', 0)} workers of its functions were killed: never more sold than there are, "
        "all that nobody wanted in the end free again, movements = counters, an order for each key "
        f"({', '.join(f'{count:,} {name}' for name, count in sorted(fates.items()))})"
    )
    return Verdict(said, [f"{name}: {violation}" for name, one in raced.items() for violation in one["wrong"]])


def _race(stage: Stage, shop: Shop, name: str, buyers: int, units: int) -> dict[str, Any]:
    variant = a_product(shop, 5900, stock=units)["variants"][0]["id"]
    told, ending = Told(), Event()
    crowd = [Client(shop.base, one, random.Random(f"{name} {one}"), told, ending) for one in range(buyers)]
    with killing(stage, random.Random(name)) as killed, ThreadPoolExecutor(buyers) as pool:
        bought = list(pool.map(lambda client: buys(client, variant), crowd))
    fates = Counter(one.fate for one in bought) + Counter({"worker killed": len(killed)})
    wrong = [one for one in told.wrong if _KILLED_IN_THE_MIDDLE not in one]
    return {"fates": dict(fates), "wrong": wrong + _decided(shop, bought) + _sold(shop, variant, bought, units)}


def _decided(shop: Shop, bought: list[Bought]) -> list[str]:
    """What is paid has come, what was never paid goes when its time is over: whichever of the two each buyer chose."""
    wanted = {one.order: (one.own, "paid" if one.fate == "paid" else "cancelled") for one in bought if one.order}

    def status(order: str, of: str) -> str:
        return str(shop.get(f"/v1/orders/{order}", **wanted[order][0])[of])

    with shop.another_time():
        shop.send("POST", "/sandbox/clock", {"advance": _PAST_ANY_DEADLINE})

        def undecided() -> list[str]:
            shop.send("POST", "/sandbox/schedules/timers-sweep")
            return [
                f"{order} is {status(order, 'status')}, {status(order, 'payment_status')}, and should be {wish}"
                for order, (_, wish) in wanted.items()
                if (status(order, "payment_status") if wish == "paid" else status(order, "status")) != wish
            ]

        try:
            eventually(undecided, lambda left: not left, seconds=_DECIDED_SECONDS)
        except AssertionError as late:
            return [str(late)]
    return []


def _sold(shop: Shop, variant: str, bought: list[Bought], units: int) -> list[str]:
    sold, orders = sum(one.fate == "paid" for one in bought), sum(1 for one in bought if one.order)
    stock = shop.stock(variant)
    wrong = [] if stock == (left := {"on_hand": units - sold, "reserved": 0, "available": units - sold}) else [f"stock {stock}, not {left}"]
    wrong += [] if sold <= units else [f"{sold} sold of {units}"]
    gave_back = any(one.fate in ("cancelled", "never paid") for one in bought)
    wrong += [] if sold == units or gave_back else [f"only {sold} of {units} sold, although nobody gave one back"]
    try:
        # The list of movements follows the journal by its stream; whoever wrote it may have been killed.
        rows = eventually(lambda: _movements(shop, variant), lambda found: _sums(found) == stock, seconds=_DECIDED_SECONDS)
    except AssertionError:
        rows = _movements(shop, variant)
        wrong.append(f"the movements add up to {_sums(rows)}, the counters are {stock}")
    reserved = sum(row["reserved"] > 0 for row in rows)
    return wrong + ([] if reserved == orders else [f"{reserved} times pieces were reserved, for {orders} orders that buyers were told of"])


def _movements(shop: Shop, variant: str) -> list[dict[str, Any]]:
    path = f"/v1/admin/stock/{variant}/movements?limit=100"
    page = shop.get(path, **shop.staff())
    rows: list[dict[str, Any]] = page["data"]
    while page["next_cursor"]:
        page = shop.get(f"{path}&cursor={page['next_cursor']}", **shop.staff())
        rows += page["data"]
    return rows


def _sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in ("on_hand", "reserved", "available")}
