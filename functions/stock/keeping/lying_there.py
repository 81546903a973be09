"""What lies in one warehouse, variant by variant."""

from __future__ import annotations

from typing import Any

from functions.catalog import Sellable, sellables
from functions.shared.plain import pages
from functions.shared.plain.deferred import dataclass
from functions.shared.store.listing import MOST_LOOKED
from functions.shared.store.records import find_many
from functions.shared.store.shards import Row, cursor_at, position_of, rows
from functions.stock.store.records import ShelfRecord, warehouse_sk
from functions.stock.store.warehouses import warehouse

_OWN = "listed_"


@dataclass(frozen=True)
class Lying:
    """`binned`: those of `on_hand` that lie in bins."""

    variant: Sellable
    on_hand: int
    binned: int


def lying_there(warehouse_id: str, *, limit: int, cursor: str | None) -> pages.Page[Lying]:
    """The variants that lie there or once did, oldest first. Bins stand in the same list beside their variants and are passed over, some
    hundreds in one call: a page may be short then. One Query for the warehouses, one for each shard, two BatchGetItem. Raises NotFound."""
    warehouse(warehouse_id)
    query = {"list": "lying", "warehouse": warehouse_id}
    of_variants, last = _rows(warehouse_sk(warehouse_id), pages.decode(cursor, query), limit)
    next_cursor = pages.encode(cursor_at(last, former=_OWN), query) if last else None
    keys = [(row.pk, warehouse_sk(warehouse_id)) for row in of_variants]
    found = find_many({ShelfRecord: keys}) if keys else {}
    shelves = {pk.partition("#")[2]: shelf for pk, sk in keys if isinstance(shelf := found.get((ShelfRecord, pk, sk)), ShelfRecord)}
    known = sellables(shelves)
    lying = [
        Lying(known[variant_id], int(shelf.on_hand) + int(shelf.binned), int(shelf.binned))
        for variant_id, shelf in shelves.items()
        if variant_id in known
    ]
    return pages.Page(lying, next_cursor)


def _rows(partition: str, position: Any, limit: int) -> tuple[list[Row], Row | None]:
    """Those of variants, and the one behind which the next page begins, if there is more."""
    found, last = list[Row](), None
    after = position_of(position, former=_OWN)
    for looked, row in enumerate(rows(ShelfRecord, partition, after=after, page_size=limit + 1)):
        if len(found) == limit or looked == MOST_LOOKED:
            return found, last
        found += [row] if row.at == row.pk else []
        last = row
    return found, None
