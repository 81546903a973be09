"""The harness of deaths loses no copy (P01): one that ended by itself is told, and takes no other's report with it."""

import os
import random
import time
from typing import Any

from proofs.crash.copies import Copies


def test_a_copy_that_breaks_off_is_told_and_one_that_still_runs_is_heard() -> None:
    """P01: of two at once the first breaks off before the second has written its report."""
    world: Any = None
    copies = Copies(world, "a life", None, random.Random(1))
    if copies._copied("broke off"):
        os._exit(3)
    if copies._copied("came to its end"):
        time.sleep(0.2)
        copies._leave(["a piece is gone"], {"orders": 1})
    while copies._running:
        copies._reap()
    assert copies.wrong == [f"broke off: the copy ended with {3 << 8} and without a report"]
    assert [(one["me"], one["wrong"], one["own"]) for one in copies._told] == [("came to its end", ["a piece is gone"], {"orders": 1})]
    assert not list(copies._place.iterdir())
    copies._place.rmdir()
