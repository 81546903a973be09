"""The face of stock: what other domains may use.

It reaches the store and the model only, so that the catalogue can use it and the doors of stock can use the catalogue.
"""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.stock.model.ahead import AheadOffer, AheadPromise, SoldAs
    from functions.stock.model.stock import (
        BACKORDER,
        IN_STOCK,
        LOW,
        OUT,
        PREORDER,
        Place,
        SeenState,
        ShelfPieces,
        StockLine,
        best_state,
        state_of,
    )
    from functions.stock.model.stock_state import StockState
    from functions.stock.model.warehouse import WarehouseAddress
    from functions.stock.store.ahead import Purchase, ahead_in, given_back, leave_writes, owed_to, queue_writes
    from functions.stock.store.book_pieces import Booking, Pieces, booking_writes, pieces_of
    from functions.stock.store.channel_states import states_in, states_there
    from functions.stock.store.look_up import available_in, has_warehouse, never_stocked, stock_keys, unknown_warehouses, warehouse_key
    from functions.stock.store.move_stock import (
        AlreadyMoved,
        NotReserved,
        came_back_writes,
        commit_writes,
        let_go_writes,
        release_writes,
        reserve_writes,
        restock_writes,
        sell_writes,
        take_writes,
    )
    from functions.stock.store.never_sold import unsold_checks
    from functions.stock.store.scrap import scrap_writes
    from functions.stock.store.served_areas import areas_keys, closed_to
    from functions.stock.store.shelf_looks import Shelves, lying_elsewhere, lying_in, shelves_for
    from functions.stock.store.shelves import NotOnShelf
    from functions.stock.store.shortages import alert_of
    from functions.stock.store.stock_settings import safety_in, stock_settings
    from functions.stock.store.stop_sale import allow_sale_writes, stop_sale_writes
    from functions.stock.store.write_off import write_off
else:
    __getattr__ = lazily(
        __name__,
        {
            "model.ahead": "AheadOffer AheadPromise SoldAs",
            "model.stock": "BACKORDER IN_STOCK LOW OUT PREORDER Place SeenState ShelfPieces StockLine best_state state_of",
            "model.stock_state": "StockState",
            "model.warehouse": "WarehouseAddress",
            "store.ahead": "Purchase ahead_in given_back leave_writes owed_to queue_writes",
            "store.book_pieces": "Booking Pieces booking_writes pieces_of",
            "store.channel_states": "states_in states_there",
            "store.look_up": "available_in has_warehouse never_stocked stock_keys unknown_warehouses warehouse_key",
            "store.move_stock": "AlreadyMoved NotReserved came_back_writes commit_writes let_go_writes "
            "release_writes reserve_writes restock_writes sell_writes take_writes",
            "store.never_sold": "unsold_checks",
            "store.scrap": "scrap_writes",
            "store.served_areas": "areas_keys closed_to",
            "store.shelf_looks": "Shelves lying_elsewhere lying_in shelves_for",
            "store.shelves": "NotOnShelf",
            "store.shortages": "alert_of",
            "store.stock_settings": "safety_in stock_settings",
            "store.stop_sale": "allow_sale_writes stop_sale_writes",
            "store.write_off": "write_off",
        },
    )

__all__ = [
    "BACKORDER",
    "IN_STOCK",
    "LOW",
    "OUT",
    "PREORDER",
    "AheadOffer",
    "AheadPromise",
    "AlreadyMoved",
    "Booking",
    "NotOnShelf",
    "NotReserved",
    "Pieces",
    "Place",
    "Purchase",
    "SeenState",
    "ShelfPieces",
    "Shelves",
    "SoldAs",
    "StockLine",
    "StockState",
    "WarehouseAddress",
    "ahead_in",
    "alert_of",
    "allow_sale_writes",
    "areas_keys",
    "available_in",
    "best_state",
    "booking_writes",
    "came_back_writes",
    "closed_to",
    "commit_writes",
    "given_back",
    "has_warehouse",
    "leave_writes",
    "let_go_writes",
    "lying_elsewhere",
    "lying_in",
    "never_stocked",
    "owed_to",
    "pieces_of",
    "queue_writes",
    "release_writes",
    "reserve_writes",
    "restock_writes",
    "safety_in",
    "scrap_writes",
    "sell_writes",
    "shelves_for",
    "state_of",
    "states_in",
    "states_there",
    "stock_keys",
    "stock_settings",
    "stop_sale_writes",
    "take_writes",
    "unknown_warehouses",
    "unsold_checks",
    "warehouse_key",
    "write_off",
]
