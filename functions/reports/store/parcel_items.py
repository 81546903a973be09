"""What the reports table keeps of parcels.

- pk `ORDER#<order>`, sk `PARCEL#<shipment>`: a parcels.Parcel.
- pk `ORDER#<order>`, sk `COMPLAINTS`: reasons of cases about it, as JSON.
- pk `PARCELS#<day of the store>`, sk `<order>#<shipment>`: the same of one that ended on that day.
- pk `DIRTY#PARCELS`, sk the day: it is to be counted; `body` is a token that changes with every mark.
- pk `COURIERS#<year>`, sk `<day>#<part>`: rows `[carrier, service, lane, counts, hours, warehouse, waited, picked]`; those of
  before end with the hours.
- pk `COURIERS#TOLD`, sk the week: it was told.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from functions.reports.model.doing.parcels import Parcel, Place, Tally, tallies
from functions.reports.model.facts import day_of
from functions.reports.store.parts import lists, put_list
from functions.reports.store.records import ReportsTable
from functions.shared.outside import fresh
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Exists, Put, Write, put_new, transact
from functions.shared.store.versions import locked_put

_DIRTY, _TOLD = "DIRTY#PARCELS", "COURIERS#TOLD"


def parcel_of(order_id: str, shipment_id: str) -> tuple[Parcel, int]:
    """With its version, 0 for one that was not told of yet."""
    item = find(ReportsTable, f"ORDER#{order_id}", f"PARCEL#{shipment_id}")
    return (load(Parcel, item.body), int(item.version)) if item else (Parcel(order_id, shipment_id), 0)


def parcels_of(order_id: str) -> list[Parcel]:
    return [load(Parcel, item.body) for item in in_partition(ReportsTable, f"ORDER#{order_id}", beginning="PARCEL#")]


def complaints_of(order_id: str) -> list[str]:
    item = find(ReportsTable, f"ORDER#{order_id}", "COMPLAINTS")
    return list(json.loads(item.body or "[]")) if item else []


def add_complaints(order_id: str, reasons: Collection[str]) -> None:
    known = sorted({*complaints_of(order_id), *reasons})
    ReportsTable(pk=f"ORDER#{order_id}", sk="COMPLAINTS", kind="complaints", body=json.dumps(known)).save()


def keep_parcel(before: Parcel, after: Parcel, version: int) -> None:
    """The parcel, the day it counts on, and the marks of days whose figures change. Raises Overtaken."""
    item, *of_day = parcel_records(after, version + 1)
    days = [day_of(one.ended_at, after.zone) if one.ended_at else "" for one in (before, after)]
    writes: list[Write] = [locked_put(item, version), *map(Put, of_day)]
    if days[0] and days[0] != days[1]:
        writes.append(Delete(ReportsTable(f"PARCELS#{days[0]}", f"{after.order_id}#{after.shipment_id}")))
    transact([*writes, *(Put(_mark(day)) for day in sorted({*days} - {""}))])


def parcel_records(parcel: Parcel, version: int) -> Iterator[ReportsTable]:
    """The parcel; and the same on the day on which it ended, once it did."""
    order, body = f"ORDER#{parcel.order_id}", dump(parcel)
    yield ReportsTable(pk=order, sk=f"PARCEL#{parcel.shipment_id}", kind="parcel", version=version, body=body)
    if parcel.ended_at:
        day, sk = day_of(parcel.ended_at, parcel.zone), f"{parcel.order_id}#{parcel.shipment_id}"
        yield ReportsTable(pk=f"PARCELS#{day}", sk=sk, kind="ended_parcel", body=body)


def day_mark(parcel: Parcel) -> ReportsTable:
    """The day on which it ended is to be counted."""
    return _mark(day_of(parcel.ended_at, parcel.zone))


def _mark(day: str) -> ReportsTable:
    return ReportsTable(pk=_DIRTY, sk=day, kind="dirty", body=fresh.new_token())


def marked_days() -> list[ReportsTable]:
    return list(ReportsTable.query(_DIRTY, consistent_read=True))


def count_day(mark: ReportsTable) -> None:
    """Anew from all parcels of the day; a mark that came meanwhile stays."""
    day = str(mark.sk)
    found = tallies(load(Parcel, item.body) for item in ReportsTable.query(f"PARCELS#{day}", consistent_read=True))
    rows = [[*place[:3], dict(tally.counts), *_spans(place, tally)] for place, tally in found.items()]
    put_list(f"COURIERS#{day[:4]}", day, "couriers", rows)
    try:
        transact([Delete(ReportsTable(_DIRTY, day), ReportsTable.body == mark.body, Overtaken())])
    except Overtaken:
        return


def counted(first: date, last: date) -> Iterator[tuple[str, Place, Tally]]:
    """Day, place, tally: a Query per year."""
    for year in range(first.year, last.year + 1):
        start, end = max(first.isoformat(), f"{year}-01-01"), min(last.isoformat(), f"{year}-12-31")
        for day, rows in lists(f"COURIERS#{year}", start, end):
            for carrier, service, lane, counts, hours, *more in rows:
                warehouse, *spans = more or [""]
                known = [{int(took): many for took, many in one} for one in (hours, *spans)]
                yield day, (carrier, service, lane, warehouse), Tally(counts, *known)


def _spans(place: Place, tally: Tally) -> list[Any]:
    hours, *others = (sorted(one.items()) for one in tally.spans)
    return [hours, place[3], *others]


def was_told(week: str) -> bool:
    return find(ReportsTable, _TOLD, week) is not None


def tell_once(week: str, event: Put) -> None:
    try:
        transact([put_new(ReportsTable(pk=_TOLD, sk=week, kind="told")), event])
    except Exists:
        return
