"""Face: whether a variant can go for good. Nobody ever took a piece of it aside or bought one, and there is none."""

from __future__ import annotations

from collections.abc import Sequence

from functions.shared.plain.errors import ShopError
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Check
from functions.stock.model.stock import POOL
from functions.stock.store.look_up import never_stocked
from functions.stock.store.records import MOVEMENT, STOCK_SK, MovementRecord, StockRecord, variant_pk


def unsold_checks(variant_ids: Sequence[str], *, sold: ShopError, stocked: ShopError) -> list[Check]:
    """For a transaction, one check each: it raises `stocked` for first pieces that came meanwhile, Overtaken for any other movement.

    Raises `sold` where pieces were ever moved for a buyer, `stocked` where there are some. One BatchGetItem per 100, and a query for each
    variant that has counters.
    """
    keys = {variant_id: (variant_pk(variant_id), STOCK_SK) for variant_id in variant_ids}
    found = find_many({StockRecord: list(keys.values())}) if keys else {}
    counted = {one: record for one, key in keys.items() if isinstance(record := found.get((StockRecord, *key)), StockRecord)}
    if any(_moved_for_a_buyer(one) for one in counted):
        raise sold
    if any(record.available or record.reserved or record.unallocated for record in counted.values()):
        raise stocked
    return [_as_counted(counted[one]) if one in counted else never_stocked(one, stocked) for one in keys]


def _as_counted(record: StockRecord) -> Check:
    return Check(StockRecord, record.pk, STOCK_SK, StockRecord.version == record.version, Overtaken())


def _moved_for_a_buyer(variant_id: str) -> bool:
    """What is reserved or sold is taken from all warehouses together; staff and files name one."""
    movements = MovementRecord.query(variant_pk(variant_id), MovementRecord.sk.startswith(MOVEMENT), consistent_read=True)
    return any(record.sk.endswith(f"#{POOL}") for record in movements)
