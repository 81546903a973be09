"""Staff asks for the records of a period, and for the file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

from functions.platform import begin_writes, new_job
from functions.privacy.model.record_export import MOST_DAYS, ExportState, RecordExport, RecordKind, is_period, moments
from functions.privacy.store.record_exports import RECORDS, export_put, find_export, persons_of, zip_of
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.outside.objects import download_url, get_object
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import Remember, transact

LINK = timedelta(minutes=1)
"""As long as a permission that was taken away may still count: a link cannot be taken back."""


@dataclass(frozen=True)
class Fetched:
    url: str
    until: str
    persons: list[str]


def ask_records(kinds: Sequence[RecordKind], start: date, until: date, *, actor: Actor, remember: Remember[RecordExport]) -> RecordExport:
    """Raises Invalid (422 `invalid_period`)."""
    if not is_period(start, until):
        raise Invalid.field("/from", "invalid_period", f"`from` is before `until`; at most {MOST_DAYS} days.")
    zone, export_id = settings().store_timezone, fresh.new_id("rex")
    first, last = moments(start, until, zone)
    job = new_job(RECORDS, {"export": export_id}, actor=actor, start=True)
    wanted = [kind for kind in RecordKind if kind in kinds]
    export = RecordExport(
        export_id, job.id, wanted, start.isoformat(), until.isoformat(), zone, times.iso(first), times.iso(last),
        times.iso(clock.now()), actor.id or actor.kind,
    )  # fmt: skip
    transact([*begin_writes(job), export_put(export), *remember(export)])
    return export


def export_named(export_id: str) -> RecordExport:
    """Raises NotFound."""
    export = find_export(export_id)
    if export is None:
        raise NotFound("There is no such export.")
    return export


def fetch(export_id: str) -> Fetched:
    """Raises NotFound, Conflict (409 `not_ready`, `file_gone`)."""
    export, now = export_named(export_id), clock.now()
    if export.state is ExportState.REQUESTED:
        raise Conflict("The file is being made.", code="not_ready")
    persons = get_object(persons_of(export_id)) if export.file_until > times.iso(now) else None
    if persons is None:
        raise Conflict("The file is gone; ask for another one.", code="file_gone")
    name = f"records-{export.from_day}-{export.until_day}.zip"
    return Fetched(download_url(zip_of(export_id), lasts=LINK, filename=name), times.iso(now + LINK), json.loads(persons))
