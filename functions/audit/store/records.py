"""The tables of the audit log.

| table | item | pk | sk | attributes |
|---|---|---|---|---|
| audit | row | `DAY#<day>` | number, 12 digits | number, body; gsi1 `LOG`, gsi2 `SUBJECT#…`, due `ACTOR#…`, each by time and number |
| audit-heads | newest head | `HEAD` | `HEAD` | body (chain.Signed), version |
| audit-heads | head of a day | `DAYS` | day | body (chain.Signed) |
| audit-facts | fact | its id | its id | body (fact.Fact); number once it has one (functions/shared/audit) |

Nothing can change or remove a row: only one function may write them, by conditional puts. Heads lie in a table of their own.
"""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute

from functions.audit.model.chain import Row, Signed
from functions.shared.plain.bodies import dump
from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

HEAD = "HEAD"
DAYS = "DAYS"
LOG = "LOG"


class RowRecord(Record):
    class Meta:
        table_name = table_name("audit")

    number = NumberAttribute()


class HeadRecord(Record):
    class Meta:
        table_name = table_name("audit-heads")


def day_pk(day: str) -> str:
    return f"DAY#{day}"


def subject_pk(subject: str) -> str:
    return f"SUBJECT#{subject}"


def actor_pk(actor: str) -> str:
    return f"ACTOR#{actor}"


def row_record(row: Row) -> RowRecord:
    fact, place = row.fact, f"{row.fact.at}#{row.number:012}"
    record = RowRecord(pk=day_pk(row.day), sk=f"{row.number:012}", kind="row", number=row.number, body=dump(row), gsi1pk=LOG, gsi1sk=place)
    if fact.subject:
        record.gsi2pk, record.gsi2sk = subject_pk(fact.subject), place
    if fact.actor:
        record.due_pk, record.due_at = actor_pk(fact.actor), place
    return record


def head_records(signed: Signed, version: int) -> tuple[HeadRecord, HeadRecord]:
    """The newest head and that of its day."""
    body = dump(signed)
    return (
        HeadRecord(pk=HEAD, sk=HEAD, kind="head", version=version, body=body),
        HeadRecord(pk=DAYS, sk=signed.head.day, kind="day", version=version, body=body),
    )
