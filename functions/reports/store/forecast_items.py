"""What the reports table keeps of demand and of what is expected.

- pk `DEMAND#<year>`, sk `<day>#<part>`: rows `[variant, pieces]`, and first of all `["", orders of each hour of the clock]`.
- pk `FORECAST`, sk `WHOLE`: how many orders each hour will bring, and how good the last forecast was.
- pk `FORECAST#VARIANTS`, sk the variant: two weeks of it. Replaced each night; one that is no longer in it goes.
- pk `FORECAST#EVENTS`, sk `<first day>#<name>`: what people know ahead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date

from functions.reports.model.forecast.forecast import Ahead
from functions.reports.store.parts import lists, put_list
from functions.reports.store.records import ReportsTable
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.store.listing import in_partition, query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, put_new

_WHOLE, _VARIANTS, _EVENTS = ("FORECAST", "WHOLE"), "FORECAST#VARIANTS", "FORECAST#EVENTS"


@dataclass(frozen=True)
class Demand:
    """Of a day of the store: pieces by variant, orders by hour of the clock (0 to 23)."""

    day: str
    units: dict[str, int]
    hours: list[int]


@dataclass(frozen=True)
class Made:
    """The forecast but for its variants. `hours`: (low, expected, high) by day and hour of the clock."""

    made_at: str
    first: str
    hours: list[list[tuple[int, float, int]]]
    variants: int
    error: float | None = None
    naive_error: float | None = None
    inside: float | None = None
    hours_inside: float | None = None


@dataclass(frozen=True)
class Event:
    """A name that comes back is known by what it brought the last time."""

    name: str
    first: str
    last: str
    added_by: str = field(default="")

    @property
    def id(self) -> str:
        return f"{self.first}_{self.name}"


def put_demand(demand: Demand) -> None:
    rows = [["", demand.hours], *([name, pieces] for name, pieces in sorted(demand.units.items()))]
    put_list(f"DEMAND#{demand.day[:4]}", demand.day, "demand", rows)


def demands(first: date, last: date) -> Iterator[Demand]:
    for year in range(first.year, last.year + 1):
        for day, rows in lists(f"DEMAND#{year}", max(first.isoformat(), f"{year}-01-01"), min(last.isoformat(), f"{year}-12-31")):
            yield Demand(day, dict(rows[1:]), rows[0][1])


def put_forecast(made: Made, variants: Sequence[Ahead]) -> None:
    """The variants first: what is said of the whole is never newer than they are."""
    known = {item.sk for item in in_partition(ReportsTable, _VARIANTS)}
    with ReportsTable.batch_write() as batch:
        for one in variants:
            batch.save(ReportsTable(pk=_VARIANTS, sk=one.variant_id, kind="forecast", body=dump(one)))
        for gone in sorted(known - {one.variant_id for one in variants}):
            batch.delete(ReportsTable(pk=_VARIANTS, sk=gone))
    ReportsTable(pk=_WHOLE[0], sk=_WHOLE[1], kind="forecast", body=dump(made)).save()


def forecast_made() -> Made:
    """Raises NotFound before the first night."""
    item = find(ReportsTable, *_WHOLE, consistent=False)
    if item is None:
        raise NotFound("There is no forecast yet: the first is made in the night after four weeks of sales.")
    return load(Made, item.body)


def variants_ahead(limit: int, cursor: str | None) -> Page[Ahead]:
    page = query_page(ReportsTable, _VARIANTS, query={"list": "forecast"}, limit=limit, cursor=cursor)
    return Page([load(Ahead, item.body) for item in page.data], page.next_cursor)


def variant_ahead(variant_id: str) -> Ahead:
    """Raises NotFound."""
    item = find(ReportsTable, _VARIANTS, variant_id, consistent=False)
    if item is None:
        raise NotFound("Nothing is expected of such a variant: it never was sold, or not until last night.")
    return load(Ahead, item.body)


def events_page(limit: int, cursor: str | None) -> Page[Event]:
    page = query_page(ReportsTable, _EVENTS, query={"list": "forecast_events"}, limit=limit, cursor=cursor, newest_first=True)
    return Page([load(Event, item.body) for item in page.data], page.next_cursor)


def all_events() -> list[Event]:
    return [load(Event, item.body) for item in in_partition(ReportsTable, _EVENTS)]


def event_put(event: Event) -> Put:
    """New: the transaction raises Exists for one with its name and first day."""
    return put_new(ReportsTable(pk=_EVENTS, sk=event.id, kind="forecast_event", body=dump(event)))


def event_delete(event_id: str) -> Delete:
    """The transaction raises NotFound where there is none."""
    return Delete(ReportsTable(pk=_EVENTS, sk=event_id), ReportsTable.pk.exists(), NotFound("There is no such event."))
