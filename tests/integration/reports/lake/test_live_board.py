"""M02: the board of today moves with every event, counts none twice, and is put right by what the lake counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.reports.app import lake_events
from functions.reports.live import count
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.reports.lake.visits import NOON, an_event, asked, land, tell
from tests.support.events import sqs_of_events
from tests.support.orders import an_order, paid_event


def hear(*told: Any) -> None:
    assert lake_events(sqs_of_events(told), None) == {"batchItemFailures": []}


def paid(number: int, minutes: int = 0) -> Any:
    return replace(paid_event(an_order()), id=f"evt_{number}", occurred_at=times.iso(NOON + timedelta(minutes=minutes)))


def figures() -> dict[str, Any]:
    said = asked("live")
    assert sum(hour["paid"] for hour in said["hours"]) == said["paid"] == sum(one["paid"] for one in said["currencies"])
    return {name: said[name] for name in ("day", "paid", "visitors")} | {"revenue": [one["revenue"] for one in said["currencies"]]}


def test_it_moves_at_once_and_counts_nothing_twice() -> None:
    total = an_order().totals.total
    for _ in range(3):
        hear(paid(1), paid(2), paid(2))
        tell([an_event(1, "page.viewed", NOON), an_event(2, "page.viewed", NOON, "s-9"), an_event(3, "page.viewed", NOON, "s", "a-2")])
    tell([an_event(4, "page.viewed", NOON, "s", "a-3")], agent="Googlebot")
    tell([an_event(5, "page.viewed", NOON, "s", "a-4")], consent=False)
    before = figures()
    assert before == {"day": "2026-03-10", "paid": 2, "visitors": 2, "revenue": [2 * total]}
    # Counted since: the same, by the hour that is over.
    with clock.frozen(NOON + timedelta(hours=1)):
        land()
        assert figures() == before
        assert [hour["counted"] for hour in asked("live")["hours"]] == [True]
        hear(paid(3, 60))
        assert figures()["paid"] == 3
    with clock.frozen(NOON + timedelta(days=1)):
        assert figures() == {"day": "2026-03-11", "paid": 0, "visitors": 0, "revenue": []}


def test_what_a_worker_that_died_left_out_is_put_right(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(count, "add_once", lambda *_: False)
        hear(paid(1))
    assert figures()["paid"] == 0
    with clock.frozen(NOON + timedelta(hours=1)):
        land()
        assert figures()["paid"] == 1


def test_a_batch_of_many_browsers_costs_a_few_writes() -> None:
    tell([an_event(n, "page.viewed", NOON, f"s-{n}", f"a-{n}") for n in range(50)])
    assert figures()["visitors"] == count.MOST_VISITORS
    with clock.frozen(NOON + timedelta(hours=1)):
        land()
        assert figures()["visitors"] == 50
