"""What all records of a batch ask the same way (settings, carriers, warehouses) is read for the first of them.

Only while a batch is worked on (events/batches.py), and for seconds: a call of the API always reads, and what a write's condition is about
is never read like this. What is kept is handed to all who ask, so it must be a thing that nobody changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 5.0
"""As long as messages wait for each other at most, where nobody waits for them. Batches that call couriers take longer."""
_kept: ContextVar[dict[Any, tuple[float, Any]] | None] = ContextVar("kept", default=None)


@contextmanager
def one_batch() -> Iterator[None]:
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once_a_batch(read: Callable[P, T]) -> Callable[P, T]:
    """For a function that reads, with plain arguments. What it raises is not kept."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        kept, now = _kept.get(), time.monotonic()
        if kept is None:
            return read(*args, **kwargs)
        key = (reading, args, tuple(kwargs.items()))
        if key not in kept or now - kept[key][0] >= SECONDS:
            kept[key] = now, read(*args, **kwargs)
        found: T = kept[key][1]
        return found

    return reading
