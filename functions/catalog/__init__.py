"""The face of the catalogue: what other domains may use. Everything else here is private to the domain."""

from functions.catalog.move_stock import (
    AlreadyMoved,
    NotReserved,
    commit_writes,
    release_writes,
    reserve_writes,
    restock_writes,
    sell_writes,
)
from functions.catalog.named import Named, missing_of
from functions.catalog.paths_of_categories import category_paths
from functions.catalog.price_floor import check_price_of
from functions.catalog.sellables import Sellable, sellable_keys, sellables, sellables_in
from functions.catalog.stock import StockLine

__all__ = [
    "AlreadyMoved",
    "Named",
    "NotReserved",
    "Sellable",
    "StockLine",
    "category_paths",
    "check_price_of",
    "commit_writes",
    "missing_of",
    "release_writes",
    "reserve_writes",
    "restock_writes",
    "sell_writes",
    "sellable_keys",
    "sellables",
    "sellables_in",
]
