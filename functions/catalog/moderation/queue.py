"""Texts that wait, first those that are due first; each with what it says now."""

from __future__ import annotations

from collections.abc import Sequence

from functions.catalog.checking.cases import Case, KnownCase, of_record
from functions.catalog.checking.records import CASE_SK, OPEN_CASES, CaseRecord, subject_pk
from functions.catalog.checking.subject import Former, Subject
from functions.catalog.moderation.kinds import kind_of
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import Record, find, find_many
from functions.shared.store.shards import listed_page


@dataclass(frozen=True)
class Waiting:
    case: Case
    subject: Subject


@dataclass(frozen=True)
class Whole:
    case: Case
    subject: Subject
    former: Sequence[Former]


def open_cases(*, limit: int, cursor: str | None) -> pages.Page[Waiting]:
    """The index may lag: what was decided meanwhile is left out."""
    page = listed_page(CaseRecord, OPEN_CASES, query={"list": "moderation"}, limit=limit, cursor=cursor)
    cases = [one for one in (load(Case, record.body) for record in page.data) if one.is_open]
    wanted: dict[type[Record], list[tuple[str, str]]] = {}
    for case in cases:
        kind = kind_of(case.subject)
        wanted.setdefault(kind.record, []).append((subject_pk(case.subject), kind.sk))
    found = find_many(wanted) if wanted else {}
    rows = [(case, kind_of(case.subject), subject_pk(case.subject)) for case in cases]
    known = [(case, kind, found.get((kind.record, pk, kind.sk))) for case, kind, pk in rows]
    return pages.Page([Waiting(case, kind.show(record)) for case, kind, record in known if record is not None], page.next_cursor)


def whole_case(subject_id: str) -> Whole:
    """Raises NotFound. What nobody ever had to look at is an empty case."""
    kind = kind_of(subject_id)
    record = find(kind.record, subject_pk(subject_id), kind.sk)
    if record is None:
        raise NotFound("There is no such review, question or answer.")
    subject = kind.show(record)
    known: KnownCase = of_record(find(CaseRecord, subject_pk(subject_id), CASE_SK), subject_id, subject.product_id)
    return Whole(known.case, subject, kind.former(subject_id))
