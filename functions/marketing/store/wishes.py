"""Who waits for which variant: an item of the person, listed by variant in the order of asking; and, of a variant, when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from pynamodb.expressions.update import Action

from functions.marketing.model.wish import KEPT, Wish
from functions.marketing.store.records import ROUND_SK, RoundRecord, WishRecord, due_shard, person_pk, variant_pk, waits_for, wish_sk
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import place, rows
from functions.shared.store.transactions import Delete, Put, Update
from functions.shared.store.versions import locked_delete, locked_put

_AT_ONCE = 100


def find_wish(person: str, variant_id: str, now: datetime) -> Wish | None:
    record = find(WishRecord, person_pk(person), wish_sk(variant_id))
    return _wish(record) if record and (record.ttl or 0) > now.timestamp() else None


def wishes_of(person: str, now: datetime) -> list[Wish]:
    """One Query."""
    found = in_partition(WishRecord, person_pk(person), beginning=wish_sk(""))
    return [_wish(one) for one in found if (one.ttl or 0) > now.timestamp()]


def wish_put(one: Wish, now: datetime) -> Put:
    """A new one or the next version, which keeps its place. The transaction raises Overtaken."""
    record = WishRecord(
        pk=person_pk(one.person), sk=wish_sk(one.variant_id), kind="stock_wish", body=dump(replace(one, version=0)),
        version=one.version + 1, ttl=int((now + KEPT).timestamp()),
    )  # fmt: skip
    record.listed_pk, record.listed_sk = place(waits_for(one.variant_id), f"{one.asked_at}#{one.person}", of=one.person)
    return locked_put(record, one.version)


def wish_delete(one: Wish) -> Delete:
    """The transaction raises Overtaken when it is gone or changed."""
    return locked_delete(WishRecord(pk=person_pk(one.person), sk=wish_sk(one.variant_id)), one.version)


def waiting_for(variant_id: str, now: datetime) -> Iterator[Wish]:
    """In the order of asking. A Query per shard, and a BatchGetItem per hundred."""
    walk = rows(WishRecord, waits_for(variant_id))
    while some := list(islice(walk, _AT_ONCE)):
        found = find_many({WishRecord: [(row.pk, row.sk) for row in some]})
        for row in some:
            record = found.get((WishRecord, row.pk, row.sk))
            if isinstance(record, WishRecord) and (record.ttl or 0) > now.timestamp():
                yield _wish(record)


def round_due(variant_id: str, at: datetime, *, looked_at: str = "") -> Update:
    """The variant is looked at then. `looked_at`: it was just now, too."""
    table = RoundRecord
    actions: list[Action] = [
        *([table.looked_at.set(looked_at)] if looked_at else []),
        table.kind.set("stock_round"),
        table.due_pk.set(due_shard(variant_id)),
        table.due_at.set(times.iso(at)),
    ]
    return Update(table, variant_pk(variant_id), ROUND_SK, [*actions, table.due_tries.remove()])


def round_over(variant_id: str, due_at: str, looked_at: str) -> Update:
    """Unless it is due at another time meanwhile, which raises Overtaken in the transaction."""
    table = RoundRecord
    actions: list[Action] = [table.due_pk.remove(), table.due_at.remove(), table.looked_at.set(looked_at)]
    return Update(table, variant_pk(variant_id), ROUND_SK, actions, table.due_at == due_at, Overtaken())


def find_round(variant_id: str) -> RoundRecord | None:
    return find(RoundRecord, variant_pk(variant_id), ROUND_SK)


def _wish(record: WishRecord) -> Wish:
    return replace(load(Wish, record.body), version=int(record.version))
