"""M02, M05, M11: what browsers tell lands once, in its hour, whatever comes twice, late, wrong, or dies in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from functions.reports.app import lake_events
from functions.reports.lake.land import land as land_hour
from functions.reports.rollups import run
from functions.reports.rollups.count_day import count_day
from functions.reports.store.duck import Lake
from functions.reports.store.lake_items import Arrival, put_arrival
from functions.shared.events.batches import SomeFailed
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.reports.lake.visits import (
    NOON,
    a_month_of_visits,
    an_event,
    asked,
    killed_after,
    land,
    objects,
    quality,
    recount,
    tell,
)
from tests.support.events import sqs_of_events
from tests.support.orders import an_order, paid_event


def test_every_figure_is_that_of_a_recount() -> None:
    events = a_month_of_visits(7, days=2)
    for start in range(0, len(events), 50):
        assert tell(events[start : start + 50]).status == 202
    land()
    report = asked("funnel?from=2026-03-01&to=2026-03-10")
    funnel, vain = recount(events, "Asia/Shanghai")
    assert {day["day"]: day["channels"] for day in report["days"] if day["channels"]} == funnel
    assert len(report["days"]) == 10
    for step in ("viewed", "carted", "checked_out", "page_views"):
        assert report["totals"][step] == sum(row[step] for rows in funnel.values() for row in rows)
    words = asked("search_words?from=2026-03-01&to=2026-03-10")["words"]
    assert {word["query"]: word["in_vain"] for word in words} == vain
    assert quality() == {"received": len(events), "accepted": len(events), "duplicate": 0, "quarantined": 0}


def test_landing_again_changes_nothing() -> None:
    tell([an_event(n, "page.viewed", NOON - timedelta(hours=9 * n)) for n in range(4)])
    land()
    before = objects("lake")
    land()
    assert objects("lake") == before


def test_twice_late_and_wrong_all_add_up() -> None:
    good = [an_event(number, "page.viewed", NOON) for number in range(3)]
    late = an_event(10, "page.viewed", NOON - timedelta(days=3))
    wrong: list[Any] = [
        "text", None, {}, {"type": ["x"]}, an_event(20, "unheard.of", NOON), an_event(21, "page.viewed", NOON + timedelta(hours=1)),
        an_event(22, "page.viewed", NOON - timedelta(days=8)), an_event(23, "page.viewed", NOON, email="li@example.com"),
        an_event(24, "page.viewed", NOON, path="/a?mail=li"), an_event(25, "page.viewed", NOON, visitor="li@example.com"),
        an_event(26, "cart.added", NOON, quantity=True), an_event(27, "search.made", NOON, query="\ud800"),
        {**an_event(28, "page.viewed", NOON), "at": "2026-02-30T00:00:00Z"}, {**an_event(29, "page.viewed", NOON), "id": "x" * 65},
        an_event(30, "page.viewed", NOON, path="/" + "x" * 9000), {**an_event(31, "page.viewed", NOON), "at": 5},
    ]  # fmt: skip
    assert tell([*good, good[0], late, *wrong]).json == {"accepted": 4, "duplicate": 1, "quarantined": len(wrong)}
    assert tell([*good, late]).json == {"accepted": 4, "duplicate": 0, "quarantined": 0}
    land()
    assert quality() == {"received": 9 + len(wrong), "accepted": 4, "duplicate": 5, "quarantined": len(wrong)}
    # Three days later the same once more: nothing but duplicates.
    with clock.frozen(NOON + timedelta(days=3)):
        tell(good)
        land()
        assert quality() == {"received": 3, "accepted": 0, "duplicate": 3, "quarantined": 0}
    assert asked("funnel?from=2026-03-07&to=2026-03-10")["totals"]["page_views"] == 4


def test_a_body_that_is_none_is_told_so() -> None:
    assert tell([]).status == 422
    assert tell([{}] * 501).status == 422
    assert tell([{"pad": "x" * 1_100_000}]).status == 413
    assert objects("lake") == {}


def test_steps_at_one_time_and_of_two_clocks() -> None:
    """Finding 3: told backwards, at the same second, or by a clock that is fast."""
    kinds = ("page.viewed", "cart.added", "checkout.started", "order.sent")
    tell([an_event(n, kind, NOON) for n, kind in enumerate(reversed(kinds))])
    fast = NOON + timedelta(minutes=2)
    tell([an_event(10 + n, kind, fast + timedelta(seconds=10 * n), "s-2", "a-2") for n, kind in enumerate(kinds[:3])])
    land()
    totals = asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]
    assert (totals["viewed"], totals["carted"], totals["checked_out"]) == (2, 2, 2)


def test_a_session_that_paid_counts_at_every_step_once() -> None:
    """Finding 3: paid by the server's clock before the checkout of a fast browser; the same told again three days later is nothing new."""
    kinds, sessions = ("page.viewed", "cart.added", "checkout.started"), list[list[Any]]()
    for number, (session, fast) in enumerate((("s-1", timedelta()), ("s-2", timedelta(minutes=2)))):
        order, at = an_order(), NOON + fast
        seen = [an_event(10 * number + n, kind, at, session, f"a-{number}") for n, kind in enumerate(kinds)]
        sent = an_event(10 * number + 9, "order.sent", at, session, f"a-{number}", order_id=order.id)
        paid = replace(paid_event(order), id=f"evt_paid_{number}", occurred_at=times.iso(NOON - timedelta(minutes=1)))
        assert lake_events(sqs_of_events([paid]), None) == {"batchItemFailures": []}
        sessions.append([sent, *reversed(seen)])
        tell(sessions[-1])
    land()
    once = asked("funnel?from=2026-03-10&to=2026-03-10")
    steps = ("viewed", "carted", "checked_out", "paid")
    assert [once["totals"][step] for step in steps] == [2, 2, 2, 2]
    with clock.frozen(NOON + timedelta(days=3)):
        tell(sessions[0])
        land()
        assert quality() == {"received": 4, "accepted": 0, "duplicate": 4, "quarantined": 0}
        assert asked("funnel?from=2026-03-10&to=2026-03-10") == once


