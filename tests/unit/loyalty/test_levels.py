"""I10: a level is reached at once, kept as long as is promised and the window has enough, and lost by the clock alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from functions.loyalty.model.levels import Level, Levels
from functions.loyalty.model.member import Member, Why, counted, levelled, next_turn
from functions.loyalty.model.programme import Rate
from functions.shared.plain import times

ZONE = "Asia/Shanghai"
SILVER, GOLD = Level("silver", {"zh": "银卡"}, 100, 50), Level("gold", {"zh": "金卡"}, 1000, 800)
LEVELS = Levels(True, [Rate("CNY", 1, 100)], window_days=365, keep_days=30, levels=[SILVER, GOLD])
NOON = datetime(2026, 11, 27, 4, tzinfo=UTC)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(ZONE)).date()


def bought(member: Member, by: int, at: datetime) -> tuple[Member, Why | None]:
    return levelled(counted(member, day_of(at).isoformat(), by), LEVELS, at, day_of(at), may_drop=False)


def night(member: Member, at: datetime, levels: Levels = LEVELS) -> tuple[Member, Why | None]:
    return levelled(member, levels, at, day_of(at), may_drop=True)


def test_reached_with_the_order_and_kept_while_the_window_has_enough() -> None:
    member, why = bought(Member("cus_1"), 99, NOON)
    assert (member.level, why) == ("", None)
    member, why = bought(member, 901, NOON + timedelta(days=100))
    assert (member.level, why) == ("gold", Why.REACHED)
    # The 99 leave the window: 901 still keep it. Then these go, too.
    kept, why = night(member, NOON + timedelta(days=365))
    assert (kept.level, kept.value, why) == ("gold", 901, None)
    lost, why = night(kept, NOON + timedelta(days=465))
    assert (lost.level, lost.value, why) == ("", 0, Why.DROPPED)


def test_a_refund_drops_nothing_before_the_night_after_what_was_promised() -> None:
    member, _ = bought(Member("cus_1"), 1000, NOON)
    member, why = bought(member, -940, NOON + timedelta(days=1))
    assert (member.level, member.value, why) == ("gold", 60, None)
    at = next_turn(member, LEVELS, NOON, day_of(NOON), ZONE)
    assert at == datetime(2026, 12, 26, 16, tzinfo=UTC)  # looked at; promised for 30 days, until the 27th at noon
    assert night(member, at)[1] is None
    at = next_turn(member, LEVELS, at, day_of(at), ZONE)
    assert at == datetime(2026, 12, 27, 16, tzinfo=UTC)  # midnight in Shanghai
    member, why = night(member, at)
    assert (member.level, why) == ("silver", Why.DROPPED)  # 60 keep silver, which 100 reach


def test_the_clock_looks_on_the_very_day_that_leaves_too_little() -> None:
    member, _ = bought(Member("cus_1"), 1000, NOON)
    near = NOON + timedelta(days=350)
    at = next_turn(member, LEVELS, near, day_of(near), ZONE)
    assert at is not None
    assert day_of(at) == day_of(NOON) + timedelta(days=365)
    assert night(member, at - timedelta(milliseconds=1))[0].level == "gold"
    assert night(member, at)[0].level == ""


def test_a_level_that_is_left_out_is_held_by_nobody_at_once_and_given_up_by_night() -> None:
    member, _ = bought(Member("cus_1"), 1000, NOON)
    without = replace(LEVELS, levels=[SILVER])
    assert member.holds(without, NOON) == ""
    at = next_turn(member, without, NOON, day_of(NOON), ZONE)
    assert at is not None
    assert day_of(at) == day_of(NOON) + timedelta(days=1)
    later = NOON + timedelta(days=31)
    assert night(member, later, without)[0].level == "silver"
    assert member.holds(replace(LEVELS, enabled=False), NOON) == ""


def test_what_is_given_holds_to_the_millisecond_of_its_end() -> None:
    until = NOON + timedelta(days=2)
    member = replace(bought(Member("cus_1"), 1000, NOON)[0], given="", given_until=times.iso(until))
    assert member.holds(LEVELS, until - timedelta(milliseconds=1)) == ""
    assert member.holds(LEVELS, until) == "gold"
    assert next_turn(member, LEVELS, NOON, day_of(NOON), ZONE) == until


def test_any_history_equals_the_plain_rules_night_by_night() -> None:
    """600 days of random purchases and refunds: the clock that only looks when it has to finds what a look each night finds."""
    for seed in range(40):
        draw = Random(seed)
        lazy = eager = Member("cus_1")
        due: datetime | None = None
        for number in range(600):
            midnight = datetime(2026, 1, 1, 16, tzinfo=UTC) + timedelta(days=number)
            eager, _ = night(eager, midnight)
            if due is not None and due <= midnight:
                lazy, _ = night(lazy, midnight)
                due = next_turn(lazy, LEVELS, midnight, day_of(midnight), ZONE)
            noon = midnight + timedelta(hours=12)
            if draw.random() < 0.02:
                amount = draw.choice([40, 120, 700, 1000])
                (lazy, _), (eager, _) = bought(lazy, amount, noon), bought(eager, amount, noon)
                due = next_turn(lazy, LEVELS, noon, day_of(noon), ZONE)
            assert (lazy.level, lazy.since) == (eager.level, eager.since), (seed, number)
