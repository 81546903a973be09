"""What the last night counted. Best sellers are written last and name their night: neighbours of an older one count no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from functions.recommendations.model.counted import BestSellers, Clicks, Neighbours
from functions.recommendations.store.records import (
    BEST,
    CLICKS,
    CURATED_SK,
    NEIGHBOURS_SK,
    BestRecord,
    ClicksRecord,
    CuratedRecord,
    NeighboursRecord,
    product_pk,
)
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.listing import query_all
from functions.shared.store.records import Record, find_many
from functions.shared.store.transactions import Put, parts_of, transact

_KEPT = timedelta(days=8)


@dataclass(frozen=True)
class Known:
    neighbours: Mapping[str, Neighbours]
    curated: Mapping[str, list[str]]
    best: BestSellers


def known_of(product_ids: Sequence[str]) -> Known:
    """One BatchGetItem (50 products at most); may be some milliseconds behind."""
    wanted: dict[type[Record], list[tuple[str, str]]] = {
        NeighboursRecord: [(product_pk(one), NEIGHBOURS_SK) for one in product_ids],
        CuratedRecord: [(product_pk(one), CURATED_SK) for one in product_ids],
        BestRecord: [(BEST, BEST)],
    }
    found = find_many(wanted, consistent=False)
    best = next((load(BestSellers, one.body) for one in found.values() if isinstance(one, BestRecord)), BestSellers())
    neighbours = {one.pk.removeprefix(product_pk("")): load(Neighbours, one.body) for one in found.values()
                  if isinstance(one, NeighboursRecord)}  # fmt: skip
    curated = {one.pk.removeprefix(product_pk("")): load(list[str], one.body) for one in found.values() if isinstance(one, CuratedRecord)}
    return Known({name: one for name, one in neighbours.items() if one.night >= best.night}, curated, best)


def put_night(neighbours: Mapping[str, Neighbours], best: BestSellers, clicks: Iterable[Clicks], now: datetime) -> None:
    ttl = int((now + _KEPT).timestamp())
    items = [Put(NeighboursRecord(product_pk(name), NEIGHBOURS_SK, kind="neighbours", body=dump(one), ttl=ttl))
             for name, one in sorted(neighbours.items())]  # fmt: skip
    items += [Put(ClicksRecord(CLICKS, f"{one.day}#{one.list}", kind="clicks", body=dump(one))) for one in clicks]
    for part in parts_of(items):
        transact(part)
    transact([Put(BestRecord(BEST, BEST, kind="best_sellers", body=dump(best)))])


def clicks_between(first: str, last: str) -> list[Clicks]:
    """Days, both included. A Query for each thousand rows or so."""
    rows = query_all(ClicksRecord, CLICKS, range_condition=ClicksRecord.sk.between(first, f"{last}#~"))
    return [load(Clicks, row.body) for row in rows]
