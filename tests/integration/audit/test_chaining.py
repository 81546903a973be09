"""Facts get numbers in the order they come, once each, and never again from a shorter end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from functions.audit.app import note_events
from functions.audit.model.verify import CHANGED, HEAD_CHANGED, HEAD_MISSING, MISSING
from functions.audit.store.chaining import CutOff, chain
from functions.audit.store.records import DAYS, HEAD, HeadRecord, RowRecord, day_pk
from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import FactRecord, fact_put
from functions.shared.events.envelope import Actor, Envelope
from functions.shared.outside import clock
from functions.shared.store.transactions import transact
from tests.integration.audit.keeping import chained, findings, kept, waiting
from tests.support.events import sqs_of_events

DAY = ("2026-11-24", "2026-11-25", "2026-11-26")


def told(number: int) -> Fact:
    fact = Fact(f"fct_{number:04}", f"2026-11-24T10:00:{number % 60:02}.000Z", "staff", "cus_1", "POST /v1/admin/x", f"prd_{number}")
    transact([fact_put(fact)])
    return fact


def three_days(*sizes: int) -> None:
    number = 0
    for day, size in zip((24, 25, 26), sizes, strict=True):
        with clock.frozen(datetime(2026, 11, day, 12, tzinfo=UTC)):
            for _ in range(size):
                number += 1
                told(number)
            assert chained() == []


def take(*numbers: int, day: str = DAY[2]) -> None:
    for number in numbers:
        RowRecord(day_pk(day), f"{number:012}").delete()


def take_day(day: str) -> None:
    """With its head."""
    for row in RowRecord.query(day_pk(day)):
        row.delete()
    HeadRecord(DAYS, day).delete()


def first() -> tuple[str, int, int]:
    found = next(findings())
    return found.kind, found.number, found.last


def test_facts_are_numbered_in_one_chain_over_days() -> None:
    """O04, X25"""
    three_days(2, 1, 6)
    log = kept()
    assert log.newest is not None
    assert [(one.head.day, one.head.first, one.head.last) for one in log.days] == [(DAY[0], 1, 2), (DAY[1], 3, 3), (DAY[2], 4, 9)]
    assert (log.newest.head, log.reached, log.waiting, waiting()) == (log.days[-1].head, 9, None, [])
    assert list(findings()) == []
    assert all(record.ttl is not None for record in FactRecord.scan())


@pytest.mark.parametrize(("case", "missing"), [("a", (9, 9)), ("b", (6, 9)), ("c", (4, 9)), ("d", (3, 3)), ("e", (1, 9))])
def test_the_end_cut_off(case: str, missing: tuple[int, int]) -> None:
    """Case 9: (a) the newest row, (b) the last ones, (c) the newest day, (d) a day in the middle, (e) everything: rows and their heads."""
    three_days(2, 1, 6)
    if case == "a":
        take(9)
    elif case == "b":
        take(*range(6, 10))
    else:
        for day in {"c": DAY[2:], "d": DAY[1:2], "e": DAY}[case]:
            take_day(day)
    assert first() == (MISSING, *missing)
    # The reader goes on behind what was there, and the gap stays.
    told(10)
    assert chained() == []
    newest = kept().newest
    assert newest is not None
    assert newest.head.last == 10
    assert first()[:2] == (MISSING, missing[0])


def test_heads_taken_or_set_back_stop_the_numbering() -> None:
    """Case 9: also by somebody who can write all tables. Facts wait, nothing is numbered from the shorter end."""
    three_days(2, 1, 3)
    newest, of_day = HeadRecord.get(HEAD, HEAD), HeadRecord.get(DAYS, DAY[2])
    old = HeadRecord.get(DAYS, DAY[1])
    take_day(DAY[2])
    HeadRecord(HEAD, HEAD, kind="head", version=newest.version, body=old.body).save()
    assert first() == (MISSING, 4, 6)
    fact = told(7)
    with pytest.raises(CutOff):
        chain([fact])
    assert chained() != []
    HeadRecord(HEAD, HEAD).delete()
    assert {one.kind for one in findings()} == {HEAD_MISSING, MISSING}
    with pytest.raises(CutOff):
        chain([fact])
    assert [record.pk for record in waiting()] == [fact.id]
    newest.save()
    of_day.save()
    chain([fact])
    assert first() == (MISSING, 4, 6)


def test_what_is_changed_is_named() -> None:
    """O04: a row, and a head that nobody signed."""
    three_days(2, 1, 3)
    row = RowRecord.get(day_pk(DAY[2]), f"{5:012}")
    row.update(actions=[RowRecord.body.set(str(row.body).replace("cus_1", "cus_2"))])
    assert first() == (CHANGED, 5, 5)
    row.update(actions=[RowRecord.body.set(row.body)])
    head = HeadRecord.get(HEAD, HEAD)
    head.update(actions=[HeadRecord.body.set(str(head.body).replace('"last":6', '"last":5'))])
    assert HEAD_CHANGED in {one.kind for one in findings()}


def test_delivered_twice_is_numbered_once() -> None:
    """The stream delivers again; a batch may hold some that have their numbers."""
    facts = [told(number) for number in range(3)]
    records = waiting()
    assert [chained(records[:2]), chained(records), chained(records)] == [[], [], []]
    chain(facts)
    assert [row.number for row in RowRecord.scan()] == [1, 2, 3]
    assert list(findings()) == []


def test_readers_at_the_same_time_make_one_chain() -> None:
    """Race: the head's version."""
    facts = [told(number) for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda start: chain(facts[start : start + 2]), (0, 2, 4)))
    assert sorted(int(row.number) for row in RowRecord.scan()) == [1, 2, 3, 4, 5, 6]
    assert list(findings()) == []


def test_a_row_stands_for_ever() -> None:
    """Race: what has the number already is never written over."""
    first_fact, second = told(1), told(2)
    chain([first_fact])
    squatter = RowRecord(day_pk(str(kept().days[0].head.day)), f"{2:012}", kind="row", number=2, body="{}")
    squatter.save()
    with pytest.raises(Exception, match="Many chain"):
        chain([second])
    assert RowRecord.get(squatter.pk, squatter.sk).body == "{}"


def test_events_become_facts_once() -> None:
    """X25: what people do with rights and consents elsewhere."""
    data = {"person": "cus_1", "purpose": "analytics", "given": True, "text_version": "1", "source": "account"}
    event = Envelope("evt_1", "consent.decided", 1, "2026-11-24T10:00:00.000Z", "cus_1", Actor("customer", "cus_1"), data, "req-1")
    for _ in range(2):
        assert note_events(sqs_of_events([event]), None)["batchItemFailures"] == []
        chained()
    (row,) = RowRecord.scan()
    assert ("consent.decided" in row.body, row.gsi2pk, row.due_pk) == (True, "SUBJECT#cus_1", "ACTOR#cus_1")
