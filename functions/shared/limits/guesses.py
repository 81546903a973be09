"""What this call guessed wrong, told by whoever found out: an answer of 200 may hold a refused voucher."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_wrong: ContextVar[int] = ContextVar("wrong_guesses", default=0)


@contextmanager
def counted_guesses() -> Iterator[None]:
    """Around each request: a function instance serves many callers, one after the other."""
    token = _wrong.set(0)
    try:
        yield
    finally:
        _wrong.reset(token)


def guessed_wrong() -> None:
    _wrong.set(_wrong.get() + 1)


def wrong_guesses() -> int:
    return _wrong.get()
