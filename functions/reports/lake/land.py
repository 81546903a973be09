"""What arrived in an hour of ours lands in the files of the hours it happened in.

A file is made of itself and of what arrived, each event as it first came: so landing again, late events and doubled ones change nothing
that is right, and whoever dies in between begins again. The arrival is noted last.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.reports.lake.behaviour import Origin
from functions.reports.lake.hours_of_ids import in_their_hours
from functions.reports.model.lake_row import Row, hour_of
from functions.reports.model.sql import FIRST_OF_EACH
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import (
    SPOOL,
    hour_key,
    keys_under,
    put_file,
    put_lines,
    quarantine_key,
    read_all,
    read_lines,
)  # fmt: skip
from functions.reports.store.lake_items import Arrival, Aside, Gone, put_aside
from functions.reports.store.persons import note_persons
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass

_CAME_IN = f'SELECT source, id, batch, "position" FROM ({FIRST_OF_EACH}) AS first_of_each'  # noqa: S608 — our own statement


@dataclass(frozen=True)
class Landed:
    """`hours`: those whose files have events that arrived then, written or not."""

    arrival: Arrival
    hours: list[str]


def land(hour: str, lake: Lake, gone: Mapping[str, Gone]) -> Landed:
    rows, aside = _arrived(hour, gone)
    by_hour = in_their_hours(hour, rows, lake) if rows else {}
    accepted = sum(_merge(of, some, lake) for of, some in sorted(by_hour.items()))
    received = len(rows) + aside
    return Landed(Arrival(hour, received, accepted, len(rows) - accepted, aside, hour_of(clock.now())), sorted(by_hour))


def _merge(hour: str, rows: Sequence[Row], lake: Lake) -> int:
    """How many of the rows are what the hour has of their events."""
    (known,) = read_all([hour_key(hour)])
    lake.show([known] if known else [], rows)
    # Before the file: whoever is in it can be found.
    note_persons(hour, {row.subject for row in rows if row.subject})
    put_file(hour_key(hour), lake.parquet(FIRST_OF_EACH))
    kept = {(one["source"], one["id"]): (one["batch"], one["position"]) for one in lake.ask(_CAME_IN)}
    return sum(kept[row.source, row.id] == (row.batch, row.position) for row in rows)


def _arrived(hour: str, gone: Mapping[str, Gone]) -> tuple[list[Row], int]:
    """The rows, and how many events were set aside; those are kept for staff before anything is counted."""
    rows: list[Row] = []
    aside = 0
    for key in keys_under(f"{SPOOL}{hour}/"):
        head, *lines = read_lines(key) or [None]
        if head is None:
            continue
        origin = Origin(**head)
        rows += [_without(Row(**line["row"]), gone) for line in lines if "row" in line]
        wrong = [line for line in lines if "reason" in line]
        if wrong:
            _set_aside(origin, wrong, gone)
        aside += len(wrong)
    return rows, aside


def _set_aside(origin: Origin, wrong: Sequence[Mapping[str, Any]], gone: Mapping[str, Gone]) -> None:
    reasons: dict[str, int] = defaultdict(int)
    for line in wrong:
        reasons[line["reason"]] += 1
    if origin.subject not in gone:
        put_lines(quarantine_key(origin.batch), wrong)
    subject = "" if origin.subject in gone else origin.subject
    put_aside(Aside(origin.batch, origin.received_at, subject, origin.bot, origin.named, dict(reasons), len(wrong)))


def _without(row: Row, gone: Mapping[str, Gone]) -> Row:
    if row.subject not in gone:
        return row
    salt = gone[row.subject].salt
    return replace(row, subject="", visitor=other_id(salt, row.visitor), session=other_id(salt, row.session))


def other_id(salt: str, name: str) -> str:
    """As `NO_LONGER_THEIRS` of model/sql.py makes it."""
    return hashlib.sha256((salt + name).encode()).hexdigest()[:32] if name else ""
