"""A case: a text that somebody has to look at by a deadline, and what was ever decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import timedelta
from enum import StrEnum

from functions.catalog.checking.records import CASE_SK, OPEN_CASES, CaseRecord, subject_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.store.records import find
from functions.shared.store.shards import place
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_put

_MOST_ENTRIES = 100


class Action(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    HIDE = "hide"
    RESTORE = "restore"


class Reason(StrEnum):
    SPAM = "spam"
    ABUSE = "abuse"
    OFF_TOPIC = "off_topic"
    PERSONAL_DATA = "personal_data"
    ILLEGAL = "illegal"
    FAKE = "fake"
    OTHER = "other"


@dataclass(frozen=True)
class Decision:
    """`reason` is there where something is kept from being shown."""

    action: Action
    at: str
    by: str
    reason: Reason | None = None
    note: str = ""


@dataclass(frozen=True)
class Case:
    """`due_at` is empty once nobody has to look at it. The newest 100 decisions are kept here, all of them in the audit log."""

    subject: str
    product_id: str
    flags: list[str] = field(default_factory=list)
    opened_at: str = ""
    due_at: str = ""
    decisions: list[Decision] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.due_at != ""

    def flagged(self, flags: Sequence[str], now: str, hours: int) -> Case:
        """Again while it is open: the deadline stays."""
        both = list(dict.fromkeys([*(self.flags if self.is_open else []), *flags]))
        if self.is_open:
            return replace(self, flags=both)
        due = times.iso(times.parse(now) + timedelta(hours=hours))
        return replace(self, flags=both, opened_at=now, due_at=due)

    def decided(self, decision: Decision, *, more_waits: bool = False) -> Case:
        return replace(self, due_at=self.due_at if more_waits else "", decisions=[*self.decisions, decision][-_MOST_ENTRIES:])


@dataclass(frozen=True)
class KnownCase:
    """`version` 0: there is none yet."""

    case: Case
    version: int

    def written(self, after: Case) -> Write:
        """The transaction raises Overtaken."""
        record = CaseRecord(subject_pk(after.subject), CASE_SK, kind="moderation_case", version=self.version + 1, body=dump(after))
        if after.is_open:
            record.listed_pk, record.listed_sk = place(OPEN_CASES, f"{after.due_at}#{after.subject}", of=after.subject)
        return locked_put(record, self.version)


def known_case(subject: str, product_id: str) -> KnownCase:
    return of_record(find(CaseRecord, subject_pk(subject), CASE_SK), subject, product_id)


def of_record(record: CaseRecord | None, subject: str, product_id: str) -> KnownCase:
    return KnownCase(load(Case, record.body), int(record.version)) if record else KnownCase(Case(subject, product_id), 0)


def ended(subject: str, product_id: str) -> list[Write]:
    """Of what its author took away: nobody has to look at it."""
    known = known_case(subject, product_id)
    return [known.written(replace(known.case, due_at=""))] if known.case.is_open else []


def decision_now(action: Action, reason: Reason | None, note: str, by: str) -> Decision:
    return Decision(action, times.iso(clock.now()), by, reason, note)


def required_reason(reason: Reason | None) -> Reason:
    """Raises Invalid (422 `reason_required`)."""
    if reason is None:
        raise Invalid.field("/reason", "reason_required", "Say why: shoppers see how many are hidden for which reason.")
    return reason
