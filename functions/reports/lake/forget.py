"""Who is erased is taken out of every hour they are in: the rows stay, their id goes, and the ids of their browsers become others."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace

from functions.reports.lake.compact import compact
from functions.reports.model.sql import NO_LONGER_THEIRS
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import day_key, hour_key, keys_under, put_file, quarantine_key, read_all, subjects_key
from functions.reports.store.lake_items import Aside, Gone, asides, changed_aside, put_gone
from functions.shared.outside.objects import delete_object


def forget(gone: Gone, lake: Lake) -> int:
    """How many hours were written anew. Whoever dies in between begins again: the hour's list of persons is written after its file."""
    days = defaultdict(list)
    for hour in _hours_of(gone.person):
        days[hour[:10]].append(hour)
    for day in sorted(days):
        _forget_day(day, gone, lake)
    _forget_aside(gone.person)
    put_gone(replace(gone, done=True))
    return sum(map(len, days.values()))


def _hours_of(person: str) -> list[str]:
    keys = keys_under("lake-subjects/")
    found = [key for key, data in zip(keys, read_all(keys), strict=True) if data and person in json.loads(data)]
    return [f"{key.split('dt=')[1][:10]}T{key.split('hr=')[1][:2]}" for key in found]


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
    for hour in files:
        (known,) = read_all([subjects_key(hour)])
        left = sorted(set(json.loads(known or b"[]")) - {gone.person})
        put_file(subjects_key(hour), json.dumps(left).encode(), "application/json")


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
