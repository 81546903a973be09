"""Face: what is told of the stock of variants, and of products, where only some warehouses are sold from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from functions.shared.store.kept import Kept
from functions.shared.store.records import Record, find_many
from functions.shared.store.shards import Row, rows
from functions.stock.model.stock import IN_STOCK, SeenState, state_of
from functions.stock.model.stock_settings import StockSettings, low_from
from functions.stock.model.stock_state import StockState
from functions.stock.store.look_up import stock_keys
from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord, variant_pk, warehouse_sk
from functions.stock.store.stock_settings import safety_in, settings_in

_FRESH_SECONDS, _AT_ONCE, _ROWS = 50.0, 99, 1_000
"""Keys of a BatchGetItem, beside that of the settings."""
_kept: dict[tuple[str, ...], Kept[Mapping[str, StockState]]] = {}
Found = Mapping[tuple[type[Record], str, str], Record]


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
        elsewhere = _elsewhere(one, stock, found, warehouses)
        if elsewhere > 0 and not stock.recalls:
            left = int(stock.available) - max(elsewhere, safety.get(one, 0))
            there[one] = replace(there[one], state=_state(stock, left, settings), promised_on="")
    return there


def _elsewhere(variant_id: str, stock: StockRecord, found: Found, warehouses: Sequence[str]) -> int:
    """Pieces that lie in no warehouse of these."""
    held = [found.get((ShelfRecord, variant_pk(variant_id), warehouse_sk(name))) for name in warehouses]
    here = sum(int(shelf.on_hand) + int(shelf.binned) for shelf in held if isinstance(shelf, ShelfRecord))
    return int(stock.available) + int(stock.reserved) + int(stock.unallocated) - here


def _state(stock: StockRecord, left: int, settings: StockSettings) -> StockState:
    return state_of(left, low_from(None if stock.low_at is None else int(stock.low_at), settings))


def states_in(warehouses: tuple[str, ...]) -> Mapping[str, StockState]:
    """By product, the state of its best variant that lies there, of all products of which anything can be sold from there; at most a minute
    old. A Query for each shard of each warehouse (one more for each thousand variants there), and a BatchGetItem for each 99 of
    variants × (warehouses + 1)."""
    return _kept.setdefault(warehouses, Kept(_FRESH_SECONDS, lambda: _states_in(warehouses)))()


def forget() -> None:
    """The next reader reads anew: between tests."""
    _kept.clear()


def _states_in(warehouses: Sequence[str]) -> Mapping[str, StockState]:
    found: dict[str, StockState] = {}
    keys = dict.fromkeys(row.pk for name in warehouses for row in _shelves(name))
    variants = [pk.removeprefix(variant_pk("")) for pk in keys]
    together = max(1, _AT_ONCE // (len(warehouses) + 1))
    for start in range(0, len(variants), together):
        for product_id, state in _lying(variants[start : start + together], warehouses):
            if state == IN_STOCK or product_id not in found:
                found[product_id] = state
    return found


def _shelves(warehouse: str) -> Iterator[Row]:
    return rows(ShelfRecord, warehouse_sk(warehouse), former="gsi1", page_size=_ROWS, most_at_once=_ROWS)


def _lying(variant_ids: Sequence[str], warehouses: Sequence[str]) -> Iterator[tuple[str, StockState]]:
    shelves = [(variant_pk(one), warehouse_sk(name)) for one in variant_ids for name in warehouses]
    found = find_many({**stock_keys(variant_ids), ShelfRecord: shelves}, consistent=False)
    settings, safety = settings_in(found), safety_in(found, variant_ids)
    for one in variant_ids:
        stock = found.get((StockRecord, variant_pk(one), STOCK_SK))
        if not isinstance(stock, StockRecord) or not stock.product_id or stock.recalls:
            continue
        left = int(stock.available) - max(_elsewhere(one, stock, found, warehouses), safety.get(one, 0))
        if left > 0:
            yield stock.product_id, _state(stock, left, settings)
