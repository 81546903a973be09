"""So many seeds of the race, and the whole model; three protocols with a fault show that the walk would find one."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from functions.orders.store.records import OrderRecord, OrdersTable
from functions.shared.plain.bodies import load
from functions.stock.model.stock import JournalEntry
from functions.stock.store.records import StockTable
from proofs.claim import Asked, Verdict
from proofs.oversell import model
from proofs.oversell.race import Race, counters
from proofs.shop.world import World, opened
from tests.integration.orders.buyer import a_variant
from tests.integration.promotions.shop import NOON
from tests.integration.promotions.test_flash_sales import a_sale, left
from tests.support.events import events_in

_IN_FLIGHT = 64


def prove(asked: Asked) -> Verdict:
    seeds = asked.choose(small=1, quick=3, full=200)
    buyers, units = {"small": (40, 6), "quick": (200, 20), "full": (1000, 100)}[asked.depth]
    raced = asked.each([f"race {asked.seed + n}" for n in range(seeds)], lambda name: _race(int(name.split()[1]), buyers, units))
    size = {"small": (2, 1, 1), "quick": (3, 2, 2), "full": (3, 2, 2)}[asked.depth]
    walked = asked.each(["model"], lambda _: model.walk(*size))["model"]
    wrong = [f"{name}: {violation}" for name, (_, found, *_) in raced.items() for violation in found]
    wrong += [f"the model: {' → '.join(walked[2])}"] if walked[2] else []
    unseen = [one.__name__ for one in model.FAULTY if not any(model.walk(2, pieces, 1, one)[2] for pieces in (1, 2))]
    wrong += [f"the walk does not find the fault of {name}" for name in unseen]
    faults = sum((Counter(met) for met, *_ in raced.values()), Counter[str]())
    fates = sum((Counter(fates) for _, _, fates, _ in raced.values()), Counter[str]())
    said = (
        f"{buyers} buyers, {_IN_FLIGHT} at once, {units} pieces and {units // 4} in a flash sale, "
        f"{seeds} seeds, {sum(steps for *_, steps in raced.values()):,} steps: "
        f"exactly as many sold as there are, none reserved, journal = counters ({_told(fates)}; met: {_told(faults)}); "
        f"the model of {size[0]} buyers, {size[1]} pieces, {size[2]} crashes: {walked[0]:,} states, {walked[1]:,} steps, none wrong; "
        f"it finds the fault in {len(model.FAULTY)} of {len(model.FAULTY)} protocols that have one"
    )
    return Verdict(said, wrong)


def _told(counted: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counted.items()))


def _race(seed: int, buyers: int, units: int) -> tuple[dict[str, int], list[str], dict[str, int], int]:
    """Faults met, violations, what became of the buyers, steps."""
    patch = pytest.MonkeyPatch()
    with opened(seed, NOON) as world:
        variant, flash = a_variant(stock=units), a_variant(stock=units, price=5000)
        quota = max(2, units // 4)
        race = Race(world, variant, (a_sale(flash, quota=quota, shards=2)["id"], flash))
        assert race.flash is not None
        faults = race.run(buyers, _IN_FLIGHT, patch)
        wrong = race.wrong + _violations(world, race, variant, units, flash=0)
        wrong += _violations(world, race, flash, units, flash=left(race.flash[0]))
        wrong += [] if left(race.flash[0]) >= 0 else [f"{left(race.flash[0])} left of the flash sale"]
        return dict(faults), wrong, dict(race.fates), race.baton.steps


def _violations(world: World, race: Race, variant: str, units: int, *, flash: int) -> list[str]:
    mine = [one for one in OrderRecord.scan(OrderRecord.kind == "order") if variant in (one.body or "")]
    statuses, available, reserved = Counter(one.status for one in mine), *counters(variant)
    sold = statuses["paid"]
    wrong = [] if sold + available + reserved == units else [f"{sold} sold, {available} available, {reserved} reserved of {units}"]
    wrong += [] if reserved == flash else [f"{reserved} reserved, {flash} of them for the flash sale"]
    wrong += [] if set(statuses) <= {"paid", "cancelled"} else [f"undecided orders: {statuses}"]
    if race.flash and variant != race.flash[1]:
        wrong += [] if sold == units or not race.fates["refused"] else [f"{units - sold} pieces not sold although buyers were refused"]
    wrong += _journal(variant, available - units, reserved)
    heard, theirs = Counter[str](), {one.pk.partition("#")[2] for one in mine}
    for event in events_in(OrdersTable):
        heard[event.type] += event.subject in theirs
    told = heard["order.placed"], heard["order.cancelled"]
    wrong += [] if told == (len(mine), statuses["cancelled"]) else [f"{len(mine)} orders, {statuses['cancelled']} cancelled, told {told}"]
    images = [new for table, _, _, _, new in world.engine.changed if table == "stock" and new and variant in new["pk"]["S"]]
    below = [one for one in images if any(int(one.get(name, {}).get("N", 0)) < 0 for name in ("available", "reserved"))]
    return wrong + (["a counter was below zero for a moment"] if below else [])


def _journal(variant: str, available: int, reserved: int) -> list[str]:
    sums: Any = [0, 0]
    for item in StockTable.scan(StockTable.kind == "journal"):
        for line in load(JournalEntry, item.body).lines:
            if line.variant_id == variant:
                sums = [sums[0] + line.available, sums[1] + line.reserved]
    return [] if sums == [available, reserved] else [f"the journal says {sums}, the counters [{available}, {reserved}]"]
