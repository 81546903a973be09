"""A row that is removed or changed is found, wherever it stands, and named; a chain that simply stops is not whole."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.audit.model.chain import BEGINNING, Row, hash_of, link
from functions.audit.model.verify import ADDED, CHANGED, HEAD_CHANGED, HEAD_MISSING, MISSING, Finding
from tests.unit.audit.chains import DAYS, Log, fact, log_of

SMALL = log_of((7, 1, 12))
NUMBERS = range(1, 21)


@cache
def large() -> Log:
    return log_of((4_000, 3_000, 3_000))


def changed(row: Row) -> Row:
    return replace(row, fact=replace(row.fact, actor="cus_2"))


def rehashed(row: Row) -> Row:
    other = changed(row)
    return replace(other, hash=hash_of(other.number, other.day, other.fact, other.previous))


def test_a_whole_log_is_whole() -> None:
    """O04"""
    assert (SMALL.findings(), log_of(()).findings(), SMALL.findings(known=20)) == ([], [], [])
    assert [(row.number, row.previous) for row in SMALL.rows[:2]] == [(1, BEGINNING), (2, SMALL.rows[0].hash)]
    assert [(head.first, head.last) for head in SMALL.heads] == [(1, 7), (8, 8), (9, 20)]


@pytest.mark.parametrize("number", NUMBERS)
def test_any_one_row_removed_or_changed_is_named(number: int) -> None:
    """O04"""
    row = SMALL.rows[number - 1]
    assert SMALL.without(number).findings() == [Finding(MISSING, number, number, row.day)]
    assert SMALL.with_row(changed(row)).findings() == [Finding(CHANGED, number, number, row.day)]
    assert [(one.kind, one.number) for one in SMALL.with_row(rehashed(row)).findings()] == [(CHANGED, number)]


@settings(max_examples=3, deadline=None)
@given(number=st.integers(1, 10_000), how=st.sampled_from(["removed", "changed", "rehashed"]))
def test_any_one_of_ten_thousand_rows_over_three_days(number: int, how: str) -> None:
    """Must hold: chain broken by any one removed or changed row of 10,000 is found."""
    row = large().rows[number - 1]
    broken = large().without(number) if how == "removed" else large().with_row(changed(row) if how == "changed" else rehashed(row))
    assert [(one.kind, one.number, one.last) for one in broken.findings()] == [(MISSING if how == "removed" else CHANGED, number, number)]


def test_the_end_of_the_log_cut_off() -> None:
    """Case 9: (a) the newest row, (b) the last 100, (c) the newest day with its head, (d) a day in the middle, (e) everything."""
    log = large()
    nothing = replace(log, rows=(), heads=())
    cases = [
        (log.without(10_000), 10_000, 10_000),
        (log.without(*range(9_901, 10_001)), 9_901, 10_000),
        (log.without_day(DAYS[2]), 7_001, 10_000),
        (log.without_day(DAYS[1]), 4_001, 7_000),
        (nothing, 1, 10_000),
    ]
    for cut, first, last in cases:
        found = cut.findings()[0]
        assert (found.kind, found.number, found.last) == (MISSING, first, last)


def test_heads_taken_along_do_not_hide_it() -> None:
    """Case 9: the newest head too; then what is known from elsewhere tells."""
    rows_only = replace(SMALL, rows=(), heads=(), newest=None)
    assert rows_only.findings(known=20) == [Finding(HEAD_MISSING, 0, 0), Finding(MISSING, 1, 20)]
    assert replace(SMALL, newest=None).findings() == [Finding(HEAD_MISSING, 20, 20)]
    earlier = log_of((7, 1, 5))
    assert replace(SMALL, rows=SMALL.rows[:13], heads=earlier.heads, newest=earlier.newest).findings(known=20) == [Finding(MISSING, 14, 20)]


def test_heads_and_rows_that_were_never_chained() -> None:
    """O04: a head that nobody signed, a row behind the end."""
    forged = replace(SMALL, newest=replace(SMALL.heads[-1], last=19))
    assert HEAD_CHANGED in {one.kind for one in forged.findings()}
    more, _ = link(SMALL.newest, DAYS[2], [fact(99)])
    assert replace(SMALL, rows=(*SMALL.rows, *more)).findings() == [Finding(ADDED, 21, 21, DAYS[2])]
    old_heads = replace(SMALL, heads=(SMALL.heads[0], replace(SMALL.heads[1], opening="1" * 64), SMALL.heads[2]))
    assert old_heads.findings() != []


def test_a_clock_that_goes_back_makes_no_earlier_day() -> None:
    """O04"""
    rows, head = link(SMALL.newest, "2026-11-20", [fact(1)])
    assert (rows[0].day, rows[0].number, head.first) == (DAYS[2], 21, 9)
