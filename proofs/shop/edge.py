"""Where the shop's code leaves the process: every call of botocore and every call to providers and couriers passes here.

New code is seen without being listed: it has no other way out (what somebody typed in as an address has `guarded`, which is met there).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient

from functions.shared.outside import guarded, outbound

Call = Callable[[], Any]
Around = Callable[["Outside", Call], Any]


@dataclass(frozen=True)
class Outside:
    """A call to the outside: which function makes it, what it asks, and of what. `asked`: all that AWS is told."""

    function: str
    operation: str
    what: str
    asked: Any = field(default=None, compare=False)


class Died(BaseException):
    """The process is gone: nothing catches it but who started the function."""


@dataclass
class Process:
    """Of a function, from its start to its end. Who is dead asks for nothing more, whatever stands in its `finally`. `trigger`: the
    operation or the records that started it. `path`: what it has asked so far (whoever wants to know notes it)."""

    function: str
    dead: bool = False
    trigger: Any = None
    path: tuple[str, ...] = ()


NOBODY = Process("")


@dataclass
class Edge:
    """`around` stands between the shop and the world while it is set. `running`: who asks; what nobody runs is the proof's own."""

    answer: Callable[[str, str, bytes | None, dict[str, str]], tuple[int, bytes]]
    around: Around | None = None
    made: Counter[tuple[str, str]] = field(default_factory=Counter)
    running: ContextVar[Process] = field(default_factory=lambda: ContextVar("running", default=NOBODY))

    def passed(self, operation: str, what: str, call: Call, asked: Any = None) -> Any:
        process = self.running.get()
        if process.dead:
            raise Died
        self.made[process.function, operation] += 1
        if self.around is None or not process.function:
            return call()
        try:
            return self.around(Outside(process.function, operation, what, asked), call)
        except Died:
            process.dead = True
            raise

    def listen(self, patch: pytest.MonkeyPatch) -> None:
        asked = BaseClient._make_api_call

        def through(client: Any, operation: str, arguments: Any) -> Any:
            service = client.meta.service_model.service_name
            return self.passed(f"{service}:{operation}", _of(arguments), lambda: asked(client, operation, arguments), arguments)

        patch.setattr(BaseClient, "_make_api_call", through)
        patch.setattr(outbound, "_pool", lambda: self)
        patch.setattr(guarded, "_asked", self._guarded)

    def request(self, method: str, url: str, *, body: bytes | None, headers: dict[str, str], **_: Any) -> Any:
        """As a pool of urllib3."""
        return self.passed(f"http:{method}", url, lambda: _Answer(*self.answer(method, url, body, headers)))

    def _guarded(self, method: str, url: str, body: bytes | None, headers: Any, **_: Any) -> Any:
        status, content = self.passed(f"http:{method}", url, lambda: self.answer(method, url, body, dict(headers)))
        return guarded.Answered(status, content)


class _Answer:
    def __init__(self, status: int, content: bytes) -> None:
        self.status, self._content, self.headers = status, content, dict[str, str]()

    def read(self, amount: int, **_: bool) -> bytes:
        return self._content[:amount]

    def release_conn(self) -> None:
        """It is no connection."""


def _of(arguments: Any) -> str:
    """The tables, queue or key that a call names."""
    if not isinstance(arguments, dict):
        return ""
    if "TransactItems" in arguments:
        return ",".join(sorted({next(iter(one.values()))["TableName"] for one in arguments["TransactItems"]}))
    named = [arguments.get(name) for name in ("TableName", "QueueUrl", "Key", "SecretId", "KeyId")]
    return str(next((one for one in named if isinstance(one, str)), "")).rpartition("/")[2]
