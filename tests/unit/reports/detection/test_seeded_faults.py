"""M13: ten seeded faults of a synthetic month are found with at most two false alarms; and what the outage of a made-up year looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from benchmarks.detection.__main__ import told
from benchmarks.detection.month import FAULTS, LEARNED, Fault, months
from functions.reports.model.detection.examine import Finding, examine
from functions.reports.model.detection.pulse import Pulse
from infra.history.afterwards import outages
from infra.history.year import Outcome, Year, made_goods

_A_DAY = 140
"""Orders: as the made-up past has, 50,000 a year."""


def test_ten_seeded_faults_of_a_month_are_found_with_at_most_two_false_alarms() -> None:
    """Each of its own kind and subject, while it goes on or within a day of its end, and told once while it goes on."""
    findings = told(months(1, _A_DAY, with_faults=True))
    assert len(FAULTS) == len({(one.kind, one.subject) for one in FAULTS}) == 10
    missed = [fault for fault in FAULTS if not any(_is(fault, *one) for one in findings)]
    false = [one for one in findings if not any(_is(fault, *one) for fault in FAULTS)]
    assert missed == []
    assert len(false) <= 2, false
    for fault in FAULTS:
        assert sum(_is(fault, *one) for one in findings) == 1, fault


def test_a_month_without_faults_has_at_most_two_findings() -> None:
    """With the campaign of November in it, which is no fault."""
    findings = told(months(1, _A_DAY, with_faults=False))
    assert len(findings) <= 2, findings


def _is(fault: Fault, at: int, kind: str, subject: str) -> bool:
    return (fault.kind, fault.subject) == (kind, subject) and fault.covers(at)


def test_the_outage_of_the_made_up_past_is_found_in_its_first_hours() -> None:
    """Four of five orders of seven hours stay unpaid: told once, while it goes on, as a fall of payments; the same weeks without it tell
    nothing of payments. `shop seed-history` closes it as mended."""
    first, days = date(2026, 1, 5), 60
    ((begin, end),) = outages(first, days)
    usual = Year(1, first, days, _A_DAY * days, made_goods(1, 30, days))
    down = replace(usual, outages=((begin, end),))
    start = _start(first)
    places = range(int((begin - start).total_seconds()) // 3600, int((end - start).total_seconds()) // 3600)
    found = {name: told(_pulses(year)) for name, year in (("usual", usual), ("down", down))}
    assert [one for one in found["usual"] if one[1] == "payment_success"] == []
    ((at, _, subject),) = [one for one in found["down"] if one[1] == "payment_success"]
    assert (at in places, subject) == (True, "")
    assert at - places[0] <= 3
    others = [one for one in found["down"] if one[1] != "payment_success"]
    assert len(others) <= 2, others
    one = _at(_pulses(down)[: at + 1])
    assert one.seen > 5 * one.usual  # the share of orders that nobody paid
    assert places[0] // 24 > LEARNED


def test_what_a_shop_of_seventeen_days_usually_has_is_learned_from_those() -> None:
    """M13: counted are four weeks, and hours before its first order are empty; they are no days of it. So are those before the first order
    of a channel that opened later. Nothing is said before two weeks are known."""
    for days, kinds in ((17, {"orders", "traffic", "channel"}), (13, set[str]())):
        assert {one.kind for one in examine(_young(days, silent=28 - days, stopped=6))} == kinds
        assert examine(_young(days, silent=28 - days, stopped=0)) == []
    opened = [replace(one, channels={"web": 1}) for one in _young(11, silent=0, stopped=0)]
    usual = [replace(one, channels={"web": 1, "app": 20}) for one in _young(17, silent=0, stopped=0)]
    closed = [*usual[:-6], *(replace(one, channels={"web": 1}) for one in usual[-6:])]
    assert examine([*opened, *usual]) == []
    assert [(one.kind, one.subject) for one in examine([*opened, *closed])] == [("channel", "app")]


def _young(days: int, *, silent: int, stopped: int) -> list[Pulse]:
    """Twenty orders an hour since `silent` days, none in the last hours."""
    start, hours, luck = datetime(2026, 1, 1, tzinfo=UTC), 24 * (silent + days), Random(3)
    found = []
    for number in range(hours):
        many = 20 + luck.randrange(-4, 5) if 24 * silent <= number < hours - stopped else 0
        hour = f"{start + timedelta(hours=number):%Y-%m-%dT%H}"
        found.append(Pulse(hour, visits=9 * many, sent=many, placed=many, paid=many, channels={"web": many}) if many else Pulse(hour))
    return found


def _at(pulses: Sequence[Pulse]) -> Finding:
    (found,) = [one for one in examine(pulses[-800:]) if one.kind == "payment_success"]
    return found


def _start(first: date) -> datetime:
    return datetime(first.year, first.month, first.day, tzinfo=UTC)


def _pulses(year: Year) -> list[Pulse]:
    """What the lake would say of its hours: who did not pay is placed and not paid."""
    start = _start(year.first)
    placed, paid = [0] * (year.days * 24), [0] * (year.days * 24)
    for bought in year.all():
        hour = int((bought.at - start) / timedelta(hours=1))
        if 0 <= hour < len(placed):
            placed[hour] += 1
            later = hour + bought.later[0] // 3600
            if bought.outcome is not Outcome.UNPAID and later < len(paid):
                paid[later] += 1
    return [
        Pulse(f"{start + timedelta(hours=n):%Y-%m-%dT%H}", visits=28 * many, sent=many, placed=many, paid=paid[n], channels={"web": many})
        for n, many in enumerate(placed)
    ]
