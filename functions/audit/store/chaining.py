"""Facts get their numbers, in one transaction with the head: rows, newest head, head of the day, and the mark on each fact.

Numbers go on from the head, never from the rows: who takes the newest rows away does not make the next ones take their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from functions.audit.model.chain import Signed, link
from functions.audit.store.records import DAYS, HEAD, HeadRecord, head_records, row_record
from functions.audit.store.signing import sign
from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import CHAINED, FactRecord
from functions.shared.outside import aws, clock
from functions.shared.outside.observability import fact as logged
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.store.listing import in_partition, query_page
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Put, Update, Write, put_new, transact

MOST = 48
"""Facts in a transaction: two writes for each, and two heads."""
KEPT = timedelta(days=30)
_TRIES = 10


class _Moved(Conflict):
    """Somebody else chained meanwhile, or some of these facts have their numbers."""


class CutOff(Exception):
    """The head says less than is known from elsewhere. Nothing is numbered until people have looked (docs/operations.md)."""


def chain(facts: Sequence[Fact]) -> None:
    """Raises CutOff."""
    for start in range(0, len(facts), MOST):
        _chain(list(facts[start : start + MOST]))


def _chain(facts: list[Fact]) -> None:
    for _ in range(_TRIES):
        reached = witnessed()
        record = find(HeadRecord, HEAD, HEAD)
        if record is None and (reached or _days_have_heads()):
            # Somebody may have chained the very first row between two looks: asked again, after what speaks for one, and only once.
            record = find(HeadRecord, HEAD, HEAD)
            if record is None:
                raise CutOff("the newest head is missing")
        _refuse_shorter(record, reached)
        try:
            _write(record, facts)
        except _Moved:
            facts = _without_number(facts)
            if not facts:
                return
        else:
            return
    raise Unavailable("Many chain at this moment.", code="contention")


def _write(record: HeadRecord | None, facts: list[Fact]) -> None:
    newest = record.content(Signed).head if record else None
    rows, head = link(newest, times.iso(clock.now())[:10], facts)
    signed = sign(aws.client("kms"), settings().audit_key, head)
    version = int(record.version) + 1 if record else 1
    as_read = (HeadRecord.version == record.version) if record else HeadRecord.pk.does_not_exist()
    new, of_day = head_records(signed, version)
    writes: list[Write] = [Put(new, as_read, _Moved()), Put(of_day)]
    gone = int((clock.now() + KEPT).timestamp())
    for row in rows:
        writes.append(put_new(row_record(row), _Moved()))
        marks = [
            FactRecord.number.set(row.number), FactRecord.ttl.set(gone), FactRecord.due_pk.remove(), FactRecord.due_at.remove(),
            FactRecord.gsi1pk.set(CHAINED), FactRecord.gsi1sk.set(f"{row.number:012}"),
        ]  # fmt: skip
        has_none = FactRecord.number.does_not_exist()
        writes.append(Update(FactRecord, row.fact.id, row.fact.id, marks, has_none, _Moved()))
    transact(writes)
    # In yet another place: the logs of this function.
    logged("audit.head", day=head.day, last=head.last, hash=head.hash, signature=signed.signature)


def _refuse_shorter(record: HeadRecord | None, reached: int) -> None:
    """Raises CutOff where a fact has a number (`reached`, asked first) behind the head's."""
    if record is not None and reached > record.content(Signed).head.last:
        raise CutOff(f"number {reached} was given, the head says {record.content(Signed).head.last}")


def _days_have_heads() -> bool:
    return next(in_partition(HeadRecord, DAYS, page_size=1), None) is not None


def witnessed() -> int:
    """The highest number that a fact of the last month was given, as far as its index knows yet."""
    page = query_page(FactRecord, CHAINED, query={}, limit=1, cursor=None, index="gsi1", newest_first=True)
    return int(page.data[0].number) if page.data else 0


def _without_number(facts: list[Fact]) -> list[Fact]:
    known = find_many({FactRecord: [(fact.id, fact.id) for fact in facts]})
    return [fact for fact in facts if not getattr(known.get((FactRecord, fact.id, fact.id)), "number", None)]
