"""What this request has proven: the cart or order that it opened, by a token or as its owner.

A token in a header proves nothing by itself. Whoever checks it against what is stored says so here; the Idempotency-Key of the call then
belongs to what was opened, so that its first answer is found again after a sign-in, and by nobody who cannot open it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_opened: ContextVar[str | None] = ContextVar("opened", default=None)


@contextmanager
def nothing_proven() -> Iterator[None]:
    """Around each request: a function instance serves many callers, one after the other."""
    token = _opened.set(None)
    try:
        yield
    finally:
        _opened.reset(token)


def opened(kind: str, resource_id: str) -> None:
    """The caller has shown their right to it. The first one counts: it is what the call is about."""
    if _opened.get() is None:
        _opened.set(f"{kind}:{resource_id}")


def what_was_opened() -> str | None:
    """For example ``cart:cart_01J…``; None while nothing was."""
    return _opened.get()
