"""The counters of a variant, and what lies in every warehouse. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from functions.stock.model.stock import JournalLine, Share, shares
from functions.stock.model.warehouse import Warehouse

L = TypeVar("L", bound="Counters")


@dataclass(frozen=True)
class Counters:
    """The counters of a variant; `shelves` are the pieces in every warehouse. `version` is 0 before its first movement."""

    variant_id: str
    available: int
    reserved: int
    version: int
    unallocated: int
    shelves: dict[str, int]
    warehouses: list[Warehouse]

    @property
    def on_hand(self) -> int:
        return self.available + self.reserved

    def shelf(self, warehouse_id: str) -> int:
        return self.shelves.get(warehouse_id, 0)

    def taken_from(self) -> list[tuple[str, int]]:
        """(warehouse, pieces there) in the order in which pieces are taken."""
        return [(one.id, self.shelf(one.id)) for one in self.warehouses]

    def shares(self) -> list[Share]:
        return shares(self.taken_from(), unallocated=self.unallocated, reserved=self.reserved)

    def after(self: L, lines: list[JournalLine]) -> L:
        """With movements in warehouses made."""
        shelves = dict(self.shelves)
        for line in lines:
            shelves[line.warehouse] = shelves.get(line.warehouse, 0) + line.available + line.reserved
        available = self.available + sum(line.available for line in lines)
        return replace(self, available=available, version=self.version + 1, shelves=shelves)
