"""Face: what lies on which shelf, for whoever decides from where pieces are sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from functions.shared.places import Place as Somewhere
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import Record, find_many
from functions.stock.model.counters import Counters
from functions.stock.model.stock import ShelfPieces, picked
from functions.stock.model.warehouse import Warehouse, WarehouseAddress, holds
from functions.stock.store.read_counters import counters_of_all
from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord, variant_pk, warehouse_sk
from functions.stock.store.warehouses import warehouses

Found = Mapping[tuple[type[Record], str, str], Record]


@dataclass(frozen=True)
class Shelves:
    """The open warehouses in the order in which pieces are taken from them, and what of the variants lies where."""

    warehouses: list[Warehouse]
    levels: Mapping[str, Counters]

    def on_hand(self, warehouse_id: str) -> dict[str, int]:
        """Pieces by variant; those that are sold and not taken yet lie there too."""
        found = {variant_id: level.shelf(warehouse_id) for variant_id, level in self.levels.items()}
        return {variant_id: pieces for variant_id, pieces in found.items() if pieces > 0}

    def serving(self, place: Somewhere) -> set[str]:
        return {one.id for one in self.warehouses if holds(one.serves, place)}

    def address(self, warehouse_id: str) -> WarehouseAddress | None:
        return next((one.address for one in self.warehouses if one.id == warehouse_id), None)

    def taken(self, variant_id: str, warehouse_id: str, quantity: int) -> list[ShelfPieces]:
        """So many pieces off the shelves of one warehouse, bin by bin; fewer when fewer lie there. For `take_writes`."""
        places = self.levels[variant_id].bins(warehouse_id)
        some = min(quantity, sum(pieces for _, pieces in places))
        return [ShelfPieces(variant_id, place, -pieces) for place, pieces in picked(places, some)]

    def after(self, moves: Iterable[ShelfPieces]) -> Shelves:
        """With these pieces put there or taken away."""
        levels = dict(self.levels)
        for move in moves:
            level = levels[move.variant_id]
            levels[move.variant_id] = replace(
                level, shelves={**level.shelves, move.place: level.shelves.get(move.place, 0) + move.quantity}
            )
        return Shelves(self.warehouses, levels)


def shelves_for(variant_ids: Iterable[str]) -> Shelves:
    """One Query for the warehouses; then one for a variant, or one BatchGetItem for several (and a Query for each that lies in bins)."""
    stored = warehouses()
    known = [one for one in stored if one.active]
    return Shelves(known, counters_of_all(variant_ids, known, (one.id for one in stored)))


def lying_elsewhere(found: Found, warehouse_ids: Iterable[str], variant_ids: Iterable[str]) -> dict[str, int]:
    """Pieces by variant in all other warehouses, by counters among `found` that were read with `stock_keys`. One BatchGetItem, as
    `lying_in`."""
    wanted = list(dict.fromkeys(variant_ids))
    here, others = lying_in(warehouse_ids, wanted), dict[str, int]()
    for variant_id in wanted:
        stock = found.get((StockRecord, variant_pk(variant_id), STOCK_SK))
        if isinstance(stock, StockRecord):
            everywhere = int(stock.available) + int(stock.reserved) + int(stock.unallocated)
            others[variant_id] = max(0, everywhere - here[variant_id])
    return others


def lying_in(warehouse_ids: Iterable[str], variant_ids: Iterable[str]) -> dict[str, int]:
    """Pieces by variant in these warehouses together, in their bins too. One BatchGetItem per 100 of variants × warehouses."""
    names, wanted = list(warehouse_ids), list(dict.fromkeys(variant_ids))
    found = find_many({ShelfRecord: [(variant_pk(variant_id), warehouse_sk(name)) for variant_id in wanted for name in names]})
    lying: dict[str, int] = {}
    for variant_id in wanted:
        shelves = (found.get((ShelfRecord, variant_pk(variant_id), warehouse_sk(name))) for name in names)
        lying[variant_id] = sum(int(one.on_hand) + int(one.binned) for one in shelves if isinstance(one, ShelfRecord))
    return lying
