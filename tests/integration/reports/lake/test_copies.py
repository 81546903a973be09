"""M02: an event counts once, whatever hour its copies claim: browsers that try again may tell another time (ADR 117)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.reports.lake import land as landing
from functions.reports.model.lake_row import hour_of
from functions.reports.store.duck import opened
from functions.shared.outside import clock
from tests.integration.reports.lake.visits import NOON, an_event, asked, killed_after, land, objects, quality, tell

HOUR = timedelta(hours=1)


def viewed(number: int, back: int, of: datetime = NOON) -> Any:
    return an_event(number, "page.viewed", of - back * HOUR)


def landed(back: int = 0) -> tuple[int, int, int]:
    """The hour now, or one before, alone: how many are accepted, duplicate, set aside; together all that were received."""
    with opened() as lake:
        one = landing.land(hour_of(clock.now() - back * HOUR), lake, {}).arrival
    assert one.accepted + one.duplicate + one.quarantined == one.received
    return one.accepted, one.duplicate, one.quarantined


def where() -> dict[str, list[str]]:
    """Events of the files, by the day and hour of the file."""
    found = {}
    with opened() as lake:
        for key, data in objects("lake/").items():
            lake.show([data])
            found[f"{key[16:18]}T{key[22:24]}"] = [row["id"] for row in lake.ask("SELECT id FROM events ORDER BY id")]
    return found


def test_the_first_copy_that_lands_says_which_hour_it_is_in() -> None:
    """In one batch, in the next one, seven days later; told of an hour before or after it, of one that has a file and of one that has none.
    After eight days ids are looked for no more: what says then that it happened just now is another event."""
    assert tell([viewed(1, 0), viewed(1, 30), viewed(2, 30)]).json == {"accepted": 2, "duplicate": 1, "quarantined": 0}
    assert landed() == (2, 1, 0)
    tell([viewed(1, 1), viewed(2, 0), viewed(3, 2), {}])
    assert landed() == (3, 3, 1)
    before = {"08T22": ["e-2"], "10T02": ["e-3"], "10T04": ["e-1"]}
    assert where() == before
    for days, new in ((7, 0), (8, 1)):
        later = NOON + timedelta(days=days)
        with clock.frozen(later):
            tell([viewed(1, 0, later), viewed(1, 24, later), viewed(1, 5, later)])
            assert landed() == (new, 3 - new, 0)
    assert where() == before | {"18T04": ["e-1"]}


def test_what_came_first_and_lands_later_moves_nothing() -> None:
    """The hour before lands after the one behind it, since it failed when its turn was. Both land again: once it is."""
    with clock.frozen(NOON - HOUR):
        tell([viewed(1, 9), viewed(2, 1)])
    tell([viewed(1, 0), viewed(3, 0)])
    for _ in range(2):
        assert (landed(), landed(back=1)) == ((2, 0, 0), (1, 1, 0))
        assert where() == {"10T03": ["e-2"], "10T04": ["e-1", "e-3"]}
    land()
    assert quality() == {"received": 4, "accepted": 3, "duplicate": 1, "quarantined": 0}
    assert asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]["page_views"] == 3


@pytest.mark.parametrize("writes", range(3))
def test_killed_between_two_writes_while_a_copy_arrives(writes: int) -> None:
    """Not noted; noted and in no file yet; in the file of one hour and not of the other. Then the same events come with other hours."""
    tell([viewed(1, 0), viewed(2, 30)])
    with killed_after(writes), pytest.raises(ConnectionError):
        landed()
    tell([viewed(1, 30), viewed(2, 0)])
    for _ in range(2):
        assert landed() == (2, 2, 0)
        assert where() == {"08T22": ["e-2"], "10T04": ["e-1"]}
