"""C09, X02: when a message is tried again, when people see it, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions.notifications.model.delivery import (
    GONE,
    MOST_TRIES,
    PAUSES,
    Attempt,
    Delivery,
    DeliveryState,
    begun,
    noted,
    pause_after,
    replayed,
    shortened,
)
from functions.notifications.model.endpoint import Endpoint, EndpointState, KeptSecret, alive, rotated
from functions.shared.plain import times
from functions.shared.plain.errors import IllegalTransition

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
NEW = Delivery("wh_1", "evt_1", "pick.requested", "{}", times.iso(NOW), times.iso(NOW))


def attempt(status: int = 500, error: str = "") -> Attempt:
    return Attempt(times.iso(NOW), status, error, "", 1)


def tried(one: Delivery, *statuses: int, chance: float = 0.5) -> Delivery:
    for status in statuses:
        one = noted(begun(one, NOW), attempt(status), NOW, chance)
    return one


def test_the_third_failure_makes_it_a_dead_letter_that_is_still_tried() -> None:
    assert [tried(NEW, *[500] * n).is_dead_letter for n in range(1, 5)] == [False, False, True, True]
    third = tried(NEW, 500, 302, 404)
    assert (third.state, third.reason, third.failures) == (DeliveryState.WAITING, "status_404", 3)
    assert third.next_attempt_at == times.iso(NOW + timedelta(minutes=10))


def test_a_day_of_tries_with_growing_pauses_and_then_it_is_given_up() -> None:
    assert timedelta(hours=23) < sum(PAUSES, timedelta()) < timedelta(hours=25)
    assert list(PAUSES) == sorted(PAUSES)
    last = tried(NEW, *[503] * MOST_TRIES)
    assert (last.state, last.next_attempt_at, last.failures) == (DeliveryState.FAILED, "", MOST_TRIES)


def test_what_failed_together_does_not_come_again_together() -> None:
    pauses = [pause_after(1, chance) for chance in (0.0, 0.5, 1.0)]
    assert pauses == [timedelta(seconds=22.5), timedelta(seconds=30), timedelta(seconds=37.5)]


def test_a_delivered_message_is_no_dead_letter_and_its_failures_are_forgotten() -> None:
    done = tried(NEW, 500, 500, 500, 204)
    assert (done.state, done.failures, done.is_dead_letter, len(done.attempts)) == (DeliveryState.DELIVERED, 0, False, 4)
    assert tried(done, 500) == noted(begun(done, NOW), attempt(), NOW, 0.5)
    assert tried(done, 500).state is DeliveryState.DELIVERED


def test_a_replay_keeps_the_log_and_begins_a_day_of_tries() -> None:
    given_up = tried(NEW, *[500] * MOST_TRIES)
    again = replayed(given_up, times.iso(NOW))
    assert (again.state, again.tries, len(again.attempts), again.is_dead_letter) == (DeliveryState.WAITING, 0, MOST_TRIES, True)
    assert tried(again, 500).state is DeliveryState.WAITING
    assert replayed(tried(NEW, 200), times.iso(NOW)).state is DeliveryState.WAITING


def test_who_is_gone_is_not_asked_again() -> None:
    assert (tried(NEW, GONE).state, tried(NEW, GONE).reason) == (DeliveryState.FAILED, "gone")


def test_a_try_is_counted_before_it_is_sent() -> None:
    first = begun(NEW, NOW)
    assert (first.tries, first.next_attempt_at > times.iso(NOW)) == (1, True)


def test_what_is_kept_of_an_answer_is_short_and_printable() -> None:
    assert shortened(b"<html>\r\n\x00" + b"x" * 5000) == "<html>   " + "x" * 491
    assert shortened(b"\xff\xfe") == "\ufffd\ufffd"


def test_the_log_does_not_grow_for_ever() -> None:
    one = tried(NEW, 200)
    for _ in range(40):
        one = tried(replayed(one, times.iso(NOW)), 200)
    assert len(one.attempts) == 25


def test_two_secrets_are_alive_at_most_and_the_older_one_ends() -> None:
    first, second, third = (KeptSecret(name, f"2027-01-0{n}") for n, name in enumerate("abc", 1))
    two = rotated([first], second, until="2027-01-03")
    assert [one.sealed for one in alive(two, "2027-01-02")] == ["b", "a"]
    assert [one.sealed for one in alive(two, "2027-01-03")] == ["b"]
    assert [one.sealed for one in alive(rotated(two, third, until="2027-01-05"), "2027-01-03")] == ["c", "b"]
    assert [one.sealed for one in rotated([first], second, until=second.made_at)] == ["b"]


def test_an_endpoint_hears_of_what_it_wants() -> None:
    one = Endpoint("wh_1", "https://wms.example.com", ["pick.requested"], "", only={"warehouse_id": "w1"})
    assert one.wants("pick.requested", {"warehouse_id": "w1"})
    assert not one.wants("pick.requested", {"warehouse_id": "w2"})
    assert not one.wants("pick.requested", {})
    assert not one.wants("pick.packed", {"warehouse_id": "w1"})
    off = Endpoint("wh_1", "", ["pick.requested"], "", state=EndpointState.DISABLED)
    removed = Endpoint("wh_1", "", ["pick.requested"], "", state=EndpointState.REMOVED)
    assert (off.wants("pick.requested", {}), removed.wants("pick.requested", {})) == (True, False)


def test_what_waits_cannot_be_made_to_end_twice() -> None:
    with pytest.raises(IllegalTransition):
        tried(NEW, *[500] * MOST_TRIES)._to(DeliveryState.FAILED)
