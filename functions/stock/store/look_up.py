"""Face: items of the stock table, for callers who read or check something of their own in the same request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from functions.shared.plain.errors import ShopError
from functions.shared.store.records import Record, find, find_many
from functions.shared.store.transactions import Check
from functions.stock.model.stock import DEFAULT_WAREHOUSE
from functions.stock.model.stock_settings import offered
from functions.stock.store.ahead import is_unreleased
from functions.stock.store.records import STOCK_SK, WAREHOUSES_PK, StockRecord, WarehouseRecord, variant_pk, warehouse_sk
from functions.stock.store.stock_settings import settings_in, settings_keys


def stock_keys(variant_ids: Iterable[str]) -> dict[type[Record], list[tuple[str, str]]]:
    """The keys of the variants' counters, and of what the shop sets about them (records.find_many)."""
    return {StockRecord: [(variant_pk(variant_id), STOCK_SK) for variant_id in variant_ids], **settings_keys()}


def available_in(found: Mapping[tuple[type[Record], str, str], Record], variant_id: str) -> int:
    """What is for sale of a variant, from items that were read by `stock_keys`; nothing before a pre-order's day (`ahead_in`)."""
    stock = found.get((StockRecord, variant_pk(variant_id), STOCK_SK))
    if not isinstance(stock, StockRecord) or stock.recalls or is_unreleased(stock):
        return 0
    return offered(int(stock.available), None if stock.safety is None else int(stock.safety), settings_in(found))


def never_stocked(variant_id: str, refused: ShopError) -> Check:
    """For a transaction: it raises `refused` when the variant has counters, as it has from its first stock on."""
    return Check(StockRecord, variant_pk(variant_id), STOCK_SK, StockRecord.pk.does_not_exist(), refused)


def warehouse_key(warehouse_id: str) -> tuple[type[Record], tuple[str, str]]:
    """The key of a warehouse that is stored; the main one is there without."""
    return WarehouseRecord, (WAREHOUSES_PK, warehouse_sk(warehouse_id))


def unknown_warehouses(names: Iterable[str]) -> set[str]:
    """Those that there are not. One BatchGetItem."""
    wanted = set(names) - {DEFAULT_WAREHOUSE}
    found = find_many({WarehouseRecord: [(WAREHOUSES_PK, warehouse_sk(name)) for name in wanted]}) if wanted else {}
    return {name for name in wanted if (WarehouseRecord, WAREHOUSES_PK, warehouse_sk(name)) not in found}


def has_warehouse(warehouse_id: str) -> bool:
    """Whether it is stored. One GetItem."""
    model, key = warehouse_key(warehouse_id)
    return find(model, *key) is not None
