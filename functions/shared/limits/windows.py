"""Windows of time in which calls are counted. Pure."""

from __future__ import annotations

import hashlib
import math

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Window:
    """The `seconds` that end at `end`; moments are seconds since 1970."""

    end: int
    seconds: int

    def left(self, now: float) -> int:
        """Until it ends, in whole seconds, one at least: who waits so long is in the next one."""
        return max(1, math.ceil(self.end - now))


def window_at(now: float, seconds: int, subject: str = "") -> Window:
    """Each subject has ends of its own, so that those who were told to wait do not come back all at once."""
    shift = int(hashlib.sha256(subject.encode()).hexdigest()[:8], 16) % seconds if subject else 0
    return Window((int(now + shift) // seconds + 1) * seconds - shift, seconds)
