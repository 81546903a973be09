"""TransactionConflict as DynamoDB has it and its emulators do not: a write that touches an item which another one is writing at that
moment is refused. Every write holds its items for a few milliseconds, about as long as DynamoDB takes for a transaction."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

HOLD_SECONDS = 0.004


@contextmanager
def conflicting() -> Iterator[Counter[str]]:
    """Yields how many there were, as `conflicts`."""
    from functions.shared.store import transactions

    lock, busy, seen = Lock(), set[tuple[str, str]](), Counter[str]()
    real = transactions._write

    def slow(given: list[Any]) -> None:
        keys = {(write.pk, write.sk) if hasattr(write, "pk") else (write.record.pk, write.record.sk) for write in given}
        with lock:
            if keys & busy:
                seen["conflicts"] += 1
                raise transactions._Contended
            busy.update(keys)
        try:
            time.sleep(HOLD_SECONDS)
            real(given)
        finally:
            with lock:
                busy.difference_update(keys)

    transactions._write = slow
    try:
        yield seen
    finally:
        transactions._write = real
