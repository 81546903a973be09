"""The counters of a variant, and what lies in every warehouse. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from functions.shared.plain.deferred import dataclass
from functions.stock.model.stock import JournalLine, Place, Share, picked, shares
from functions.stock.model.warehouse import Warehouse

L = TypeVar("L", bound="Counters")


@dataclass(frozen=True)
class Counters:
    """The counters of a variant; `shelves` are the pieces in every place. `version` is 0 before its first movement. `safety`: how many of
    it are never offered, `low_at`: from how few on it is low; None: as usual in the shop. `owed`: pieces that
    are sold ahead and not there yet."""

    variant_id: str
    available: int
    reserved: int
    version: int
    unallocated: int
    shelves: dict[Place, int]
    warehouses: list[Warehouse]
    safety: int | None = None
    low_at: int | None = None
    owed: int = 0

    @property
    def on_hand(self) -> int:
        return self.available + self.reserved

    def shelf(self, warehouse_id: str) -> int:
        """In all its bins and in none."""
        return sum(pieces for place, pieces in self.shelves.items() if place.warehouse == warehouse_id)

    def bins(self, warehouse_id: str) -> list[tuple[Place, int]]:
        """(place, pieces there) in the order in which pieces are taken: what lies in no bin first, then bin by bin."""
        return sorted((place, pieces) for place, pieces in self.shelves.items() if place.warehouse == warehouse_id)

    def taken(self, quantity: int) -> list[tuple[Place, int]]:
        """Where so many pieces are taken from, warehouse by warehouse. Empty when they are not there."""
        return [one for warehouse, pieces in picked(self.taken_from(), quantity) for one in picked(self.bins(warehouse), pieces)]

    def taken_from(self) -> list[tuple[str, int]]:
        """(warehouse, pieces there) in the order in which pieces are taken."""
        return [(one.id, self.shelf(one.id)) for one in self.warehouses]

    def shares(self) -> list[Share]:
        return shares(self.taken_from(), unallocated=self.unallocated, reserved=self.reserved)

    def after(self: L, lines: list[JournalLine]) -> L:
        """With movements in warehouses made."""
        shelves = dict(self.shelves)
        for line in lines:
            shelves[line.place] = shelves.get(line.place, 0) + line.pieces
        available = self.available + sum(line.available for line in lines)
        return replace(self, available=available, version=self.version + 1, shelves=shelves)
