"""A process with the code of one release: `python worker.py FD`, PYTHONPATH at the release. It serves one call after the other and asks the
proof for everything outside itself, AWS included. Imports nothing of ours but the release's own.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection
from threading import Lock
from types import SimpleNamespace
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.httpsession import URLLib3Session
from moto.core.botocore_stubber import MockRawResponse


@dataclass
class World:
    """What is outside, at the other end of the wire."""

    wire: Connection
    one_at_a_time: Lock = field(default_factory=Lock)

    def ask(self, kind: str, *what: Any) -> Any:
        with self.one_at_a_time:
            self.wire.send((kind, *what))
            return self.wire.recv()

    def send(self, asked: Any) -> AWSResponse:
        """In the place of botocore's session."""
        content = asked.body.read() if hasattr(asked.body, "read") else asked.body
        status, headers, body = self.ask("aws", asked.method, asked.url, dict(asked.headers.items()), content)
        return AWSResponse(asked.url, status, headers, MockRawResponse(body))

    def request(self, method: str, url: str, *, body: bytes | None, headers: dict[str, str], **_: Any) -> Any:
        """In the place of a pool of urllib3."""
        status, content = self.ask("http", method, url, body, dict(headers))
        read = iter((content, b""))
        return SimpleNamespace(status=status, headers={}, read=lambda *_, **__: next(read), release_conn=lambda: None)

    def guarded(self, method: str, url: str, body: bytes | None, headers: Any, **_: Any) -> Any:
        status, content = self.ask("http", method, url, body, dict(headers))
        return _outside("guarded").Answered(status, content)


class _AtOnce(threading.Thread):
    """What the shop's code does in the background is done before it goes on: whoever asks later would be given another one's answer."""

    def start(self) -> None:
        if str(getattr(self._target, "__module__", "")).startswith("functions."):  # type: ignore[attr-defined]
            self._done = True
            self.run()
        else:
            super().start()

    def is_alive(self) -> bool:
        return not getattr(self, "_done", False) and super().is_alive()

    def join(self, timeout: float | None = None) -> None:
        if not getattr(self, "_done", False):
            super().join(timeout)


def main(wire: Connection) -> None:
    threading.Thread = _AtOnce  # type: ignore[misc]
    world = World(wire)
    clock, outbound, guarded, pauses = (_outside(name) for name in ("clock", "outbound", "guarded", "pauses"))
    URLLib3Session.send = lambda _, asked: world.send(asked)
    outbound._pool = lambda: world
    guarded._asked = world.guarded
    pauses.time = SimpleNamespace(sleep=lambda _: None, time=time.time)
    wire.send(("ready", served(), handlers()))
    while True:
        kind, moment, *what = wire.recv()
        clock._frozen[:] = [moment]
        try:
            wire.send(("done", _called(*what) if kind == "call" else _ran(*what)))
        except Exception:  # whatever it is, the proof is told
            wire.send(("failed", traceback.format_exc()[-1500:]))


def _outside(name: str) -> Any:
    return import_module(f"functions.shared.outside.{name}")


@cache
def apps() -> tuple[Any, ...]:
    return tuple(import_module(name).app for name in import_module("functions.platform.service.contract").entry_modules())


def served() -> set[tuple[str, str]]:
    return {(one.method, one.path) for app in apps() for one in app.operations}


def handlers() -> dict[str, tuple[str, str]]:
    return {row.name: (row.module, row.handler) for row in import_module("infra.functions").FUNCTIONS}


def _called(method: str, url: str, body: Any, headers: dict[str, str]) -> dict[str, Any]:
    http = import_module("tests.support.http")
    first, *others = apps()
    return dict(vars(http.Client(first, None, *others).call(method, url, body, headers)))


def _ran(module: str, name: str, event: dict[str, Any]) -> Any:
    return getattr(import_module(module), name)(event, None)


if __name__ == "__main__":
    try:
        main(Connection(int(sys.argv[1])))
    except EOFError:
        sys.exit(0)
