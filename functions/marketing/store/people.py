"""What is known of people, as it is stored: under its version, for nobody who was erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from functions.marketing.model.known import Bought, Known
from functions.marketing.store.records import KNOWN, KNOWN_SK, BoughtRecord, KnownRecord, order_sk, person_pk
from functions.shared.plain.bodies import dump_brief, load
from functions.shared.sealing import KEY_SK, Erased, KeyRecord, key_pk
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import place, rows
from functions.shared.store.transactions import Check, Put
from functions.shared.store.versions import locked_put

AT_ONCE = 100


def known_of(person: str) -> Known:
    """With version 0 where nothing is known yet. One GetItem."""
    record = find(KnownRecord, person_pk(person), KNOWN_SK)
    return _known(record) if record else Known(person)


def known_put(known: Known) -> Put:
    """A new one or the next version. The transaction raises Overtaken."""
    body = dump_brief(replace(known, version=0))
    record = KnownRecord(pk=person_pk(known.id), sk=KNOWN_SK, kind="known_person", body=body, version=known.version + 1)
    record.listed_pk, record.listed_sk = place(KNOWN, known.id)
    return locked_put(record, known.version)


def bought_of(person: str, order_id: str) -> tuple[Bought | None, int]:
    """What was told of an order, and its version. One GetItem."""
    record = find(BoughtRecord, person_pk(person), order_sk(order_id))
    return (load(Bought, record.body), int(record.version)) if record else (None, 0)


def all_bought(person: str) -> list[Bought]:
    """One Query."""
    return [load(Bought, one.body) for one in in_partition(BoughtRecord, person_pk(person), beginning=order_sk(""))]


def bought_put(person: str, one: Bought, version: int) -> Put:
    """In place of what was read at `version`. The transaction raises Overtaken."""
    record = BoughtRecord(pk=person_pk(person), sk=order_sk(one.order_id), kind="bought_order", body=dump_brief(one), version=version + 1)
    return locked_put(record, version)


def still_there(person: str) -> Check:
    """Whoever was erased is not brought back by what arrives late."""
    return Check(
        KeyRecord, key_pk(person), KEY_SK, KeyRecord.erased_at.does_not_exist(), Erased("This person's data was erased.", person=person)
    )


def everybody(after: str | None = None) -> Iterator[tuple[str, list[Known]]]:
    """All who are known, some at a time, in the order of their ids, and behind whom the next ones stand. Two requests for each hundred
    and more: a Query per shard now and then, and a BatchGetItem."""
    walk = rows(KnownRecord, KNOWN, after=after, page_size=AT_ONCE)
    while some := list(islice(walk, AT_ONCE)):
        found = find_many({KnownRecord: [(row.pk, row.sk) for row in some]}, consistent=False)
        records = [found.get((KnownRecord, row.pk, row.sk)) for row in some]
        yield some[-1].at, [_known(record) for record in records if isinstance(record, KnownRecord)]


def known_many(people: Sequence[str]) -> dict[str, Known]:
    found = find_many({KnownRecord: [(person_pk(one), KNOWN_SK) for one in people]}) if people else {}
    known = [_known(record) for record in found.values() if isinstance(record, KnownRecord)]
    return {one.id: one for one in known}


def _known(record: KnownRecord) -> Known:
    return replace(load(Known, record.body), version=int(record.version))
