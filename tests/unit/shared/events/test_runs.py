"""One bad item of a schedule keeps no other from its turn, and is heard of."""

from __future__ import annotations

import pytest

from functions.shared.events.batches import Run, SomeFailed


def test_the_others_are_done_and_the_end_tells() -> None:
    """F-A28"""
    run, done = Run("test"), []
    for n in range(5):
        with run.item(str(n)):
            done.append(1 // (n - 2))
    assert done == [-1, -1, 1, 0]
    with pytest.raises(SomeFailed, match="test: 1 failed"):
        run.end()


def test_a_good_run_ends_in_silence() -> None:
    run, done = Run("test"), []
    for n in (1, 2):
        with run.item(str(n)):
            done.append(n)
    run.end()
    assert done == [1, 2]
