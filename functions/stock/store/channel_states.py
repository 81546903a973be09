"""Face: what is told of the stock of variants where only some warehouses are sold from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.shared.store.records import find_many
from functions.stock.model.stock import SeenState, state_of
from functions.stock.model.stock_settings import low_from
from functions.stock.store.look_up import stock_keys
from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord, variant_pk, warehouse_sk
from functions.stock.store.stock_settings import safety_in, settings_in


def states_there(states: Mapping[str, SeenState], variant_ids: Sequence[str], warehouses: Sequence[str]) -> dict[str, SeenState]:
    """`states` as they are where these warehouses alone are sold from. What lies in no other is as it is everywhere. One BatchGetItem for
    each 100 of variants × (warehouses + 1)."""
    shelves = [(variant_pk(one), warehouse_sk(name)) for one in variant_ids for name in warehouses]
    found = find_many({**stock_keys(variant_ids), ShelfRecord: shelves})
    settings, safety, there = settings_in(found), safety_in(found, variant_ids), dict(states)
    for one in variant_ids:
        stock = found.get((StockRecord, variant_pk(one), STOCK_SK))
        if one not in there or not isinstance(stock, StockRecord):
            continue
        held = [found.get((ShelfRecord, variant_pk(one), warehouse_sk(name))) for name in warehouses]
        here = sum(int(shelf.on_hand) + int(shelf.binned) for shelf in held if isinstance(shelf, ShelfRecord))
        elsewhere = int(stock.available) + int(stock.reserved) + int(stock.unallocated) - here
        if elsewhere > 0 and not stock.recalls:
            left = int(stock.available) - max(elsewhere, safety.get(one, 0))
            low_at = low_from(None if stock.low_at is None else int(stock.low_at), settings)
            there[one] = replace(there[one], state=state_of(left, low_at), promised_on="")
    return there
