"""Staff asks for rows of the log as a file; the worker reads them day after day, puts them aside, and makes one file of them.

The heads are kept as they are when it begins, and of each day the rows up to its head are read: so rows and heads fit each other while the
log grows on, and a worker that died goes on with the same.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date
from typing import Any

from functions.audit.model.chain import Head, Row, Signed
from functions.audit.model.log_export import HASHED, MOST_DAYS, MOST_ROWS, FileFormat, LogExport, is_period
from functions.audit.store.export_files import LASTS, LINK, facts_of, heads_of, link_to, part, put_heads, put_part, put_zip
from functions.audit.store.records import DAYS, HeadRecord, RowRecord, day_pk
from functions.platform import Job, JobFailed, Progress, State, TimeIsUp, begin_writes, find_job, hand_on, new_job, succeed
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.listing import query_all
from functions.shared.store.transactions import Remember, transact

KIND = "audit.export"
_PAGE = 500


def ask_export(wanted: LogExport, *, actor: Actor, remember: Remember[Job]) -> Job:
    """Raises Invalid (422 `invalid_period`)."""
    if not is_period(date.fromisoformat(wanted.start), date.fromisoformat(wanted.until)):
        raise Invalid.field("/from", "invalid_period", f"`from` is before `until`; at most {MOST_DAYS} days.")
    job = new_job(KIND, {name: str(value) for name, value in vars(wanted).items()}, actor=actor, start=True)
    transact([*begin_writes(job), *remember(job)])
    return job


def wanted_of(job: Job) -> LogExport:
    asked = job.spec
    return LogExport(asked["start"], asked["until"], FileFormat(asked["format"]), asked["actor"], asked["subject"], asked["action"])


def file_link(job_id: str) -> tuple[str, str]:
    """The address and until when it is good. Raises NotFound, Conflict (409 `not_ready`, `file_gone`)."""
    job = find_job(job_id, KIND)
    if job.state is not State.SUCCEEDED:
        raise Conflict("The file is being made, or could not be.", code="not_ready")
    if facts_of(job_id) is None or (job.finished_at or "") < times.iso(clock.now() - LASTS):
        raise Conflict("The file is gone; ask for another one.", code="file_gone")
    wanted = wanted_of(job)
    return link_to(job_id, f"audit-{wanted.start}-{wanted.until}.zip"), times.iso(clock.now() + LINK)


def run_log_export(job: Job, time_is_up: TimeIsUp) -> None:
    """Raises JobFailed (`too_many_rows`)."""
    wanted, heads = wanted_of(job), heads_of(job.id) if job.checkpoint else None
    if heads is None:
        heads = [one for one in _days() if wanted.has_day(one.head.day)]
        put_heads(job.id, heads)
    at = {"day": 0, "number": 0, "parts": 0, "rows": 0} | job.checkpoint
    while at["day"] < len(heads):
        at = _read_page(job, wanted, heads[at["day"]].head, at)
        if time_is_up():
            hand_on(job, checkpoint=at, progress=Progress(done=at["rows"]))
            return
    _pack(job, wanted, heads, at)


def _days() -> list[Signed]:
    return [load(Signed, record.body) for record in query_all(HeadRecord, DAYS)]


def _read_page(job: Job, wanted: LogExport, head: Head, at: dict[str, int]) -> dict[str, int]:
    after, last = max(at["number"], head.first - 1), head.last
    keys = RowRecord.sk.between(f"{after + 1:012}", f"{min(last, after + _PAGE):012}")
    read = [load(Row, record.body) for record in RowRecord.query(day_pk(head.day), keys, consistent_read=True)]
    rows = [row for row in read if wanted.fits(row)]
    if at["rows"] + len(rows) > MOST_ROWS:
        raise JobFailed("too_many_rows", f"At most {MOST_ROWS} rows in one file; ask for a shorter period.")
    if rows:
        put_part(job.id, at["parts"], wanted.lines(rows))
    reached = min(last, after + _PAGE)
    return {
        "day": at["day"] + (reached >= last),
        "number": reached,
        "parts": at["parts"] + bool(rows),
        "rows": at["rows"] + len(rows),
    }


def _pack(job: Job, wanted: LogExport, heads: list[Signed], at: dict[str, int]) -> None:
    made_at, whole = times.iso(clock.now()), io.BytesIO()
    lines = "".join(dump(one) + "\n" for one in heads).encode()
    digest, size = hashlib.sha256(), 0
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as target:
        with target.open(_entry(wanted.file_name), "w") as file:
            for data in (wanted.heading, *(part(job.id, number) for number in range(at["parts"]))):
                file.write(data)
                digest.update(data)
                size += len(data)
        target.writestr(_entry("heads.ndjson"), lines)
        rows = {"name": wanted.file_name, "rows": at["rows"], "size": size, "sha256": digest.hexdigest()}
        manifest = json.dumps(_manifest(job, wanted, heads, rows, lines, made_at), ensure_ascii=False, indent=1).encode()
        target.writestr(_entry("manifest.json"), manifest)
    facts = {"rows": at["rows"], "size": len(whole.getvalue()), "manifest_sha256": hashlib.sha256(manifest).hexdigest()}
    put_zip(job.id, whole.getvalue(), facts)
    succeed(job, progress=Progress(done=at["rows"]))


def _manifest(job: Job, wanted: LogExport, heads: list[Signed], rows: dict[str, Any], lines: bytes, made_at: str) -> dict[str, Any]:
    return {
        "export": job.id,
        "asked": {name: str(value) for name, value in vars(wanted).items()},
        "is_whole": wanted.is_whole,
        "made_at": made_at,
        "first_number": heads[0].head.first if heads else None,
        "last_number": heads[-1].head.last if heads else None,
        "hash_of_a_row": HASHED,
        "files": [rows, {"name": "heads.ndjson", "rows": len(heads), "size": len(lines), "sha256": hashlib.sha256(lines).hexdigest()}],
    }


def _entry(name: str) -> zipfile.ZipInfo:
    """Of no time: what is in it makes the hash."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
