"""Workers die: before a request to the table, or after it was done and before anybody knows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Killed(BaseException):
    """Nobody catches it, as nobody catches the end of a process."""


class Killer:
    """Calls to the table, and of how many of them somebody died."""

    def __init__(self, one_in: int, seed: int) -> None:
        self.calls = self.killed = 0
        self.sleeps = False
        self._one_in, self._chance = one_in, random.Random(seed)

    def strike(self) -> None:
        if self._one_in and not self.sleeps and self._chance.randrange(self._one_in) == 0:
            self.killed += 1
            raise Killed


@contextmanager
def killing(one_in: int, seed: int) -> Iterator[Killer]:
    """`one_in` so many requests somebody dies before it, and as often after it; 0 is nobody."""
    from functions.shared.store.records import connection

    killer, client = Killer(one_in, seed), _client(connection())
    call = client._make_api_call

    def send(operation: str, arguments: Any) -> Any:
        killer.calls += 1
        killer.strike()
        answer = call(operation, arguments)
        killer.strike()
        return answer

    client._make_api_call = send
    try:
        yield killer
    finally:
        del client._make_api_call


def _client(connection: Any) -> Any:
    return connection.client
