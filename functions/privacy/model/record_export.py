"""Records of a period as a file: what was asked for, and how far it is. Pure.

requested ─► done ─► expired: its days are over
          │       └► withdrawn: somebody in it was forgotten meanwhile
          └► failed
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.shared.plain.deferred import dataclass

MOST_DAYS = 366
MOST_ROWS = 50_000
MOST_BEGINNINGS = 20
"""An export that is begun again more often than that fails: parts of it vanish, or somebody is forgotten again and again."""


class RecordKind(StrEnum):
    """orders: by when they were placed. payments: the entries of the ledger, by when the money moved. consents: decisions, by when they
    were noted here."""

    ORDERS = "orders"
    PAYMENTS = "payments"
    CONSENTS = "consents"


class ExportState(StrEnum):
    REQUESTED = "requested"
    DONE = "done"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


@dataclass(frozen=True)
class FileFacts:
    """`sums`: by currency, in its smallest unit. `restricted`: rows of who was forgotten."""

    name: str
    kind: RecordKind
    rows: int
    restricted: int
    size: int
    sha256: str
    sums: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordExport:
    """`first` and `last` are the moments of its period, the last one left out. `kind` is the number of the kind that is read, from `cursor`
    on; `parts`, `rows`: what was read of each. `version` is its item's, and no part of what is stored."""

    id: str
    job_id: str
    kinds: list[RecordKind]
    from_day: str
    until_day: str
    zone: str
    first: str
    last: str
    asked_at: str
    asked_by: str
    state: ExportState = ExportState.REQUESTED
    kind: int = 0
    cursor: str = ""
    parts: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    files: list[FileFacts] = field(default_factory=list)
    manifest_sha256: str = ""
    size: int = 0
    done_at: str = ""
    file_until: str = ""
    error: str = ""
    begun_again: int = 0
    version: int = 0

    def read_on(self, rows: int, cursor: str) -> RecordExport:
        """After another part of its kind; without a cursor that kind is done."""
        name = self.kinds[self.kind]
        parts = {**self.parts, name: self.parts.get(name, 0) + 1} if rows else self.parts
        return replace(self, kind=self.kind + (not cursor), cursor=cursor, parts=parts, rows=self.rows + rows)

    def without_file(self) -> RecordExport:
        """Somebody was forgotten: what was read is read anew, and a file that is there goes."""
        if self.state is ExportState.DONE:
            return replace(self, state=ExportState.WITHDRAWN, file_until="")
        return replace(self, kind=0, cursor="", parts={}, rows=0, begun_again=self.begun_again + 1)


def moments(start: date, until: date, zone: str) -> tuple[datetime, datetime]:
    """Of days of the shop: from the first moment of the one to that of the other. A day has 23 or 25 hours when the clocks change; where
    they change at midnight it begins when they have."""
    first, last = (datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC) for day in (start, until))
    return first, last


def is_period(start: date, until: date) -> bool:
    return timedelta(0) < until - start <= timedelta(days=MOST_DAYS)
