"""Read, decide, write under a version: who was overtaken reads again and decides again, until the decision stands or is refused."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from functions.shared.errors import VersionConflict

T = TypeVar("T")
_ATTEMPTS = 6


def decided(attempt: Callable[[], T], *, once: bool = False) -> T:
    """What `attempt` returns. `once`: the caller named a version (If-Match), so being overtaken is his answer (409)."""
    for n in range(0 if once else _ATTEMPTS):
        try:
            return attempt()
        except VersionConflict:
            time.sleep(random.uniform(0.2, 1) * 0.01 * 2**n)  # noqa: S311 — a pause, not a secret
    return attempt()
