"""Optimistic locking: read, decide, write under the version that was read. Whoever was overtaken reads again and decides again.

The one retry loop of the shop, with the one exception that drives it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from functions.shared.outside.pauses import pause
from functions.shared.plain.errors import Unavailable

T = TypeVar("T")
_ATTEMPTS = 12


class Overtaken(Unavailable):
    """What was read has changed meanwhile. The `on_fail` of a write under a version; `again` catches it.

    Outside of `again` it is what contention always is: 503, safe to repeat, never kept as the answer of an Idempotency-Key.
    """

    code = "contention"

    def __init__(self, detail: str = "Many callers change the same data at this moment.") -> None:
        super().__init__(detail)


def again(attempt: Callable[[], T], *, attempts: int = _ATTEMPTS) -> T:
    """What `attempt` (read, decide, write) returns, run again with growing random pauses while others are faster (about 3 s in all
    with the usual number of `attempts`).

    `attempt` checks an If-Match itself, on what it has just read. Raises Overtaken (503) when it never gets through.
    """
    for n in range(attempts - 1):
        try:
            return attempt()
        except Overtaken:
            pause(n)
    return attempt()
