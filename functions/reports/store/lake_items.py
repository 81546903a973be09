"""What the reports table keeps of the lake: what has landed, what was set aside, who was erased, and the counted days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from pydantic_core import from_json

from functions.reports.store.records import ReportsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load, text_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Exists, put_new, transact

_ARRIVED, _ASIDE, _ERASED = "LAKE#ARRIVED", "LAKE#QUARANTINE", "LAKE#ERASED"
KEPT = timedelta(days=30)
_MADE_UP, _AFTER_ALL = "#made_up", "~"


@dataclass(frozen=True)
class Arrival:
    """What became of the events that were received in an hour of ours: accepted + duplicate + quarantined = received. `landed_in`: the hour
    in which they landed last. A past that was made up is noted beside what was received, and is no reason to leave that where it is."""

    hour: str
    received: int
    accepted: int
    duplicate: int
    quarantined: int
    landed_in: str = ""
    made_up: bool = False


@dataclass(frozen=True)
class Aside:
    """Events of one batch that were set aside. `subject`: whose batch it was (`cus_…` or empty). `replayed`: how many of them were taken in
    later; null while none was tried."""

    id: str
    received_at: str
    subject: str
    bot: bool
    named: bool
    reasons: dict[str, int]
    events: int
    replayed: int | None = None
    replayed_at: str = ""


@dataclass(frozen=True)
class Gone:
    """A person who was erased; `salt` makes other ids of those of their browsers. `done`: nothing of theirs is in the lake."""

    person: str
    salt: str
    done: bool = False


def put_arrival(arrival: Arrival) -> None:
    arrival_item(arrival).save()


def arrival_item(arrival: Arrival) -> ReportsTable:
    return ReportsTable(pk=_ARRIVED, sk=f"{arrival.hour}{_MADE_UP if arrival.made_up else ''}", kind="arrival", body=dump(arrival))


def arrivals(first: str, last: str) -> list[Arrival]:
    found = ReportsTable.query(_ARRIVED, ReportsTable.sk.between(first, last + _AFTER_ALL), consistent_read=True)
    return [load(Arrival, item.body) for item in found]


def put_aside(aside: Aside) -> None:
    """Known already: nothing happens, it may have been replayed meanwhile."""
    try:
        transact([put_new(_aside_item(aside))])
    except Exists:
        return


def _aside_item(aside: Aside) -> ReportsTable:
    goes = int((times.parse(aside.received_at) + KEPT).timestamp())
    return ReportsTable(pk=_ASIDE, sk=aside.id, kind="aside", body=dump(aside), ttl=goes)


def aside_of(number: str) -> Aside:
    """Raises NotFound."""
    item = find(ReportsTable, _ASIDE, number)
    if item is None:
        raise NotFound("There is no such batch, or it is gone.")
    return load(Aside, item.body)


def changed_aside(aside: Aside) -> ReportsTable:
    return _aside_item(aside)


def asides(limit: int, cursor: str | None) -> Page[Aside]:
    """Newest first."""
    page = query_page(ReportsTable, _ASIDE, query={"list": "quarantine"}, limit=limit, cursor=cursor, newest_first=True)
    return Page([load(Aside, item.body) for item in page.data], page.next_cursor)


def note_gone(person: str, salt: str) -> None:
    """Once: who is named again keeps their salt, and is looked for again."""
    try:
        transact([put_new(ReportsTable(pk=_ERASED, sk=person, kind="gone", body=dump(Gone(person, salt))))])
    except Exists:
        return


def put_gone(gone: Gone) -> None:
    ReportsTable(pk=_ERASED, sk=gone.person, kind="gone", body=dump(gone)).save()


def all_gone() -> list[Gone]:
    return [load(Gone, item.body) for item in ReportsTable.query(_ERASED, consistent_read=True)]


def _counted_pk(report: str, month: str) -> str:
    return f"LAKE#{report}#{month}"


@dataclass(frozen=True)
class CountedDay:
    """`rows` as the report's SQL gives them; `counted_at` is not theirs, so that counting again changes nothing."""

    day: str
    rows: list[dict[str, Any]]


def put_counted(report: str, counted: CountedDay) -> None:
    counted_item(report, counted).save()


def counted_item(report: str, counted: CountedDay) -> ReportsTable:
    """By column: each name once, so that it is two fifths as long and read in a third of the time."""
    names = list(counted.rows[0]) if counted.rows else []
    columns = {name: [row[name] for row in counted.rows] for name in names}
    body = text_of({"day": counted.day, "columns": columns})
    return ReportsTable(pk=_counted_pk(report, counted.day[:7]), sk=counted.day, kind="counted", body=body)


def counted_days(report: str, months: list[str], first: str, last: str) -> list[CountedDay]:
    return [
        CountedDay(day, [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)])
        for day, columns in _columns(report, months, first, last)
    ]


def counted_values(report: str, names: Sequence[str], months: list[str], first: str, last: str) -> Iterator[tuple[Any, ...]]:
    """Of all rows of the days the values of these columns, for what adds up many of them."""
    for _, columns in _columns(report, months, first, last):
        if columns:
            yield from zip(*(columns[name] for name in names), strict=True)


def _columns(report: str, months: list[str], first: str, last: str) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    for month in months:
        for item in ReportsTable.query(_counted_pk(report, month), ReportsTable.sk.between(first, last)):
            body = from_json(item.body)
            if (columns := body.get("columns")) is None:
                # As days were kept before: row by row.
                rows = body["rows"]
                columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
            yield body["day"], columns


def now_text() -> str:
    return times.iso(clock.now())
