"""Compensations as they are stored, with their order; their cost as entries of the ledger, listed by the month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from functions.payments.model.compensation import Compensation
from functions.payments.model.ledger import Entry
from functions.payments.store.ledger_store import ledger_record
from functions.payments.store.records import CompensationRecord, LedgerRecord, compensation_sk, costs_partition, order_partition
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import query_all
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import shards_of, spread
from functions.shared.store.transactions import Write, put_new


def compensations_of(order_id: str) -> list[Compensation]:
    """Oldest first. One consistent Query."""
    pk = order_partition(order_id)
    found = query_all(CompensationRecord, pk, range_condition=CompensationRecord.sk.startswith(compensation_sk("")))
    return [load(Compensation, item.body) for item in found]


def find_compensation(order_id: str, compensation_id: str) -> Compensation | None:
    record = find(CompensationRecord, order_partition(order_id), compensation_sk(compensation_id))
    return load(Compensation, record.body) if record else None


def compensations_at(keys: Sequence[tuple[str, str]]) -> Mapping[str, Compensation]:
    """By id; `keys`: order and compensation. A BatchGetItem per hundred."""
    wanted = [(order_partition(order_id), compensation_sk(one)) for order_id, one in dict.fromkeys(keys)]
    found = find_many({CompensationRecord: wanted}) if wanted else {}
    known = [load(Compensation, record.body) for record in found.values() if isinstance(record, CompensationRecord)]
    return {one.id: one for one in known}


def compensation_put(one: Compensation) -> Write:
    """The transaction raises Overtaken where it is there already."""
    record = CompensationRecord(pk=order_partition(one.order_id), sk=compensation_sk(one.id), kind="compensation", body=dump(one))
    return put_new(record, Overtaken())


def cost_put(entry: Entry, digest: str) -> Write:
    """`digest`: of what it books. The transaction raises Overtaken where it is booked already."""
    record = ledger_record(entry, f"{digest}#COST")
    record.gsi1pk, record.gsi1sk = spread(costs_partition(entry.occurred_at[:7]), entry.order_id), entry.occurred_at
    return put_new(record, Overtaken())


def is_booked(entry: Entry, digest: str) -> bool:
    key = ledger_record(entry, f"{digest}#COST")
    return find(LedgerRecord, key.pk, key.sk) is not None


def costs_in(month: str, start: str, end: str) -> Iterator[Entry]:
    """Of a month, from `start` on, before `end`."""
    for shard in shards_of(costs_partition(month)):
        for record in query_all(LedgerRecord, shard, index="gsi1", range_condition=LedgerRecord.gsi1sk.between(start, end)):
            entry = load(Entry, record.body)
            if entry.occurred_at < end:
                yield entry
