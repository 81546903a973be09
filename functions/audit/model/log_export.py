"""Rows of a period as a file: what was asked for, and how its lines are made. Pure.

A row says what its own hash is made of, so each can be checked by whoever has the file; without filters the rows of a day lead from the
opening of its head to its hash, and the days to each other.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from enum import StrEnum

from functions.audit.model.chain import Row
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.files.formulas import guarded

MOST_DAYS = 366
MOST_ROWS = 100_000
COLUMNS = (
    "number", "day", "id", "at", "actor_kind", "actor", "action", "subject", "before", "after", "source_ip", "request_id",
    "previous", "hash",
)  # fmt: skip
HASHED = 'SHA-256 of the JSON of [number, day, previous, fact], keys sorted, without blanks, as ASCII; hex. "fact" as in a line of NDJSON.'


class FileFormat(StrEnum):
    NDJSON = "ndjson"
    CSV = "csv"


@dataclass(frozen=True)
class LogExport:
    """`start` and `until`: days of chaining (UTC), the last one left out. Empty filters let all rows pass."""

    start: str
    until: str
    format: FileFormat = FileFormat.NDJSON
    actor: str = ""
    subject: str = ""
    action: str = ""

    @property
    def is_whole(self) -> bool:
        return not (self.actor or self.subject or self.action)

    @property
    def file_name(self) -> str:
        return f"rows.{self.format}"

    def has_day(self, day: str) -> bool:
        return self.start <= day < self.until

    def fits(self, row: Row) -> bool:
        fact = row.fact
        if (self.actor and fact.actor != self.actor) or (self.subject and fact.subject != self.subject):
            return False
        return fact.action.startswith(self.action)

    def lines(self, rows: list[Row]) -> bytes:
        if self.format is FileFormat.NDJSON:
            return "".join(dump(row) + "\n" for row in rows).encode()
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(map(_cells, rows))
        return text.getvalue().encode()

    @property
    def heading(self) -> bytes:
        return (",".join(COLUMNS) + "\r\n").encode() if self.format is FileFormat.CSV else b""


def is_period(start: date, until: date) -> bool:
    return timedelta(0) < until - start <= timedelta(days=MOST_DAYS)


def _cells(row: Row) -> list[str]:
    fact = row.fact
    said = (json.dumps(one, ensure_ascii=False, sort_keys=True) for one in (fact.before, fact.after))
    return [
        str(row.number), row.day, fact.id, fact.at, fact.actor_kind, guarded(fact.actor), guarded(fact.action), guarded(fact.subject),
        *said, fact.source_ip, guarded(fact.request_id), row.previous, row.hash,
    ]  # fmt: skip
