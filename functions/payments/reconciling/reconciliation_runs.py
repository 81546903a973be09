"""The runs of reconciliation and what they found. A run is the same for the same provider, account and day, however often it is started."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import date

from functions.payments.model.provider import StatementLine
from functions.payments.model.reconciliation import Difference, DifferenceKind
from functions.payments.store.alarms import raise_alarm
from functions.payments.store.ledger_store import record_at
from functions.payments.store.records import RUN_SK, RUNS, DifferenceRecord, LedgerRecord, PaymentsTable, ReconciliationRecord, run_pk
from functions.shared.events.contracts.payments import ReconciliationCompleted
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Update, Write, transact

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
_PER_TRANSACTION = 50


@dataclass(frozen=True)
class Run:
    """`gross`, `fees` and `net` are the bill's sums of all lines, by currency."""

    id: str
    provider: str
    account: str
    day: str
    started_at: str
    finished_at: str = ""
    lines: int = 0
    differences: dict[str, int] = field(default_factory=dict)
    gross: dict[str, int] = field(default_factory=dict)
    fees: dict[str, int] = field(default_factory=dict)
    net: dict[str, int] = field(default_factory=dict)
    failure: str = ""
    attempt: int = 0


@dataclass(frozen=True)
class KnownRun:
    run: Run
    status: str


@dataclass(frozen=True)
class KnownDifference:
    id: str
    difference: Difference
    resolved_by: str | None


def run_id_of(provider: str, account: str, day: date) -> str:
    return ids.derived_id("rec", provider, account, day.isoformat())


def find_run(run_id: str) -> KnownRun | None:
    record = find(ReconciliationRecord, run_pk(run_id), RUN_SK) if ids.is_id("rec", run_id) else None
    return _known(record) if record else None


def runs(*, limit: int, cursor: str | None) -> Page[KnownRun]:
    """The latest day first."""
    page = query_page(ReconciliationRecord, RUNS, query={}, limit=limit, cursor=cursor, index="gsi1", newest_first=True)
    return Page([_known(record) for record in page.data], page.next_cursor)


def enqueue(provider: str, account: str, day: date, remember: Sequence[Write] = ()) -> Run:
    """A run that is to be done (again), whatever became of an earlier try."""
    return _started(provider, account, day, QUEUED, remember)


def begin(provider: str, account: str, day: date) -> Run | None:
    """The run to do now; None when it is done already."""
    record = find(ReconciliationRecord, run_pk(run_id_of(provider, account, day)), RUN_SK)
    if record is not None and record.status == DONE:
        return None
    return _started(provider, account, day, RUNNING, ())


def fail(run: Run, code: str) -> None:
    _write(replace(run, failure=code), FAILED)


def finish(run: Run, lines: Sequence[StatementLine], differences: Sequence[Difference]) -> None:
    """First what was found, under this attempt's number; then the run, which makes it visible."""
    records = [_difference_record(run, difference) for difference in differences]
    for start in range(0, len(records), _PER_TRANSACTION):
        transact([Put(record) for record in records[start : start + _PER_TRANSACTION]])
    sums = [_sums(lines, name) for name in ("gross", "fee", "net")]
    kinds = Counter(difference.kind.value for difference in differences)
    counts = {kind.value: kinds[kind.value] for kind in DifferenceKind}
    now = times.iso(clock.now())
    done = replace(run, finished_at=now, lines=len(lines), differences=counts, gross=sums[0], fees=sums[1], net=sums[2], failure="")
    payload = ReconciliationCompleted(run.id, run.provider, run.day, len(lines), len(differences))
    _write(done, DONE, event_put(PaymentsTable, run_pk(run.id), payload, subject=run.id, actor=SYSTEM, cause=f"attempt {run.attempt}"))
    fact("reconciliation.completed", provider=run.provider, day=run.day, lines=len(lines), differences=len(differences))
    if differences:
        raise_alarm("reconciliation.differences", provider=run.provider, day=run.day, differences=len(differences))


def differences_of(run: Run, *, limit: int, cursor: str | None, kind: str | None = None) -> Page[KnownDifference]:
    page = query_page(
        DifferenceRecord,
        run_pk(run.id),
        query={"differences": run.id, "attempt": run.attempt, "kind": kind},
        limit=limit,
        cursor=cursor,
        range_condition=DifferenceRecord.sk.startswith(_prefix(run) + (f"{kind}#" if kind else "")),
    )
    found = [KnownDifference(item.sk, load(Difference, item.body), item.resolved_by) for item in page.data]
    return Page(found, page.next_cursor)


def missed(run_id: str) -> Iterator[tuple[str, Difference]]:
    """What a finished run found booked but not in its bill, and nobody found since, with the differences' names."""
    known = find_run(run_id)
    if known is None or known.status != DONE:
        return
    prefix = _prefix(known.run) + f"{DifferenceKind.MISSING}#"
    for item in DifferenceRecord.query(run_pk(run_id), DifferenceRecord.sk.startswith(prefix), consistent_read=True):
        yield item.sk, load(Difference, item.body)


def resolve(run_id: str, difference: str, resolved_by: str) -> None:
    transact([Update(DifferenceRecord, run_pk(run_id), difference, [DifferenceRecord.resolved_by.set(resolved_by)])])


def mark_matched(entry: str, run_id: str) -> None:
    pk, sk = record_at(entry)
    transact([Update(LedgerRecord, pk, sk, [LedgerRecord.matched_in.set(run_id)])])


def _started(provider: str, account: str, day: date, status: str, remember: Sequence[Write]) -> Run:
    """Under the next attempt's number, so that what a dying try leaves behind is never shown."""
    run_id = run_id_of(provider, account, day)
    record = find(ReconciliationRecord, run_pk(run_id), RUN_SK)
    attempt = int(record.attempt) + 1 if record else 1
    run = Run(run_id, provider, account, day.isoformat(), times.iso(clock.now()), attempt=attempt)
    free = ReconciliationRecord.attempt == attempt - 1 if record else ReconciliationRecord.pk.does_not_exist()
    transact([Put(_record(run, status), free, Overtaken()), *remember])
    return run


def _write(run: Run, status: str, *also: Write) -> None:
    """Unless another try has begun meanwhile: then that one's word counts."""
    current = ReconciliationRecord.attempt == run.attempt
    transact([Put(_record(run, status), current, Overtaken()), *also])


def _record(run: Run, status: str) -> ReconciliationRecord:
    return ReconciliationRecord(
        pk=run_pk(run.id),
        sk=RUN_SK,
        kind="reconciliation",
        status=status,
        attempt=run.attempt,
        body=dump(run),
        gsi1pk=RUNS,
        gsi1sk=f"{run.day}#{run.provider}",
    )


def _known(record: ReconciliationRecord) -> KnownRun:
    return KnownRun(load(Run, record.body), record.status)


def _prefix(run: Run) -> str:
    return f"DIF#{run.attempt:06d}#"


def _difference_record(run: Run, difference: Difference) -> DifferenceRecord:
    name = "|".join((difference.line_kind, difference.reference, difference.provider_ref, difference.entry, difference.raw_sha256))
    digest = hashlib.sha256(name.encode()).hexdigest()[:32]
    return DifferenceRecord(pk=run_pk(run.id), sk=f"{_prefix(run)}{difference.kind}#{digest}", kind="difference", body=dump(difference))


def _sums(lines: Sequence[StatementLine], name: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for line in lines:
        money = getattr(line, name)
        sums[money.currency] = sums.get(money.currency, 0) + money.amount
    return sums
