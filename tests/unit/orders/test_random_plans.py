"""C08, F07: a thousand random orders over three warehouses and four couriers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from random import Random

from functions.orders.model.plans.allocation import Allocation, Part, Wanted, allocate
from functions.orders.model.plans.covers import Source
from functions.orders.model.plans.dispatch import Offer, dispatch

COURIERS = ("sf", "yto", "ems", "dhl")
PROMISED = "2026-11-26"
Content = Callable[[Sequence[Part]], int]


def test_every_unit_is_sent_once_and_no_fixed_courier_is_cheaper() -> None:
    """The same input gives the same plan, whatever the order in which warehouses are told."""
    dice = Random(11)
    for _ in range(1000):
        names = [f"v{n}" for n in range(1 + dice.randrange(4))]
        weights = {name: 100 + dice.randrange(1500) for name in names}
        wanted = [Wanted(f"line_{name}", name, 1 + dice.randrange(4), weight_g=weights[name]) for name in names]
        sources = [Source(f"w{n}", dice.randrange(3), {name: dice.randrange(6) for name in names}) for n in range(3)]
        # First kilogram and each further one; the day is the courier's own, and one of them is always in time.
        prices = {one: (500 + dice.randrange(1500), dice.randrange(800), 24 + dice.randrange(5)) for one in COURIERS}
        prices["sf"] = (*prices["sf"][:2], 25)

        def weight(parts: Sequence[Part], weights: dict[str, int] = weights) -> int:
            return sum(weights[part.variant_id] * part.quantity for part in parts)

        def cost(courier: str, parts: Sequence[Part], prices: dict[str, tuple[int, int, int]] = prices, weigh: Content = weight) -> int:
            first, step, _ = prices[courier]
            return first + step * max(0, -(-weigh(parts) // 1000) - 1)

        def cheapest(parts: Sequence[Part], prices: dict[str, tuple[int, int, int]] = prices) -> int:
            offers = [Offer(one, "standard", cost(one, parts), f"2026-11-{prices[one][2]}") for one in COURIERS]
            found = dispatch(offers, promised=PROMISED, service="standard")
            assert found is not None
            assert found.arrives <= PROMISED
            return found.cost

        plan = allocate(wanted, sources, cheapest)
        assert plan == allocate(wanted, sources[::-1], cheapest)
        _sent_once(plan, wanted, sources)
        total = sum(cheapest(parts) for parts in plan.parcels.values())
        in_time = [one for one in COURIERS if f"2026-11-{prices[one][2]}" <= PROMISED]
        for courier in in_time:
            fixed = allocate(wanted, sources, lambda parts, courier=courier: cost(courier, parts))  # type: ignore[misc]
            assert total <= sum(cost(courier, parts) for parts in fixed.parcels.values())
            assert len(plan.parcels) == len(fixed.parcels)


def _sent_once(plan: Allocation, wanted: Sequence[Wanted], sources: Sequence[Source]) -> None:
    sent: Counter[str] = Counter()
    for parts in plan.parcels.values():
        sent.update({part.line_id: part.quantity for part in parts})
    shelf = {one.id: one.pieces for one in sources}
    assert all(part.quantity <= shelf[name][part.variant_id] for name, parts in plan.parcels.items() for part in parts)
    for one in wanted:
        there = sum(pieces.get(one.variant_id, 0) for pieces in shelf.values())
        assert sent[one.line_id] == min(one.quantity, there)
        assert plan.waiting.get(one.line_id, 0) == one.quantity - sent[one.line_id]


def test_no_other_way_to_share_out_the_lines_costs_less() -> None:
    """Against every way there is, where each line lies whole in several warehouses."""
    dice = Random(12)
    for _ in range(100):
        names = [f"v{n}" for n in range(3)]
        wanted = [Wanted(f"line_{name}", name, 1) for name in names]
        sources = [Source(f"w{n}", 0, {name: dice.randrange(2) for name in names}) for n in range(3)]
        prices = {size: dice.randrange(1000) for size in range(1, 4)}
        plan = allocate(wanted, sources, lambda parts, prices=prices: prices[len(parts)])  # type: ignore[misc]
        if plan.waiting:
            continue
        ways = product(*([one.id for one in sources if one.pieces[name]] for name in names))
        costs = {way: sum(prices[count] for count in Counter(way).values()) for way in ways}
        fewest = min(len(set(way)) for way in costs)
        assert len(plan.parcels) == fewest
        assert plan.ranking[0].cost == min(cost for way, cost in costs.items() if len(set(way)) == fewest)
