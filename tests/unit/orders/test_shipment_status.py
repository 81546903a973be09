"""F04: a parcel's status follows from its trace, whatever the order in which the messages came."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.model.tracking_status import in_order, status_after
from functions.shared.plain.tracking import TraceEvent, TrackingStatus

S = TrackingStatus


def trace(*statuses: str) -> list[TraceEvent]:
    """One event an hour, in the given order."""
    return [TraceEvent(f"2025-01-01T{hour:02d}:00:00.000Z", status) for hour, status in enumerate(statuses)]


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ([], S.PENDING),
        (["PICKED_UP"], S.PICKED_UP),
        (["PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"], S.DELIVERED),
        # Lower stations told later are old messages, not steps back.
        (["OUT_FOR_DELIVERY", "IN_TRANSIT"], S.OUT_FOR_DELIVERY),
        (["IN_TRANSIT", "PICKED_UP", "INFO_RECEIVED"], S.IN_TRANSIT),
        (["DELIVERED", "IN_TRANSIT", "EXCEPTION", "CANCELLED"], S.DELIVERED),
        # Customs lies on the way; a failed attempt brings the parcel back to the depot.
        (["IN_TRANSIT", "CUSTOMS", "IN_TRANSIT"], S.IN_TRANSIT),
        (["OUT_FOR_DELIVERY", "ATTEMPT_FAILED", "IN_TRANSIT"], S.IN_TRANSIT),
        (["OUT_FOR_DELIVERY", "ATTEMPT_FAILED", "PICKED_UP"], S.ATTEMPT_FAILED),
        (["PICKED_UP", "EXCEPTION", "PICKED_UP"], S.PICKED_UP),
        # Ends are final, but what was delivered may come back.
        (["DELIVERED", "RETURNING", "DELIVERED", "RETURNED"], S.RETURNED),
        (["RETURNED", "DELIVERED"], S.RETURNED),
        (["CANCELLED", "PICKED_UP"], S.CANCELLED),
        # A code that we do not know changes nothing.
        (["PICKED_UP", "", "TELEPORTED"], S.PICKED_UP),
    ],
)
def test_the_status_follows_from_the_trace(statuses: list[str], status: TrackingStatus) -> None:
    assert status_after(trace(*statuses)) is status


def test_at_equal_times_the_later_station_counts() -> None:
    at = "2025-01-01T00:00:00.000Z"
    assert status_after([TraceEvent(at, "DELIVERED"), TraceEvent(at, "OUT_FOR_DELIVERY")]) is S.DELIVERED


def test_an_end_that_was_told_is_not_taken_back_by_a_late_message() -> None:
    late = [TraceEvent("2025-01-01T00:00:00.000Z", "CANCELLED"), TraceEvent("2025-01-01T05:00:00.000Z", "DELIVERED")]
    assert status_after(late) is S.CANCELLED
    assert status_after(late, known_end=S.DELIVERED) is S.DELIVERED


def test_every_arrival_order_and_number_gives_the_same_trace_and_status() -> None:
    events = trace("PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "ATTEMPT_FAILED", "DELIVERED")
    results = {(tuple(in_order([*order, order[0]])), status_after([*order, order[0]])) for order in permutations(events)}
    assert results == {(tuple(events), S.DELIVERED)}


@given(st.lists(st.sampled_from([s.value for s in S]), max_size=12), st.randoms())
def test_the_status_depends_on_the_set_of_events_only(statuses: list[str], random: object) -> None:
    events = trace(*statuses)
    shuffled = [*events, *events]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert status_after(shuffled) is status_after(events)


@given(st.lists(st.sampled_from([s.value for s in S]), min_size=1, max_size=12))
def test_after_an_end_only_a_return_follows(statuses: list[str]) -> None:
    events = trace(*statuses)
    seen = [status_after(events[: n + 1]) for n in range(len(events))]
    after = {S.DELIVERED: {S.RETURNING, S.RETURNED}, S.RETURNING: {S.RETURNED}, S.RETURNED: set(), S.CANCELLED: set()}
    for before, now in pairwise(seen):
        if before in after:
            assert now is before or now in after[before]
