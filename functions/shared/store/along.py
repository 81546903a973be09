"""What is written together with the first thing that a call writes, whatever that is. So a fact about a write is neither lost nor made up,
and costs no request of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any


class Along:
    """`make` is given the writes that it goes along with, and answers one more."""

    def __init__(self, make: Callable[[Sequence[Any]], Any]) -> None:
        self.make = make
        self.written = False


_waiting: ContextVar[Along | None] = ContextVar("along", default=None)


@contextmanager
def writing_along(make: Callable[[Sequence[Any]], Any]) -> Iterator[Along]:
    along = Along(make)
    token = _waiting.set(along)
    try:
        yield along
    finally:
        _waiting.reset(token)


@contextmanager
def writing_alone() -> Iterator[None]:
    """Within, nothing goes along: for what a call notes beside its own work, and would have noted if that work had come to nothing."""
    token = _waiting.set(None)
    try:
        yield
    finally:
        _waiting.reset(token)


def waiting() -> Along | None:
    """What still waits for a write."""
    along = _waiting.get()
    return None if along is None or along.written else along
