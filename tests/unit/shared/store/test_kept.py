"""What a process keeps for a while."""

from __future__ import annotations

import time

import pytest

from functions.shared.store import kept


class _Times:
    def __init__(self) -> None:
        self.now, self.reads = 59.0, 0

    def read(self) -> int:
        self.reads += 1
        if self.reads == 3:
            raise LookupError
        return self.reads


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> _Times:
    times = _Times()
    monkeypatch.setattr(time, "monotonic", lambda: times.now)
    return times


def test_it_is_kept_from_its_reading_on_and_not_to_the_end_of_a_minute_of_the_clock(times: _Times) -> None:
    one = kept.Kept(60, times.read)
    assert one() == 1
    times.now = 118.9
    assert one() == 1
    times.now = 119.0
    assert one() == 2


def test_what_could_not_be_read_is_asked_for_again_and_the_old_is_not_passed_for_new(times: _Times) -> None:
    one = kept.Kept(60, times.read)
    one()
    one.forget()
    assert one() == 2
    times.now += 60
    with pytest.raises(LookupError):
        one()
    assert one() == 4
