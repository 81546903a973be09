"""A request is answered before the time of its function is over: whoever asks is told 503 then, not 502 by API Gateway with nothing said.

A call to AWS is not begun where there is no time for it, and one that was silent is not made again where a second silence would take all
that is left. What was begun meanwhile is as where a process dies between two calls, which everything here bears (proofs, `crash`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from botocore.exceptions import BotoCoreError

SILENCE: float = 5
"""Seconds after which an answer of AWS is no longer waited for."""
_RESERVE = 1.0
"""For the answer itself, once the last call has come back."""
_END: ContextVar[float | None] = ContextVar("end_of_the_invocation", default=None)


class NoTimeLeft(BotoCoreError):  # type: ignore[misc] # botocore tells no types
    fmt = "The time of the invocation is nearly over"


def silence() -> float:
    """`SILENCE` as it is when a client is made."""
    return SILENCE


def be_patient(seconds: float) -> None:
    """For a program of this machine for which nobody waits, before it makes its first client."""
    global SILENCE
    SILENCE = seconds


@contextmanager
def answering(context: Any) -> Iterator[None]:
    """`context` is what Lambda hands to a handler; without its clock nothing is limited."""
    tell = getattr(context, "get_remaining_time_in_millis", None)
    token = _END.set(time.monotonic() + tell() / 1_000 if callable(tell) else None)
    try:
        yield
    finally:
        _END.reset(token)


def keep_time(client: Any) -> None:
    """Has a client of botocore look at the time before each try of each of its calls."""
    client.meta.events.register("request-created", _check)


def _check(request: Any, **_: Any) -> None:
    """Raises NoTimeLeft, which botocore does not try again."""
    end = _END.get()
    if end is None:
        return
    again = request.context.get("retries", {}).get("attempt", 1) > 1
    if end - time.monotonic() < _RESERVE + (SILENCE if again else 0):
        raise NoTimeLeft
