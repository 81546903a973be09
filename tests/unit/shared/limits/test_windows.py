"""Windows and subjects of limits."""

from __future__ import annotations

import pytest

from functions.shared.limits.addresses import network_of
from functions.shared.limits.windows import Window, window_at


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::FFFF:cb00:7107", "203.0.113.7"),
        ("64:ff9b::203.0.113.7", "203.0.113.7"),
        ("2002:cb00:7107::1", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("not:an:address", "not:an:address"),
        ("", ""),
    ],
)
def test_what_one_household_has_counts_as_one(address: str, counted_as: str) -> None:
    """O02, case 5"""
    assert network_of(address) == counted_as


@pytest.mark.parametrize(("now", "end", "left"), [(0, 60, 60), (59.9, 60, 1), (60, 120, 60), (119, 120, 1)])
def test_a_window_ends_where_the_next_begins(now: float, end: int, left: int) -> None:
    """X40"""
    window = window_at(now, 60)
    assert (window, window.left(now)) == (Window(end, 60), left)


def test_who_waits_as_long_as_told_is_in_the_next_window() -> None:
    """X40: whatever the subject's own shift."""
    for subject in (f"login-{n}" for n in range(200)):
        for now in (1_700_000_000.0, 1_700_000_000.999, 1_700_000_059.5):
            window = window_at(now, 900, subject)
            assert window.end - 900 <= now < window.end
            assert window_at(now + window.left(now), 900, subject).end == window.end + 900


def test_subjects_do_not_come_back_all_at_once() -> None:
    assert len({window_at(1_700_000_000, 900, f"login-{n}").end for n in range(100)}) > 80
