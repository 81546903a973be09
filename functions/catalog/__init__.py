"""The face of the catalogue: what other domains may use. Everything else here is private to the domain."""

from functions.catalog.store.named import Named, missing_of
from functions.catalog.store.paths_of_categories import category_paths
from functions.catalog.store.price_floor import check_price_of
from functions.catalog.store.sellables import Sellable, sellable_keys, sellables, sellables_in
from functions.stock import AlreadyMoved, NotReserved, StockLine, commit_writes, release_writes, reserve_writes, restock_writes, sell_writes

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
