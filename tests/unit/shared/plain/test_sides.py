"""F03: a box for goods that nobody has packed yet: they certainly lie in it, and it is not much larger."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from functions.shared.plain.sides import Sides, box_of, counted, volume_of


@pytest.mark.parametrize(
    ("pieces", "box"),
    [
        ([], ()),
        ([((), 1)], ()),
        ([((300, 200, 100), 1), ((), 2)], ()),
        ([((300, 200, 100), 1)], (300, 200, 100)),
        ([((100, 200, 300), 1)], (300, 200, 100)),
        ([((100, 100, 100), 8)], (200, 200, 200)),
        ([((300, 200, 10), 5)], (300, 200, 50)),
        ([((300, 200, 100), 1), ((300, 200, 50), 1)], (300, 200, 150)),
        ([((1, 1, 1), 1_000)], (10, 10, 10)),
    ],
)
def test_the_box_of_some_pieces(pieces: list[tuple[Sides, int]], box: Sides) -> None:
    assert box_of(counted(pieces)) == box


def test_any_pieces_lie_in_their_box_whatever_their_order() -> None:
    """It is as long as the longest, has at least their room, and never more than thrice of it for pieces of like size."""
    chance = random.Random(11)
    for _ in range(200):
        pieces = [((chance.randint(50, 100), chance.randint(50, 100), chance.randint(50, 100)), chance.randint(1, 9)) for _ in range(3)]
        boxes = {box_of(counted(some)) for some in permutations(pieces)}
        assert len(boxes) == 1
        box = boxes.pop()
        room = sum(volume_of(sides) * count for sides, count in pieces)
        assert room <= volume_of(box) <= 3 * room
        assert all(side <= inside for sides, _ in pieces for side, inside in zip(sorted(sides, reverse=True), box, strict=True))


def test_an_order_s_worth_of_pieces_is_no_work() -> None:
    many = counted(((n + 50, 40, 30), 999) for n in range(90))
    assert volume_of(box_of(many)) >= sum(volume_of(sides) * count for sides, count in many)
