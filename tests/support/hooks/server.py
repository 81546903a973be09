"""A real server that is asked by the shop's hooks: it says what a test has it say, and keeps what it was asked."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Answer = Callable[[Any], Any]
"""Of the question's `data`; bytes are sent as they are."""


@dataclass
class Asked:
    headers: dict[str, str]
    raw: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.raw)["data"]

    @property
    def hook(self) -> str:
        return str(json.loads(self.raw)["hook"])


@dataclass
class HookServer:
    """`answers` by kind of hook. `held`: it says nothing before it is let go, or a test is over."""

    url: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    held: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    answered: int = 0
    over: Event = field(default_factory=Event)

    def of(self, hook: str) -> list[Asked]:
        return [one for one in self.asked if one.hook == hook]

    def body(self, asked: Asked) -> bytes:
        answer = self.answers.get(asked.hook, {})
        said = answer(asked.data) if callable(answer) else answer
        return said if isinstance(said, bytes) else json.dumps(said).encode()


@contextmanager
def hook_server(context: ssl.SSLContext | None = None) -> Iterator[HookServer]:
    state = HookServer()

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            asked = Asked({name.lower(): value for name, value in self.headers.items()}, raw)
            state.asked.append(asked)
            if state.held:
                state.over.wait(60)
            body = state.body(asked)
            self.send_response(state.status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()
            state.answered += 1
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    state.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
