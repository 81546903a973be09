"""X45: what goes to a pick-up point goes in parcels that can wait there."""

from __future__ import annotations

import random
from typing import Any

import pytest

from functions.orders.model.parcels.point_parcels import Goods, in_parcels, misfit_of
from functions.shared.plain.pickup_point import Misfit, PickupPoint, PointKind

LOCKER = PickupPoint("p", "P1", PointKind.LOCKER, "P1", "PL", "Prosta", max_weight_g=25_000, max_sides_mm=(640, 410, 380))
ANY = PickupPoint("p", "P2", PointKind.COUNTER, "P2", "PL", "Prosta")


@pytest.mark.parametrize(
    ("goods", "parcels"),
    [
        ([Goods("a", 2, 12_000)], [{"a": 2}]),
        ([Goods("a", 3, 12_000)], [{"a": 2}, {"a": 1}]),
        ([Goods("a", 1, 20_000), Goods("b", 1, 20_000), Goods("c", 1, 5_000)], [{"a": 1, "c": 1}, {"b": 1}]),
        ([Goods("a", 3)], [{"a": 3}]),
        ([Goods("a", 2, 26_000)], [{"a": 1}, {"a": 1}]),
        ([Goods("a", 3, 0, (380, 410, 320))], [{"a": 2}, {"a": 1}]),
        ([], []),
    ],
)
def test_as_many_parcels_as_the_point_needs(goods: list[Goods], parcels: list[dict[str, int]]) -> None:
    """X45: by weight and room; what is not known is not held against a parcel."""
    assert in_parcels(LOCKER, goods) == parcels
    whole = {one.line_id: one.quantity for one in goods}
    assert in_parcels(None, goods) == [whole]
    assert in_parcels(ANY, goods) == ([whole] if goods else [])


def test_whatever_is_bought_every_piece_is_in_one_parcel_and_each_parcel_fits() -> None:
    """X45: random goods; the same goods give the same parcels."""
    chance = random.Random(5)
    for _ in range(300):
        goods = [
            Goods(str(n), chance.randint(1, 20), chance.choice([0, 400, 7_000, 12_500, 25_000]), chance.choice([(), (300, 200, 100)]))
            for n in range(chance.randint(1, 6))
        ]
        found = in_parcels(LOCKER, goods, most=10_000)
        known = {one.line_id: one for one in goods}
        assert {line: sum(one.get(line, 0) for one in found) for line in known} == {one.line_id: one.quantity for one in goods}
        for parcel in found:
            weight = sum(known[line].weight_g * count for line, count in parcel.items())
            assert LOCKER.misfit(weight, [(known[line].sides_mm, count) for line, count in parcel.items()]) is None
        assert found == in_parcels(LOCKER, goods, most=10_000)


@pytest.mark.parametrize(
    ("merchants", "why"),
    [
        ([[Goods("a", 40, 20_000)]], None),
        ([[Goods("a", 30, 20_000)], [Goods("b", 20, 20_000)]], None),
        ([[Goods("a", 30, 20_000)], [Goods("b", 21, 20_000)]], Misfit.TOO_HEAVY),
        ([[Goods("a", 999, 20_000)]], Misfit.TOO_HEAVY),
        ([[Goods("a", 999, 0, (640, 410, 380))]], Misfit.TOO_LARGE),
        ([[Goods("a", 1, 25_001)]], Misfit.TOO_HEAVY),
        ([[Goods("a", 1, 1, (641, 1, 1))]], Misfit.TOO_LARGE),
        ([[]], None),
    ],
)
def test_a_cart_fits_as_long_as_each_of_its_parcels_does(merchants: Any, why: Misfit | None) -> None:
    """X45: a piece that fits nowhere, or more parcels than an order has."""
    assert misfit_of(LOCKER, merchants) is why
