"""How large a piece is as packed: its three sides in millimetres; empty where that is not known; and a box for several. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from math import prod

Sides = tuple[int, ...]
_WIDEST = 32
"""Pieces side by side in a grid: more are stacked."""


def volume_of(sides: Sequence[int]) -> int:
    """Cubic millimetres; 0 where it is not known."""
    return prod(sides) if len(sides) == 3 else 0


def counted(pieces: Iterable[tuple[Sides, int]]) -> tuple[tuple[Sides, int], ...]:
    """How many there are of each size, the same for the same pieces in whatever order."""
    found: dict[Sides, int] = {}
    for sides, count in pieces:
        found[tuple(sides)] = found.get(tuple(sides), 0) + count
    return tuple(sorted(found.items()))


@lru_cache(maxsize=1024)
def box_of(pieces: tuple[tuple[Sides, int], ...]) -> Sides:
    """A box in which so many pieces of each size certainly lie, the longest side first; of one piece, itself. Empty where a size is not
    known.

    Pieces of one size lie in a grid, the grids on or beside each other, whichever has the least surface: a packer may do better, never
    needs more.
    """
    if not pieces or any(len(sides) != 3 for sides, _ in pieces):
        return ()
    grids = sorted((_grid(_turned(sides), count) for sides, count in pieces), reverse=True)
    return reduce(_beside, grids)


def _grid(sides: Sides, count: int) -> Sides:
    ways = ((a, b, -(-count // (a * b))) for a in range(1, min(count, _WIDEST) + 1) for b in range(1, min(-(-count // a), _WIDEST) + 1))
    return min((_turned([side * n for side, n in zip(sides, way, strict=True)]) for way in ways), key=_surface)


def _beside(one: Sides, other: Sides) -> Sides:
    ways = ([one[n] + other[n] if n == along else max(one[n], other[n]) for n in range(3)] for along in range(3))
    return min((_turned(way) for way in ways), key=_surface)


def _turned(sides: Sequence[int]) -> Sides:
    return tuple(sorted(sides, reverse=True))


def _surface(sides: Sides) -> tuple[int, Sides]:
    a, b, c = sides
    return a * b + b * c + c * a, sides
