"""Pauses between tries of the same thing: growing, and random, so that those who met do not meet again."""

from __future__ import annotations

import random
import time

_FIRST, _LONGEST = 0.01, 0.5


def until_second(line: int) -> None:
    """Until this second of the real time has begun; at most one away."""
    time.sleep(min(1.0, max(0.0, line - time.time())))


def pause(attempt: int) -> None:
    """After try number `attempt` (from 0): 10 ms at first, doubling up to half a second, at least a fifth of it."""
    time.sleep(random.uniform(0.2, 1) * min(_LONGEST, _FIRST * 2**attempt))  # noqa: S311 — a pause, not a secret
