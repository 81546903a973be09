"""C09, X02: when a message is tried again, when people see it, and when it is given up; who goes before whom."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.notifications.model.delivery import Attempt, Delivery, DeliveryState, ended, noted, replayed, shortened, told_body
from functions.notifications.model.endpoint import Endpoint, EndpointState
from functions.notifications.model.lane import (
    DAY,
    LEASE,
    PAUSES,
    Lane,
    Waiting,
    begun,
    failed,
    lined_up,
    next_try,
    numbered,
    over,
    parked,
    pause_after,
    skipped,
    woken,
)
from functions.notifications.model.told_outside import may_be_told, told_data
from functions.shared.plain import times
from functions.shared.plain.errors import IllegalTransition
from functions.shared.plain.web.kept_secret import KeptSecret, alive, rotated

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
AT = times.iso(NOW)
LATER = times.iso(NOW + timedelta(minutes=1))
NEW = Delivery("wh_1", "evt_1", "pick.requested", "{}", AT, AT)
FIRST = Waiting("evt_1", AT, AT, AT)
LANE = lined_up(Lane("wh_1", "ord_1"), FIRST)


def attempt(status: int = 500, error: str = "") -> Attempt:
    return Attempt(AT, status, error, "", 1)


def tried(one: Delivery, *statuses: int) -> Delivery:
    for status in statuses:
        one = noted(one, attempt(status), 1, LATER)
    return one


def tries(chance: float) -> list[datetime]:
    """When one that always fails is tried."""
    now, one, found = NOW, FIRST, [NOW]
    while (later := next_try(one, now, chance)) is not None:
        found.append(later)
        now, one = later, replace(one, tries=one.tries + 1)
    return found


def test_the_third_failure_makes_it_a_dead_letter_that_is_still_tried() -> None:
    assert [tried(NEW, *[500] * n).is_dead_letter for n in range(1, 5)] == [False, False, True, True]
    third = tried(NEW, 500, 302, 404)
    assert (third.state, third.reason, third.failures, third.next_attempt_at) == (DeliveryState.WAITING, "status_404", 3, LATER)


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_a_day_of_tries_with_growing_pauses_the_last_one_at_its_end(chance: float) -> None:
    """X02: whatever chance says, who is back within the day hears of it."""
    found = tries(chance)
    assert list(PAUSES) == sorted(PAUSES)
    assert (found[-1] - NOW, len(found) < 20) == (DAY, True)
    assert max(after - before for before, after in itertools.pairwise(found)) <= timedelta(hours=5)


def test_what_is_given_up_is_failed() -> None:
    last = noted(tried(NEW, 503), attempt(503), 1, "")
    assert (last.state, last.next_attempt_at, last.failures, last.reason) == (DeliveryState.FAILED, "", 2, "status_503")


def test_what_failed_together_does_not_come_again_together() -> None:
    pauses = [pause_after(1, chance) for chance in (0.0, 0.5, 1.0)]
    assert pauses == [timedelta(seconds=22.5), timedelta(seconds=30), timedelta(seconds=37.5)]


def test_a_delivered_message_is_no_dead_letter_and_its_failures_are_forgotten() -> None:
    done = tried(NEW, 500, 500, 500, 204)
    assert (done.state, done.failures, done.is_dead_letter, len(done.attempts)) == (DeliveryState.DELIVERED, 0, False, 4)
    assert tried(done, 500).state is DeliveryState.DELIVERED


def test_a_replay_keeps_the_log_and_the_number() -> None:
    given_up = ended(tried(NEW, 500, 500, 500), DeliveryState.FAILED, "too_late", 7)
    again = replayed(given_up, LATER)
    assert (again.state, again.number, len(again.attempts), again.is_dead_letter) == (DeliveryState.WAITING, 7, 3, True)
    assert replayed(tried(NEW, 200), LATER).state is DeliveryState.WAITING
    assert replayed(ended(NEW, DeliveryState.CANCELLED, "endpoint_removed"), LATER).state is DeliveryState.WAITING


def test_a_try_is_counted_and_numbered_before_it_is_sent() -> None:
    first = begun(LANE, NOW)
    assert (first.last, first.waiting[0].number, first.waiting[0].begun, first.due_at) == (1, 1, 1, times.iso(NOW + LEASE))
    second = begun(first, NOW)
    assert (second.last, second.waiting[0].number, second.waiting[0].begun) == (1, 1, 2)
    again = failed(second, "evt_1", LATER)
    assert (again.waiting[0].begun, again.waiting[0].tries, again.due_at) == (0, 1, LATER)


def test_what_has_a_number_goes_first_then_what_happened_first_then_what_came_first() -> None:
    lane = begun(LANE, NOW)
    for one in ("c", "d"):
        lane = lined_up(lane, Waiting(one, LATER, AT, AT))
    lane = lined_up(lane, Waiting("b", times.iso(NOW - timedelta(days=1)), AT, AT))
    assert [one.id for one in lane.waiting] == ["evt_1", "b", "c", "d"]
    lane = lined_up(replace(lane, last=9), Waiting("old", LATER, AT, AT, number=5))
    lane = lined_up(lane, Waiting("older", LATER, AT, AT, number=4))
    assert [one.id for one in lane.waiting] == ["evt_1", "older", "old", "b", "c", "d"]
    assert [one.id for one in lined_up(lane, Waiting("evt_1", AT, AT, LATER, number=1)).waiting] == [one.id for one in lane.waiting]
    assert over(lane, "old").of("old") is None


def test_a_number_is_used_up_by_what_is_not_sent() -> None:
    assert (numbered(LANE).last, numbered(numbered(LANE)).last, skipped(LANE).last) == (1, 1, 1)


def test_parked_until_its_day_is_over_and_woken_before() -> None:
    still = parked(LANE)
    assert FIRST.is_late(times.parse(still.due_at))
    assert not FIRST.is_late(NOW + DAY)
    assert woken(failed(still, "evt_1", still.due_at), NOW).waiting == [FIRST]
    assert woken(Lane("wh_1", "ord_1"), NOW).due_at == ""


def test_what_is_told_is_the_event_with_its_number() -> None:
    assert json.loads(told_body('{"id":"evt_1","data":{}}', 3)) == {"id": "evt_1", "data": {}, "sequence": 3}


def test_what_is_kept_of_an_answer_is_short_and_printable() -> None:
    assert shortened(b"<html>\r\n\x00" + b"x" * 5000) == "<html>   " + "x" * 491
    assert shortened(b"\xff\xfe") == "\ufffd\ufffd"


def test_the_log_does_not_grow_for_ever() -> None:
    one = tried(NEW, 200)
    for _ in range(40):
        one = tried(replayed(one, AT), 200)
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


def test_nothing_is_told_of_codes_and_links() -> None:
    assert [may_be_told(one) for one in ("order.paid", "order.link_requested", "code.requested", "staff.invited")] == [
        True, False, False, False,
    ]  # fmt: skip


def test_what_people_wrote_is_not_told_outside_and_codes_are() -> None:
    data = {"reason": "Ms Li called", "note": "", "n": 1, "lines": [{"detail": "left at no. 7", "reason": "late"}], "sku": "A 1"}
    assert told_data(data) == {"reason": "", "note": "", "n": 1, "lines": [{"detail": "", "reason": "late"}], "sku": "A 1"}


def test_what_is_over_cannot_be_made_to_end_twice() -> None:
    with pytest.raises(IllegalTransition):
        ended(ended(NEW, DeliveryState.FAILED, "too_late"), DeliveryState.CANCELLED, "endpoint_removed")
