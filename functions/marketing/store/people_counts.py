"""What the last night counted of everybody, and how far the walk of this one is: one item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from functions.marketing.model.people_count import PeopleCount
from functions.marketing.model.rule import Rule, asks_for_rfm, with_cuts
from functions.marketing.store.records import PEOPLE_KEY, PeopleCountRecord, due_shard
from functions.marketing.store.segments import whole_rule
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, transact
from functions.shared.store.versions import locked_put


def people_count() -> tuple[PeopleCount, str]:
    """And when it is looked at next; empty where nobody has asked for it."""
    record = find(PeopleCountRecord, PEOPLE_KEY, PEOPLE_KEY)
    return (replace(load(PeopleCount, record.body), version=int(record.version)), record.due_at or "") if record else (PeopleCount(), "")


def people_count_put(one: PeopleCount, *, due: datetime) -> Put:
    """The transaction raises Overtaken."""
    body = dump(replace(one, version=0))
    record = PeopleCountRecord(pk=PEOPLE_KEY, sk=PEOPLE_KEY, kind="people_count", body=body, version=one.version + 1)
    record.due_pk, record.due_at = due_shard(PEOPLE_KEY), times.iso(due)
    return locked_put(record, one.version)


def asked_for() -> PeopleCount:
    """The last figures. Who asks for the first time has people counted, in a minute and from then on each night."""
    known, _ = people_count()
    if not known.version:
        try:
            transact([people_count_put(known, due=clock.now())])
        except Overtaken:
            return people_count()[0]
    return known


def asked_rule(rule: Mapping[str, Any], own_id: str) -> Rule:
    """`whole_rule`, with what it compares people with as it is now. Raises also Conflict (409 `people_not_counted`)."""
    found = whole_rule(rule, own_id)
    if not asks_for_rfm(found):
        return found
    known = asked_for()
    if not known.counted_at:
        raise Conflict("People are being counted for the first time. Try again in a few minutes.", code="people_not_counted")
    return with_cuts(found, asdict(known.cuts))
