"""What an order brought and what it used, as it is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from functions.loyalty.model.earned import Earned
from functions.loyalty.model.spent import Spent
from functions.loyalty.store.records import EARNED_SK, SPENT_SK, EarnedRecord, SpentRecord, due_shard, order_pk
from functions.shared.plain import times
from functions.shared.plain.bodies import dump_brief, load
from functions.shared.store.records import find
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put


def earned_of(order_id: str) -> Earned:
    """With version 0 where nothing is known yet. One GetItem."""
    record = find(EarnedRecord, order_pk(order_id), EARNED_SK)
    if record is None:
        return Earned(order_id)
    return replace(load(Earned, record.body), version=int(record.version), due_at=record.due_at or "")


def earned_put(earned: Earned, *, due: datetime | None = None) -> Put:
    """In place of what was read. `due`: when its points can be used. The transaction raises Overtaken."""
    body = dump_brief(replace(earned, version=0, due_at=""))
    record = EarnedRecord(pk=order_pk(earned.order_id), sk=EARNED_SK, kind="points_earned", body=body, version=earned.version + 1)
    if due is not None:
        record.due_pk, record.due_at = due_shard(earned.order_id), times.iso(due)
    return locked_put(record, earned.version)


def spent_of(order_id: str) -> Spent | None:
    """One GetItem."""
    record = find(SpentRecord, order_pk(order_id), SPENT_SK)
    return replace(load(Spent, record.body), version=int(record.version)) if record else None


def spent_put(spent: Spent) -> Put:
    """New with the order, or in place of what was read. The transaction raises Overtaken."""
    body = dump_brief(replace(spent, version=0))
    record = SpentRecord(pk=order_pk(spent.order_id), sk=SPENT_SK, kind="points_spent", body=body, version=spent.version + 1)
    return locked_put(record, spent.version)
