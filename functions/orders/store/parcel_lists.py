"""Which parcels are in a status: the index `listed`, keys only, each status cut into shards, as the lists of orders are (status_lists.py).

A parcel that was written before there was this list is in it from its next change on, or by `shop migrate`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from heapq import merge
from itertools import islice

from functions.orders.model.shipment import Shipment
from functions.orders.store.people.bodies import parcel_of
from functions.orders.store.records import OrdersTable
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.records import find_many
from functions.shared.store.shards import Row as Listed

_AT_ONCE = 99
SHARDS = 8
"""May grow: readers read all of them. It must not shrink."""
Row = tuple[str, str, str]
"""Where it stands in the list, and the key of its item."""


def parcel_listing(shipment: Shipment) -> tuple[str, str]:
    """(listed_pk, listed_sk) of a parcel."""
    return _partition(shipment.status, zlib.crc32(shipment.id.encode()) % SHARDS), f"{shipment.created_at}#{shipment.id}"


def parcels_listed(status: TrackingStatus, *, limit: int, cursor: str | None) -> Page[Shipment]:
    """Newest first. One Query per shard and one BatchGetItem; the cursor is the place of the last one, whatever shard it lies in."""
    query = {"list": "shipments", "status": status.value}
    last = pages.decode(cursor, query)
    if last is not None and not (isinstance(last, str) and last):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    rows = list(islice(merge(*(_shard(status, n, last, limit) for n in range(SHARDS)), reverse=True), limit + 1))
    found = find_many({OrdersTable: [(pk, sk) for _, pk, sk in rows[:limit]]}) if rows else {}
    items = [item for _, pk, sk in rows[:limit] if isinstance(item := found.get((OrdersTable, pk, sk)), OrdersTable)]
    # The index may lag behind the item.
    parcels = [one for one in (parcel_of(item) for item in items) if one.status is status]
    return Page(parcels, pages.encode(rows[limit - 1][0], query) if len(rows) > limit else None)


def parcel_rows(status: TrackingStatus, before: str | None) -> Iterator[Listed]:
    """Where each of them stands, newest first, as far as it is asked for."""
    lists = (_shard(status, number, before, _AT_ONCE) for number in range(SHARDS))
    return (Listed(*row) for row in merge(*lists, reverse=True))


def _shard(status: TrackingStatus, number: int, before: str | None, limit: int) -> Iterator[Row]:
    condition = OrdersTable.listed_sk < before if before else None
    partition = _partition(status, number)
    for row in OrdersTable.listed.query(partition, condition, page_size=limit + 1, scan_index_forward=False):
        yield row.listed_sk, row.pk, row.sk


def _partition(status: TrackingStatus, shard: int) -> str:
    return f"PARCELS#{status.value}#{shard}"
