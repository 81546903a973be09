"""The stock table and the keys of its items; README.md lists every access pattern."""

from __future__ import annotations

from zlib import crc32

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record
from functions.stock.model.stock import Place

STOCK_SK = "STOCK"
ALERT_SK = "ALERT"
SETTINGS = "SETTINGS"
WALK_SK = "WALK"
WAREHOUSES_PK = "WAREHOUSES"
AREAS_SK = "AREAS"
JOURNAL_SK = "JRN"
MOVEMENT = "MOV#"
OWED = "OWED#"
RELEASES_PK = "RELEASES"
STOCK_SHARDS = 16


class StockTable(Record):
    class Meta:
        table_name = table_name("stock")


class StockRecord(StockTable):
    """pk `VAR#<id>`, sk `STOCK`: what is for sale of a variant, in all warehouses together; gsi1 `STOCK#<shard>` / pk.

    On hand = available + reserved. `unallocated` pieces are sold, and still to be taken from some warehouse: the shelves hold on hand
    + unallocated. `version` rises with every movement. `low_at`: its own threshold, `safety`: how many of
    it are never offered; None: the shop's. `looked`: the version of the shop's settings that it was looked at for. `recalls`: ids of the
    recalls that have stopped its sale; nothing is reserved or sold while there is one. `ahead`: the terms on which it is sold ahead
    (JSON of ahead.AheadTerms); `owed`: pieces that are sold ahead and not there yet, the sum of its queue. `available` is below 0 by as
    many as are owed and not there.
    """

    class Meta:
        table_name = table_name("stock")

    available = NumberAttribute(default=0)
    reserved = NumberAttribute(default=0)
    unallocated = NumberAttribute(default=0)
    product_id = UnicodeAttribute(null=True)
    low_at = NumberAttribute(null=True)
    safety = NumberAttribute(null=True)
    looked = NumberAttribute(null=True)
    recalls = UnicodeSetAttribute(null=True)
    ahead = UnicodeAttribute(null=True)
    owed = NumberAttribute(null=True)


class OwedRecord(StockTable):
    """pk `VAR#<id>`, sk `OWED#<placed_at>#<order>`: a purchase that waits for `pieces` of the variant; with none left it goes."""

    class Meta:
        table_name = table_name("stock")

    pieces = NumberAttribute()
    order_id = UnicodeAttribute()


class ReleaseRecord(StockTable):
    """pk `RELEASES`, sk `<first day of sale>#<variant>`: a pre-order that ends on that day. `body`: its terms, as with its counters."""

    class Meta:
        table_name = table_name("stock")


class SettingsRecord(StockTable):
    """pk `SETTINGS`, sk `SETTINGS`: what the shop sets about stock (stock_settings.py). sk `WALK`: how far a change of it was looked at."""

    class Meta:
        table_name = table_name("stock")


class AlertRecord(StockTable):
    """pk `VAR#<id>`, sk `ALERT`: its `state` and whether it is `low`, as last told; `version` is that of the counters then. While it is low
    or sold out listed `SHORT#<state>#<shard>` / since when, pk. `state`: none in what was written before there were lists.
    """

    class Meta:
        table_name = table_name("stock")

    low = NumberAttribute(default=0)
    state = UnicodeAttribute(null=True)


class ShelfRecord(StockTable):
    """pk `VAR#<id>`, sk `WH#<warehouse>`: the pieces that lie in one warehouse and in no bin, `WH#<warehouse>#<bin>`: those in a bin.

    listed `WH#<warehouse>#<shard>` / pk (and bin): no index is written when pieces come or go. `binned`, of the first: what lies in
    all bins of the warehouse.
    """

    class Meta:
        table_name = table_name("stock")

    on_hand = NumberAttribute(default=0)
    binned = NumberAttribute(default=0)


class VariantStockRecord(StockTable):
    """Reads the counters of a variant and all its shelves in one query."""

    class Meta:
        table_name = table_name("stock")

    available = NumberAttribute(default=0)
    reserved = NumberAttribute(default=0)
    unallocated = NumberAttribute(default=0)
    owed = NumberAttribute(null=True)
    on_hand = NumberAttribute(default=0)
    safety = NumberAttribute(null=True)
    low_at = NumberAttribute(null=True)


class WarehouseRecord(StockTable):
    """pk `WAREHOUSES`, sk `WH#<id>`. `body` is warehouse.Warehouse; `active` is 1 while goods may come in."""

    class Meta:
        table_name = table_name("stock")

    active = NumberAttribute(default=1)


class AreasRecord(StockTable):
    """pk `WAREHOUSES`, sk `AREAS`: the warehouses that send to a part of the world only, with where (served_areas.py)."""

    class Meta:
        table_name = table_name("stock")


class JournalRecord(StockTable):
    """pk `JRN#<cause>`, sk `JRN`: one entry per cause, written in the transaction of its counters. `body` is stock.JournalEntry."""

    class Meta:
        table_name = table_name("stock")


class MovementRecord(StockTable):
    """pk `VAR#<id>`, sk `MOV#<time>#<cause>#<warehouse>`: a journal line seen from its variant. `body` is stock.Movement."""

    class Meta:
        table_name = table_name("stock")


def stock_index(variant_id: str) -> str:
    """Of 16: no partition of the index takes the reservations of the whole shop."""
    return f"STOCK#{crc32(variant_id.encode()) % STOCK_SHARDS:02d}"


def warehouse_sk(warehouse: str) -> str:
    return f"WH#{warehouse}"


def shelf_sk(place: Place) -> str:
    """A bin's name may hold anything but blanks and `#`, a warehouse's id no `#`."""
    return f"WH#{place.warehouse}#{place.bin}" if place.bin else warehouse_sk(place.warehouse)


def place_of(sk: str) -> Place:
    return Place(*sk.removeprefix("WH#").split("#", 1))


def journal_pk(cause: str) -> str:
    return f"JRN#{cause}"


def owed_sk(placed_at: str, order_id: str) -> str:
    """Sorts by when it was bought. Before `STOCK`, so that who reads counters and shelves does not read the queue."""
    return f"{OWED}{placed_at}#{order_id}"


def variant_pk(variant_id: str) -> str:
    return f"VAR#{variant_id}"
