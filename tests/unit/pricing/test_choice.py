"""X15, B11: which list's price is paid, against a plain reference."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from functions.pricing.model.price_list import Break, ListPrices, PriceList, PriceLists, Shopper, Tier
from functions.pricing.model.terms import Terms
from functions.pricing.model.unit_price import Asked, UnitPrice
from functions.shared.plain.money import Money

GROUPS, CHANNELS, MARKETS = ("level:gold", "level:silver", "trade", "staff"), ("web", "kiosk", "app"), ("eu", "us", "cn")
TIMES = tuple(f"2026-11-{day:02}T00:00:00.000Z" for day in range(1, 10))
CURRENCIES = ("CNY", "EUR")


def _some(source: random.Random, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(source.sample(names, source.choice((0, 0, 1, 2))))


def _a_list(source: random.Random, code: str) -> PriceList:
    begins, ends = sorted(source.sample(TIMES, 2))
    return PriceList(
        code, code.upper(), source.choice(CURRENCIES), _some(source, GROUPS), _some(source, MARKETS), _some(source, CHANNELS),
        source.choice(("", begins)), source.choice(("", ends)), source.choice((0, 0, 1, -1)), source.random() < 0.9,
    )  # fmt: skip


def _prices(source: random.Random, lists: list[PriceList]) -> ListPrices:
    said = {}
    for one in lists:
        if source.random() < 0.7:
            quantities = sorted(source.sample(range(1, 13), source.randint(1, 4)))
            said[one.code] = [Break(quantity, source.randint(1, 6) * 100) for quantity in quantities]
    return ListPrices("var_1", "prod_1", said)


def _reference(
    lists: list[PriceList], said: ListPrices, who: Shopper, currency: str, quantity: int, at: str, price: int, *, reduced: bool
) -> UnitPrice:
    """As the README says it, sentence by sentence."""
    left = []
    for one in lists:
        if not one.enabled or one.currency != currency:
            continue
        if one.starts_at and at < one.starts_at:
            continue
        if one.ends_at and at >= one.ends_at:
            continue
        if one.groups and not any(group in who.groups for group in one.groups):
            continue
        if one.markets and who.market not in one.markets:
            continue
        if one.channels and (who.channel or "web") not in one.channels:
            continue
        amount = None
        for step in said.prices.get(one.code, []):
            if quantity >= step.quantity:
                amount = step.amount
        if amount is not None:
            named = [bool(one.groups), bool(one.markets), bool(one.channels), bool(one.starts_at) or bool(one.ends_at)].count(True)
            left.append((named, one.priority, amount, one.code))
    if not left:
        return UnitPrice(price)
    left = [row for row in left if row[0] == max(row[0] for row in left)]
    left = [row for row in left if row[1] == max(row[1] for row in left)]
    left = [row for row in left if row[2] == min(row[2] for row in left)]
    _, _, amount, code = sorted(left, key=lambda row: row[3])[0]
    return UnitPrice(price) if reduced and price <= amount else UnitPrice(amount, code)


@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_buyers_pay_what_a_plain_reading_says(seed: int) -> None:
    """X15: 10,000 random (customer, channel, market, quantity, time), a new set of lists for every 50 of them."""
    source, named = random.Random(seed), 0
    for _ in range(20):
        lists = [_a_list(source, f"list-{number}") for number in range(12)]
        said = _prices(source, lists)
        for _ in range(50):
            who = Shopper(
                frozenset(source.sample(GROUPS, source.randint(0, 3))), source.choice(("", *CHANNELS)), source.choice(("", *MARKETS))
            )
            currency, quantity, at = source.choice(CURRENCIES), source.randint(1, 14), source.choice(TIMES)
            price, reduced = source.randint(1, 6) * 100, source.random() < 0.3
            shuffled = PriceLists(tuple(source.sample(lists, len(lists))))
            paid = Terms(shuffled, who).asked(said, Money(price, currency), at, reduced=reduced).of(quantity)
            assert paid == _reference(lists, said, who, currency, quantity, at, price, reduced=reduced)
            named += bool(paid.list)
    assert named > 300


@pytest.mark.parametrize("seed", range(5))
def test_tiers_say_what_is_chosen_for_each_quantity(seed: int) -> None:
    source = random.Random(seed)
    lists = [_a_list(source, f"list-{number}") for number in range(12)]
    said, who = _prices(source, lists), Shopper(frozenset(GROUPS), "web", "eu")
    known = PriceLists(tuple(lists))
    tiers = known.tiers(said, who, "EUR", TIMES[4])
    for quantity in range(1, 20):
        reached = [tier for tier in tiers if tier.quantity <= quantity]
        chosen = known.chosen(said, who, "EUR", quantity, TIMES[4])
        assert (reached[-1].amount, reached[-1].list) == (chosen.amount, chosen.list) if chosen else not reached
    assert all((one.amount, one.list) != (other.amount, other.list) for one, other in pairwise(tiers))


def test_each_break_begins_where_it_says() -> None:
    """B11: n - 1, n, n + 1 of each break."""
    said = ListPrices("var_1", "prod_1", {"trade": [Break(5, 900), Break(10, 800), Break(100, 700)]})
    asked = Terms(PriceLists((PriceList("trade", "Trade", "CNY"),))).asked(said, Money(1000, "CNY"), TIMES[0], reduced=False)
    paid = {quantity: asked.of(quantity).amount for quantity in (1, 4, 5, 6, 9, 10, 11, 99, 100, 101, 999)}
    assert paid == {1: 1000, 4: 1000, 5: 900, 6: 900, 9: 900, 10: 800, 11: 800, 99: 800, 100: 700, 101: 700, 999: 700}
    assert [(quantity, unit.amount, unit.list) for quantity, unit in asked.steps()] == [
        (1, 1000, ""), (5, 900, "trade"), (10, 800, "trade"), (100, 700, "trade"),
    ]  # fmt: skip


def test_a_running_reduction_as_low_stays_and_a_higher_one_gives_way() -> None:
    tiers = (Tier(1, 800, "gold"),)
    assert Asked(800, reduced=True, tiers=tiers).of(1) == UnitPrice(800)
    assert Asked(801, reduced=True, tiers=tiers).of(1) == UnitPrice(800, "gold")
    assert Asked(700, reduced=False, tiers=tiers).of(1) == UnitPrice(800, "gold")


def test_a_list_ends_at_its_very_millisecond() -> None:
    one = PriceList("a", "A", "CNY", starts_at="2026-11-11T00:00:00.000Z", ends_at="2026-11-12T00:00:00.000Z")
    assert not one.holds("2026-11-10T23:59:59.999Z")
    assert one.holds("2026-11-11T00:00:00.000Z")
    assert one.holds("2026-11-11T23:59:59.999Z")
    assert not one.holds("2026-11-12T00:00:00.000Z")
