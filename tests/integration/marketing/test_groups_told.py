"""H10: whose segment is another one since the last night is told, once, so that promotions and coupons may be for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.marketing.app import know_people
from functions.marketing.knowing import count_people, tell_groups
from functions.marketing.store.people import everybody, known_of, known_put
from functions.marketing.store.people_counts import people_count
from functions.marketing.store.records import MarketingTable
from functions.shared.events.contracts.customers import RfmChanged, RfmWanted
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk
from functions.shared.store.transactions import transact
from tests.integration.marketing import shop
from tests.integration.marketing.test_people_counted import _queue as _queue
from tests.integration.marketing.test_people_counted import bought
from tests.support.events import events_in


def told() -> list[tuple[str, str, str]]:
    """(who, before, now), in the order of the table."""
    said = [data_of(one, RfmChanged) for one in events_in(MarketingTable, RfmChanged.TYPE)]
    return sorted((one.customer_id, one.before, one.rfm) for one in said)


def wanted() -> None:
    shop.heard(know_people, [shop.event(RfmWanted("cmp_1"), "cmp_1")])


def next_night() -> Any:
    return clock.frozen(times.parse(people_count()[1]))


def test_nobody_is_counted_before_somebody_asks() -> None:
    """H10: a campaign or coupon for a segment asks; from then on each night, told again or not."""
    bought(1, 1, 2, 1_000)
    assert shop.due_work() == 0
    wanted()
    wanted()
    assert shop.due_work() == 1
    assert (len(told()), shop.due_work()) == (1, 0)


def test_who_moved_is_told_once_and_who_stayed_is_not() -> None:
    """H10: each night those alone who are in another segment than they were told to be in."""
    best = bought(1, 1, 9, 90_000)
    others = [bought(n, 20 * n, 1, 1_000) for n in range(2, 7)]
    shop.known(8)
    wanted()
    shop.due_work()
    first = {who: now for who, _, now in told()}
    assert set(first) == {best, *others}
    assert first[best] == "champions"
    assert known_of(best).rfm == "champions"
    with next_night():
        shop.due_work()
        assert len(told()) == 6
        # All they paid went back: they are no buyer any more.
        known = known_of(best)
        transact([known_put(known.with_orders([]))])
    with next_night():
        shop.due_work()
        assert set(told()) - {(who, "", now) for who, now in first.items()} >= {(best, "champions", "")}
        assert known_of(best).rfm == ""


def test_a_worker_that_dies_while_it_tells_tells_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [bought(n, n, 1 + n, 1_000 * (n + 1)) for n in range(5)]
    real = tell_groups._tell
    done: list[str] = []

    def dies(person: str, measure: tell_groups.Measure) -> None:
        if len(done) == 2:
            raise RuntimeError("killed")
        done.append(person)
        real(person, measure)

    wanted()
    monkeypatch.setattr(tell_groups, "_tell", dies)
    with pytest.raises(RuntimeError):
        count_people.count_people()
    monkeypatch.setattr(tell_groups, "_tell", real)
    assert (len(told()), people_count()[0].telling) == (2, True)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        count_people.count_people()
    assert [who for who, _, _ in told()] == sorted(people)
    assert not people_count()[0].telling


def test_an_order_between_the_look_and_the_telling_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of them is read again: neither the order nor the segment is lost."""
    who = bought(1, 1, 2, 1_000)
    wanted()

    def meanwhile(after: str | None) -> Any:
        for last, people in everybody(after):
            known = known_of(who)
            transact([known_put(type(known)(**{**vars(known), "orders": 3}))])
            yield last, people

    monkeypatch.setattr(tell_groups, "everybody", meanwhile)
    shop.due_work()
    known = known_of(who)
    assert (known.orders, bool(known.rfm)) == (3, True)


def test_who_was_erased_meanwhile_is_not_told_of() -> None:
    who, other = bought(1, 1, 2, 1_000), bought(2, 9, 2, 1_000)
    KeyRecord(pk=key_pk(who), sk=KEY_SK, kind="key", erased_at="2026-01-01T00:00:00.000Z").save()
    wanted()
    shop.due_work()
    assert [one for one, _, _ in told()] == [other]
    assert known_of(who).rfm == ""
