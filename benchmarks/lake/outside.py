"""What moto takes to answer, in the process that asks: no time of the function."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def moto_apart() -> Iterator[Callable[[], float]]:
    """Seconds of the processor that moto has taken so far inside the block, whichever thread asked."""
    from moto.core.botocore_stubber import BotocoreStubber

    stubber: Any = BotocoreStubber
    answer, taken = stubber.__call__, list[float]()

    def timed(self: Any, *given: Any, **named: Any) -> Any:
        began = time.thread_time()
        try:
            return answer(self, *given, **named)
        finally:
            taken.append(time.thread_time() - began)

    stubber.__call__ = timed
    try:
        yield lambda: sum(taken)
    finally:
        stubber.__call__ = answer
