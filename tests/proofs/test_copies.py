"""The harness of deaths loses no copy (P01): one that ended by itself is told, and takes no other's report with it."""

import os
import time
from typing import Any

from proofs.crash.copies import Copies


def test_a_copy_that_breaks_off_is_told_and_one_that_still_runs_is_heard() -> None:
    """P01: of two at once the first breaks off before the second has written its report."""
    world: Any = None
    told = dict[str, list[str]]()
    copies = Copies(world, "a life", {}, lambda _: None, told.__setitem__)
    if copies._copied("one", "it broke off"):
        os._exit(3)
    if copies._copied("another", "it came to its end"):
        time.sleep(0.2)
        copies._leave(["a piece is gone"])
    while copies._running:
        copies._reap()
    assert told == {
        "one": [f"it broke off: the copy ended with {3 << 8} and without a report"],
        "another": ["it came to its end: a piece is gone"],
    }
    assert not list(copies._place.iterdir())
    copies._place.rmdir()
