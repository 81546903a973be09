"""Who gets which variant, and how sure a result is."""

from __future__ import annotations

from collections import Counter

import pytest

from functions.reports.model.trial.experiment import Experiment, State, drawn
from functions.reports.model.trial.outcome import Counted, difference, interval


@pytest.mark.parametrize(
    "shares", [{"a": 5000, "b": 5000}, {"a": 8000, "b": 2000}, {"a": 3333, "b": 3333, "c": 3334}, {"a": 10_000, "b": 0}]
)
def test_the_split_is_within_one_percent_over_100_000(shares: dict[str, int]) -> None:
    """J08"""
    found = Counter(drawn("exp_1", f"a-{number}", shares) for number in range(100_000))
    assert all(abs(found[variant] / 100_000 - share / 10_000) < 0.01 for variant, share in shares.items())


def test_two_experiments_split_the_same_people_in_no_relation() -> None:
    half = {"a": 5000, "b": 5000}
    both = Counter((drawn("exp_1", f"v{number}", half), drawn("exp_2", f"v{number}", half)) for number in range(20_000))
    assert all(abs(many / 20_000 - 0.25) < 0.02 for many in both.values())
    assert drawn("exp_1", "v", half) == drawn("exp_1", "v", half)


def test_it_ends_by_itself() -> None:
    one = Experiment("exp_1", "k", "n", {"a": 5000, "b": 5000}, 1, "2026-01-01T00:00:00.000Z")
    assert (one.state("2026-01-01T00:00:00.000Z"), one.control) == (State.DRAFT, "a")
    one = one.started("2026-01-01T00:00:00.000Z")
    assert (one.state("2026-01-01T23:59:59.999Z"), one.state("2026-01-02T00:00:00.000Z")) == (State.RUNNING, State.ENDED)
    assert one.stopped("2026-01-01T01:00:00.000Z").state("2026-01-01T01:00:00.000Z") is State.ENDED


def test_intervals_are_those_of_the_books() -> None:
    """Newcombe (1998), table II, column of 56/70 and 48/80, method 10: 0.0524 to 0.3339; Wilson of 81/263: 0.2553 to 0.3662."""
    low, high = interval(Counted(263, 81)) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    more, down, up = difference(Counted(70, 56), Counted(80, 48)) or (0, 0, 0)
    assert (round(more, 4), round(down, 4), round(up, 4)) == (0.2, 0.0524, 0.3339)
    assert (interval(Counted()), difference(Counted(), Counted(1, 1))) == (None, None)
    assert (interval(Counted(10, 0)) or ()) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert interval(Counted(10, 10)) == pytest.approx((0.7225, 1.0), abs=1e-4)
