"""The mails that staff set, and those that were made.

- `REPORTMAILS`: the settings, under one version.
- `REPORT#<report>`: one pack of one mail and period, beside the events that tell its recipients.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from functions.reports.model.report_mails import ReportMails
from functions.reports.store.records import ReportsTable
from functions.shared.events.contracts.staff import ReportMade
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Exists, Remember, put_new, transact
from functions.shared.store.versions import check_version, locked_put

_KEY = "REPORTMAILS"
_KEPT = timedelta(days=800)
"""Longer than any period may be caught up."""


def kept_mails() -> tuple[ReportMails, int]:
    """With their version, 0 where nobody set any."""
    record = find(ReportsTable, _KEY, _KEY)
    return (load(ReportMails, record.body), int(record.version)) if record else (ReportMails(), 0)


def change_mails(
    edit: Callable[[ReportMails], ReportMails], *, if_match: int | None, remember: Remember[ReportMails, int]
) -> tuple[ReportMails, int]:  # fmt: skip
    """Raises VersionConflict (409)."""

    def attempt() -> tuple[ReportMails, int]:
        before, version = kept_mails()
        check_version(version, if_match)
        after = edit(before)
        record = ReportsTable(pk=_KEY, sk=_KEY, kind="report_mails", body=dump(after), version=version + 1)
        transact([locked_put(record, version), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)


def is_made(report: str) -> bool:
    return find(ReportsTable, _pk(report), _pk(report)) is not None


def put_made(told: Sequence[ReportMade]) -> bool:
    """The mark and the events, all of one report; False where it was made before."""
    report = told[0].report_id
    goes = int((clock.now() + _KEPT).timestamp())
    mark = ReportsTable(pk=_pk(report), sk=_pk(report), kind="report", ttl=goes)
    events = [event_put(ReportsTable, _pk(report), one, subject=report, actor=SYSTEM, cause=one.person) for one in told]
    try:
        transact([put_new(mark), *events])
    except Exists:
        return False
    return True


def _pk(report: str) -> str:
    return f"REPORT#{report}"
