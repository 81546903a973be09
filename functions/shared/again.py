"""Optimistic locking: read, decide, write under the version that was read. Whoever was overtaken reads again and decides again.

The one retry loop of the shop, with the one exception that drives it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from functions.shared.errors import Unavailable

T = TypeVar("T")
_ATTEMPTS = 12
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.3


class Overtaken(Unavailable):
    """What was read has changed meanwhile. The `on_fail` of a write under a version; `again` catches it.

    Outside of `again` it is what contention always is: 503, safe to repeat, never kept as the answer of an Idempotency-Key.
    """

    code = "contention"

    def __init__(self, detail: str = "Many callers change the same data at this moment.") -> None:
        super().__init__(detail)


def again(attempt: Callable[[], T], *, attempts: int = _ATTEMPTS) -> T:
    """What `attempt` (read, decide, write) returns, run again with growing random pauses while others are faster (about 2 s in all
    with the usual number of `attempts`).

    `attempt` checks an If-Match itself, on what it has just read. Raises Overtaken (503) when it never gets through.
    """
    for n in range(attempts - 1):
        try:
            return attempt()
        except Overtaken:
            time.sleep(random.uniform(0.2, 1) * min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**n))  # noqa: S311 — a pause, not a secret
    return attempt()
