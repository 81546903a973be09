"""How large a piece is as packed: its three sides in millimetres; empty where that is not known. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

Sides = tuple[int, ...]


def volume_of(sides: Sequence[int]) -> int:
    """Cubic millimetres; 0 where it is not known."""
    return prod(sides) if len(sides) == 3 else 0
