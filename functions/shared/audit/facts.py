"""Facts where the audit log finds them. One that has its number in the log goes after a month."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute

from functions.shared.audit.fact import Fact
from functions.shared.plain.bodies import dump
from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record
from functions.shared.store.transactions import Put

TABLE = "audit-facts"
WAITING = "WAITING"
CHAINED = "CHAINED"


class FactRecord(Record):
    """pk = sk = the fact's id. In `due` (`WAITING`) until it has its `number`, then in gsi1 (`CHAINED`) by it."""

    class Meta:
        table_name = table_name(TABLE)

    number = NumberAttribute(null=True)


def fact_put(fact: Fact, *, once: bool = False) -> Put:
    """`once`: a second telling of a fact is refused."""
    record = FactRecord(pk=fact.id, sk=fact.id, kind="fact", body=dump(fact), due_pk=WAITING, due_at=fact.at)
    return Put(record, FactRecord.pk.does_not_exist() if once else None)
