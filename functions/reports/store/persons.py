"""Which hours of the lake have somebody: `LAKE#PERSON#<person>`, sk the hour. So erasure reads what is theirs and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from functions.reports.store.records import ReportsTable
from functions.shared.store.transactions import Delete, Put, parts_of, transact


def note_persons(hour: str, persons: Iterable[str]) -> None:
    for part in parts_of([Put(person_hour(person, hour)) for person in sorted(persons)]):
        transact(part)


def hours_of_person(person: str) -> list[str]:
    return [item.sk for item in ReportsTable.query(_pk(person), consistent_read=True)]


def drop_hours_of_person(person: str, hours: Iterable[str]) -> None:
    for part in parts_of([Delete(person_hour(person, hour)) for hour in hours]):
        transact(part)


def person_hour(person: str, hour: str) -> ReportsTable:
    """That the hour has somebody."""
    return ReportsTable(pk=_pk(person), sk=hour, kind="person")


def _pk(person: str) -> str:
    return f"LAKE#PERSON#{person}"
