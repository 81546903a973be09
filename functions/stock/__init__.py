"""The face of stock: what other domains may use.

It reaches the store and the model only, so that the catalogue can use it and the doors of stock can use the catalogue.
"""

from functions.stock.model.stock import IN_STOCK, LOW, OUT, SeenState, StockLine, best_state, state_of
from functions.stock.model.stock_state import StockState
from functions.stock.store.book_pieces import Booking, Pieces, booking_writes, pieces_of
from functions.stock.store.look_up import available_in, never_stocked, stock_keys, warehouse_key
from functions.stock.store.move_stock import (
    AlreadyMoved,
    NotReserved,
    commit_writes,
    release_writes,
    reserve_writes,
    restock_writes,
    sell_writes,
)

__all__ = [
    "IN_STOCK",
    "LOW",
    "OUT",
    "AlreadyMoved",
    "Booking",
    "NotReserved",
    "Pieces",
    "SeenState",
    "StockLine",
    "StockState",
    "available_in",
    "best_state",
    "booking_writes",
    "commit_writes",
    "never_stocked",
    "pieces_of",
    "release_writes",
    "reserve_writes",
    "restock_writes",
    "sell_writes",
    "state_of",
    "stock_keys",
    "warehouse_key",
]
