"""Who is erased is taken out of every hour they are in: the rows stay, their id goes, and the ids of their browsers become others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.reports.lake.compact import compact
from functions.reports.model.sql import NO_LONGER_THEIRS
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import day_key, hour_key, put_file, quarantine_key, read_all
from functions.reports.store.lake_items import Aside, Gone, asides, changed_aside, put_gone
from functions.reports.store.persons import drop_hours_of_person, hours_of_person
from functions.shared.outside.objects import delete_object


def forget(gone: Gone, lake: Lake, count: Callable[[Sequence[str]], None]) -> int:
    """How many hours had them; `count` counts the days of hours anew. Whoever dies in between begins again: that an hour has them is taken
    back last."""
    hours = hours_of_person(gone.person)
    for day in sorted({hour[:10] for hour in hours}):
        _forget_day(day, gone, lake)
    # Lists of browsers are made of the hours.
    count(_around(hours))
    _forget_aside(gone.person)
    drop_hours_of_person(gone.person, hours)
    put_gone(replace(gone, done=True))
    return len(hours)


def _around(hours: Sequence[str]) -> list[str]:
    """All hours of their days: in those a browser of theirs may have been without them."""
    return [f"{day}T{hour:02}" for day in sorted({hour[:10] for hour in hours}) for hour in range(24)]


def _forget_day(day: str, gone: Gone, lake: Lake) -> None:
    hours = [f"{day}T{hour:02}" for hour in range(24)]
    files = {hour: data for hour, data in zip(hours, read_all([hour_key(hour) for hour in hours]), strict=True) if data}
    lake.show(list(files.values()))
    theirs = lake.ask("SELECT DISTINCT visitor FROM events WHERE subject = $subject AND visitor <> ''", {"subject": gone.person})
    values = {"subject": gone.person, "salt": gone.salt, "visitors": [one["visitor"] for one in theirs]}
    # Hours of theirs last: they say whose browsers these are, should this be done again.
    for hour, data in sorted(files.items(), key=lambda item: _has(item[1], gone.person, lake)):
        lake.show([data])
        put_file(hour_key(hour), lake.parquet(NO_LONGER_THEIRS, values))
    if read_all([day_key(day)])[0]:
        compact(day, lake)


def _has(data: bytes, person: str, lake: Lake) -> bool:
    lake.show([data])
    return bool(lake.ask("SELECT 1 AS found FROM events WHERE subject = $subject LIMIT 1", {"subject": person}))


def _forget_aside(person: str) -> None:
    cursor: str | None = None
    while True:
        page = asides(limit=100, cursor=cursor)
        for aside in (one for one in page.data if one.subject == person):
            delete_object(quarantine_key(aside.id))
            emptied: Aside = replace(aside, subject="")
            changed_aside(emptied).save()
        if (cursor := page.next_cursor) is None:
            return
