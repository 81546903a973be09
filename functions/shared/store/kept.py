"""What a process reads once and keeps for a while. The time runs from the reading, so that each process asks at its own moment, and a test
or a request never pays for a minute that ended between two of its lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The answer of `read`, at most `seconds` old. What `read` raises is raised and nothing kept."""

    def __init__(self, seconds: float, read: Callable[[], T]) -> None:
        self._seconds, self._read = seconds, read
        self._known: tuple[T, float] | None = None

    def __call__(self) -> T:
        if self._known is None or time.monotonic() >= self._known[1]:
            self._known = self._read(), time.monotonic() + self._seconds
        return self._known[0]

    def forget(self) -> None:
        """The next reader reads anew: after an own change, and between tests."""
        self._known = None
