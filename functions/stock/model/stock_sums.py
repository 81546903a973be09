"""What the movements of a variant add up to, against what its counters say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from functions.stock.model.counters import Counters
from functions.stock.model.stock import POOL, Movement


@dataclass(frozen=True)
class Difference:
    """`warehouse` is empty for the counters of all warehouses together."""

    variant_id: str
    warehouse: str
    counter: str
    counted: int
    booked: int


def differences(level: Counters, movements: Iterable[Movement]) -> list[Difference]:
    available = reserved = 0
    places: dict[str, int] = {}
    for one in movements:
        available += one.available
        reserved += one.reserved
        places[one.warehouse] = places.get(one.warehouse, 0) + one.available + one.reserved
    unallocated = -places.pop(POOL, 0)
    return [
        Difference(level.variant_id, warehouse, counter, counted, booked)
        for warehouse, counter, counted, booked in _pairs(level, available, reserved, unallocated, places)
        if counted != booked
    ]


def _pairs(level: Counters, available: int, reserved: int, unallocated: int, places: dict[str, int]) -> Iterator[tuple[str, str, int, int]]:
    yield "", "available", level.available, available
    yield "", "reserved", level.reserved, reserved
    yield "", "unallocated", level.unallocated, unallocated
    for warehouse in sorted({*places, *level.shelves}):
        yield warehouse, "on_hand", level.shelf(warehouse), places.get(warehouse, 0)
