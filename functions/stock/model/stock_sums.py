"""What the movements of a variant add up to, against what its counters say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from functions.shared.plain.deferred import dataclass
from functions.stock.model.counters import Counters
from functions.stock.model.stock import POOL, Movement, Place


@dataclass(frozen=True)
class Difference:
    """`warehouse` is empty for the counters of all warehouses together; `bin` for what lies in none."""

    variant_id: str
    warehouse: str
    counter: str
    counted: int
    booked: int
    bin: str = ""


def differences(level: Counters, movements: Iterable[Movement], queued: int = 0) -> list[Difference]:
    """`queued`: pieces that purchases wait for, as their queue says."""
    available = reserved = 0
    places: dict[Place, int] = {}
    for one in movements:
        available += one.available
        reserved += one.reserved
        place = Place(one.warehouse, one.bin)
        places[place] = places.get(place, 0) + one.available + one.reserved
    unallocated = -places.pop(Place(POOL), 0)
    return [
        Difference(level.variant_id, place.warehouse, counter, counted, booked, place.bin)
        for place, counter, counted, booked in _pairs(level, available, reserved, unallocated, queued, places)
        if counted != booked
    ]


def _pairs(
    level: Counters, available: int, reserved: int, unallocated: int, queued: int, places: dict[Place, int]
) -> Iterator[tuple[Place, str, int, int]]:
    everywhere = Place("")
    yield everywhere, "available", level.available, available
    yield everywhere, "reserved", level.reserved, reserved
    yield everywhere, "unallocated", level.unallocated, unallocated
    yield everywhere, "owed", level.owed, queued
    for place in sorted({*places, *level.shelves}):
        yield place, "on_hand", level.shelves.get(place, 0), places.get(place, 0)
