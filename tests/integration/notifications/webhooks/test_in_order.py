"""X02: numbered per resource and in order; what waits for one resource, or one endpoint, keeps no other waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.deliveries import hand_out, send_message, take_turn
from functions.notifications.model.lane import SETTLE
from functions.notifications.store.lanes import SLOTS, find_lane, slot_of, take_slot
from functions.shared.outside import clock
from functions.shared.outside.guarded import NotAnswered
from tests.integration.notifications.webhooks.subscribers import Stage, handed_out, work
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def failing(*resources: str, status: int = 503) -> Any:
    return lambda one: status if one.body["subject"] in resources else 200


def test_later_events_of_a_resource_wait_while_one_is_retried_and_others_do_not(stage: Stage) -> None:
    """X02"""
    stage.made()
    stage.outside.answers = failing("ord_1")
    for n in range(1, 4):
        stage.tell(stage.event("ord_1", n), stage.event("ord_2", n))
    stage.settle()
    assert [one.place for one in stage.outside.of("ord_2")] == [("ord_2", 1), ("ord_2", 2), ("ord_2", 3)]
    assert [one.place for one in stage.outside.of("ord_1")] == [("ord_1", 1)]
    stage.outside.answers = failing()
    stage.later(minutes=1)
    assert [one.place for one in stage.outside.of("ord_1")] == [("ord_1", 1), ("ord_1", 1), ("ord_1", 2), ("ord_1", 3)]
    assert stage.outside.taken("ord_1") == [1, 2, 3]


def test_what_comes_in_another_order_than_it_happened_is_told_as_it_happened(stage: Stage) -> None:
    """X02: queues promise no order. Of the same moment, as they came."""
    stage.made()
    events = [stage.event("ord_1", n) for n in range(4)]
    stage.now += timedelta(milliseconds=5)
    late = stage.event("ord_1", 4)
    stage.tell(late, *events)
    stage.settle()
    assert [(one.body["data"]["n"], one.body["sequence"]) for one in stage.outside.heard] == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]


def test_an_event_that_is_told_again_is_one_message(stage: Stage) -> None:
    """X02"""
    stage.made()
    event = stage.event("ord_1", 1)
    stage.tell(event, event)
    stage.tell(event)
    stage.settle()
    stage.tell(event)
    stage.settle()
    assert [one.id for one in stage.outside.heard] == [event.id]


def test_a_slow_endpoint_has_its_own_budget_and_others_are_not_kept_waiting(stage: Stage, monkeypatch: Patch) -> None:
    """X02: one that lets us wait takes a turn of each of its slots; it is asked again when the sweep comes back."""
    slow, quick = stage.made(url="https://slow.example.com/"), stage.made(url="https://quick.example.com/")
    stage.outside.answers = lambda one: NotAnswered("timeout", silent=True) if "slow" in one.url else 200
    called: list[Any] = []
    monkeypatch.setattr(take_turn, "call_workers", lambda slots, **_: called.extend(slots))
    stage.tell(*(stage.event(f"ord_{n}", 1) for n in range(30)))
    stage.settle()
    assert {slot for endpoint, slot in called if endpoint == slow["id"]} == set()
    heard = [one.url for one in stage.outside.heard]
    assert heard.count("https://quick.example.com/") == 30
    assert len({slot_of(f"ord_{n}") for n in range(30)}) == SLOTS
    assert quick["id"] != slow["id"]


def test_a_turn_ends_in_time_and_goes_behind_the_others(stage: Stage, monkeypatch: Patch) -> None:
    """X02: fair shares: who is slow but answers comes to the end of the queue after its seconds."""
    endpoint = stage.made()
    monkeypatch.setattr(take_turn, "SECONDS", 0.0)
    stage.tell(stage.event("ord_1", 1), stage.event("ord_1", 2))
    called: list[Any] = []
    monkeypatch.setattr(take_turn, "call_workers", lambda slots, **_: called.extend(slots))
    with clock.frozen(stage.now + SETTLE):
        take_turn.take_turn(endpoint["id"], slot_of("ord_1"))
    assert (stage.outside.heard, called) == ([], [])
    monkeypatch.setattr(take_turn, "SECONDS", 10.0)
    monkeypatch.setattr(take_turn, "_MOST_CALLS", 1)
    ticks = iter([0.0, 1.0, 2.0, 99.0, 99.0, 99.0, 99.0])
    monkeypatch.setattr("functions.notifications.deliveries.take_turn.time.monotonic", lambda: next(ticks))
    with clock.frozen(stage.now + SETTLE):
        take_turn.take_turn(endpoint["id"], slot_of("ord_1"))
    assert (len(stage.outside.heard), called) == (1, [(endpoint["id"], slot_of("ord_1"))])


def test_two_workers_in_one_slot_are_one_after_the_other(stage: Stage, monkeypatch: Patch) -> None:
    """X02: the second one comes while the first is sending; what it was called for is not forgotten."""
    endpoint = stage.made()
    slot = slot_of("ord_1")
    stage.tell(stage.event("ord_1", 1))
    said: list[Any] = []
    monkeypatch.setattr(take_turn, "queue", lambda messages: said.extend(one.body for one in messages))
    with clock.frozen(stage.now + SETTLE):

        def second(_: Any) -> int:
            take_turn.take_turn(endpoint["id"], slot)
            return 200

        stage.outside.answers = second
        take_turn.take_turn(endpoint["id"], slot)
        assert (len(stage.outside.heard), said) == (1, [{"endpoint_id": endpoint["id"], "slot": slot, "late": True}])
        assert take_slot(endpoint["id"], slot) is not None


def test_a_worker_that_dies_is_replaced_when_its_lease_is_over(stage: Stage) -> None:
    """X02: same id, same number, same bytes."""
    stage.made()
    stage.tell(stage.event("ord_1", 1), stage.event("ord_1", 2))
    stage.outside.answers = lambda one: KeyboardInterrupt() if len(stage.outside.heard) == 1 else 200
    with pytest.raises(KeyboardInterrupt):
        stage.settle()
    stage.later(seconds=30)
    assert len(stage.outside.heard) == 1
    stage.later(seconds=90)
    assert [one.place[1] for one in stage.outside.heard] == [1, 1, 2]
    assert stage.outside.heard[0].raw == stage.outside.heard[1].raw


def test_two_who_begin_the_same_head_send_it_once(stage: Stage, monkeypatch: Patch) -> None:
    """X02: a try belongs to who counted it."""
    endpoint = stage.made()
    stage.tell(stage.event("ord_1", 1))
    with clock.frozen(stage.now + SETTLE):
        in_between(monkeypatch, send_message, "find_endpoint", lambda: send_message.send_next(endpoint["id"], "ord_1"))
        assert send_message.send_next(endpoint["id"], "ord_1") is send_message.Step.NOTHING
    assert len(stage.outside.heard) == 1


def test_an_event_that_lines_up_while_another_does_is_not_lost(stage: Stage, monkeypatch: Patch) -> None:
    """X02: both read the same lane."""
    stage.made()
    first, second = stage.event("ord_1", 1), stage.event("ord_1", 2)
    with clock.frozen(stage.now):
        in_between(monkeypatch, hand_out, "lane_of", lambda: handed_out(first))
        handed_out(second)
    stage.settle()
    assert sorted(one.body["data"]["n"] for one in stage.outside.heard) == [1, 2]
    assert [one.body["sequence"] for one in stage.outside.heard] == [1, 2]


def test_an_event_that_lines_up_while_the_head_is_noted_is_not_lost(stage: Stage, monkeypatch: Patch) -> None:
    endpoint = stage.made()
    stage.tell(stage.event("ord_1", 1))
    later = stage.event("ord_1", 2)
    in_between(monkeypatch, send_message, "lane_of", lambda: handed_out(later))
    stage.settle()
    stage.settle()
    assert [one.body["sequence"] for one in stage.outside.heard] == [1, 2]
    lane = find_lane(endpoint["id"], "ord_1")
    assert lane is not None
    assert lane.waiting == []


def test_a_message_that_nobody_can_read_stops_nobody(stage: Stage) -> None:
    """X02: it uses up its number, so that the gap is seen."""
    from functions.notifications.store.records import DeliveryRecord

    endpoint = stage.made()
    first, second = stage.event("ord_1", 1), stage.event("ord_1", 2)
    stage.tell(first, second)
    DeliveryRecord.get(f"HOOK#{endpoint['id']}", f"DLV#{first.id}").update([DeliveryRecord.body.set("{}")])
    stage.settle()
    assert [one.place for one in stage.outside.heard] == [("ord_1", 2)]
    assert work() == 0
