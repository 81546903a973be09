"""M02: two runs at once leave what one would, and a run that died is followed by the next."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from functions.reports.lake.land import land as land_hour
from functions.reports.rollups import run
from functions.reports.store.turn import LASTS, our_turn
from functions.shared.outside import clock
from tests.integration.reports.lake.visits import NOON, an_event, asked, land, objects, quality, tell


def test_two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second begins while the first has read the hour's file and not put it back; more came meanwhile."""
    tell([an_event(n, "page.viewed", NOON) for n in range(3)])
    both, others = Barrier(2, timeout=30), list[int]()

    def slow(*args: object) -> object:
        both.wait()
        both.wait()
        return land_hour(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "land", slow)
    first = Thread(target=lambda: others.append(run.run_lake()))
    first.start()
    both.wait()
    tell([an_event(9, "page.viewed", NOON)])
    assert run.run_lake() == 0
    both.wait()
    first.join()
    assert others == [1]
    monkeypatch.setattr(run, "land", land_hour)
    land()
    assert asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]["page_views"] == 4
    assert quality()["accepted"] == 4
    before = objects("lake")
    land()
    assert objects("lake") == before


def test_a_turn_ends_by_itself() -> None:
    with our_turn() as ours:
        assert ours
        with our_turn() as other:
            assert not other
        with clock.frozen(NOON + LASTS + timedelta(seconds=1)), our_turn() as late:
            assert late
    with our_turn() as again:
        # The one that was late has ended; what the first left behind stops nobody.
        assert again
