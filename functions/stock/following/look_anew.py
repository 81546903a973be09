"""Settings of stock have changed: every variant is looked at, a page per record of the stream; each page writes the next one's beginning.

A variant is touched, which the stream tells like any other change of its counters; so alerts and shown states have one way to be made.
"""

from __future__ import annotations

from dataclasses import replace

from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, transact
from functions.shared.store.versions import locked_put
from functions.stock.store.records import SETTINGS, STOCK_SHARDS, STOCK_SK, WALK_SK, SettingsRecord, StockRecord

PAGE = 100


@dataclass(frozen=True)
class Walk:
    """`settings`: the version of the settings it is about."""

    settings: int
    shard: int = 0
    cursor: str | None = None
    done: bool = False


def begin_walk(settings: SettingsRecord) -> None:
    """A walk for older settings ends where it is: this one meets all variants."""
    known = find(SettingsRecord, SETTINGS, WALK_SK)
    if known is None or load(Walk, known.body).settings < int(settings.version):
        _write(Walk(int(settings.version)), int(known.version) if known else 0)


def go_on(record: SettingsRecord) -> None:
    """One page. Told twice, or late, nothing more is done: the walk is farther by then."""
    walk = load(Walk, record.body)
    known = find(SettingsRecord, SETTINGS, WALK_SK)
    if walk.done or known is None or int(known.version) != int(record.version):
        return
    page = query_page(StockRecord, f"STOCK#{walk.shard:02d}", index="gsi1", query={"walk": walk.settings}, limit=PAGE, cursor=walk.cursor)
    for variant in page.data:
        _touch(variant.pk, walk.settings)
    fact("stock.looked_anew", shard=walk.shard, variants=len(page.data))
    shard = walk.shard if page.next_cursor else walk.shard + 1
    _write(replace(walk, shard=shard, cursor=page.next_cursor, done=shard == STOCK_SHARDS), int(record.version))


def _touch(pk: str, settings: int) -> None:
    """Once per change of the settings."""
    new = StockRecord.pk.exists() & (StockRecord.looked.does_not_exist() | (StockRecord.looked < settings))
    try:
        transact([Update(StockRecord, pk, STOCK_SK, [StockRecord.looked.set(settings), StockRecord.version.add(1)], new, Overtaken())])
    except Overtaken:
        return


def _write(walk: Walk, version: int) -> None:
    record = SettingsRecord(pk=SETTINGS, sk=WALK_SK, kind="stock_settings", body=dump(walk), version=version + 1)
    try:
        transact([locked_put(record, version)])
    except Overtaken:
        return