def test_robots_and_who_did_not_agree() -> None:
    tell([an_event(1, "page.viewed", NOON)], agent="Googlebot/2.1 (+http://www.google.com/bot.html)")
    tell([an_event(2, "page.viewed", NOON)], agent="")
    tell([an_event(3, "page.viewed", NOON, "s-x", "a-x"), {"anonymous_id": "a-x"}], consent=False)
    land()
    totals = asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]
    assert totals == {"page_views": 1, "viewed": 0, "carted": 0, "checked_out": 0, "paid": 0}
    assert b"a-x" not in b"".join(objects("lake").values())


@pytest.mark.parametrize("writes", [0, 1, 2, 3, 5, 7, 9])
def test_killed_between_any_two_writes(writes: int) -> None:
    """The emulator's bucket refuses after so many writes, then comes back: everything is as if nothing had been."""
    events = [an_event(1, "page.viewed", NOON - timedelta(days=1)), an_event(2, "search.made", NOON, results=0), {}]
    tell(events)
    with killed_after(writes) as left:
        try:
            land()
        except SomeFailed:
            assert left[0] < 0
    land()
    funnel, _ = recount(events[:2], "Asia/Shanghai")
    report = asked("funnel?from=2026-03-09&to=2026-03-10")
    assert {day["day"]: day["channels"] for day in report["days"]} == funnel
    assert asked("search_words?from=2026-03-09&to=2026-03-10")["words"] == [{"query": "tea", "searches": 1, "in_vain": 1}]
    assert quality() == {"received": 3, "accepted": 2, "duplicate": 0, "quarantined": 1}
    assert len(asked("quarantine")["data"]) == 1


def test_a_day_that_several_hours_touch_is_counted_once_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run lands the hours of the last three anew, and caught up with dozens of them: it asked for each hour what one count says."""
    for hours in (3, 2, 1):
        with clock.frozen(NOON - timedelta(hours=hours)):
            tell([an_event(hours, "page.viewed", NOON - timedelta(hours=hours))])
    days = list[str]()

    def noted(day: date, zone: str, lake: Lake) -> None:
        days.append(day.isoformat())
        count_day(day, zone, lake)

    monkeypatch.setattr(run, "count_day", noted)
    land()
    assert days == ["2026-03-10"]
    assert asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]["page_views"] == 3


def test_one_bad_hour_stops_no_other_and_is_caught_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON - timedelta(hours=9)):
        tell([an_event(1, "page.viewed", NOON - timedelta(hours=9))])
    tell([an_event(2, "page.viewed", NOON)])
    land_one = land_hour

    def failing(hour: str, *rest: Any) -> Any:
        if hour == "2026-03-09T19":
            raise ValueError("bad")
        return land_one(hour, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(run, "land", failing)
        with pytest.raises(SomeFailed):
            land()
    assert asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]["page_views"] == 1
    land()
    assert asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]["page_views"] == 2
    with clock.frozen(NOON + timedelta(days=3)):
        # Once more, since nobody came when the hour was over; then it goes.
        land()
        land()
    assert objects("lake-spool/") == {}


def test_an_hour_that_a_made_up_past_noted_is_landed_all_the_same() -> None:
    """What browsers tell beside a past that was made up stands beside it, though no run came to the hour while it was young."""
    put_arrival(Arrival("2026-03-10T04", 40, 40, 0, 0, made_up=True))
    tell([an_event(1, "page.viewed", NOON), {}])
    for _ in range(2):
        with clock.frozen(NOON + timedelta(hours=4)):
            land()
        assert asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]["page_views"] == 1
        assert quality() == {"received": 42, "accepted": 41, "duplicate": 0, "quarantined": 1}
    with clock.frozen(NOON + timedelta(days=3)):
        land()
    assert objects("lake-spool/") == {}


def test_an_hour_that_landed_when_it_was_not_over_is_landed_when_somebody_runs_again() -> None:
    """The schedule ran in the middle of the hour and then not for three days: what came after it is there, and goes when it landed."""
    tell([an_event(1, "page.viewed", NOON)])
    land()
    with clock.frozen(NOON + timedelta(minutes=20)):
        tell([an_event(2, "page.viewed", NOON + timedelta(minutes=19))])
    with clock.frozen(NOON + timedelta(days=3)):
        land()
        assert [len(objects("lake-spool/")), asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]["page_views"]] == [2, 2]
        land()
    assert objects("lake-spool/") == {}
