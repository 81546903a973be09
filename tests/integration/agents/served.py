"""The app of agents on loopback, for judges and clients that know HTTP only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

import pytest
from chalice.app import Chalice

from functions.agents.app import app
from functions.shared.plain import settings
from tests.support.http import Client


@contextmanager
def served(monkeypatch: pytest.MonkeyPatch, *apps: Chalice) -> Iterator[str]:
    """The app of agents, or these."""
    lock = Lock()
    first, *beside = apps or (app,)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                headers = {name.lower(): value for name, value in self.headers.items()}
                told = Client(first, None, *beside).call(self.command, self.path, raw, headers)
            body = told.text.encode()
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 — the names http.server asks for

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("PUBLIC_BASE_URL", url)
    settings.settings.cache_clear()
    try:
        yield url
    finally:
        server.shutdown()
        server.server_close()
        settings.settings.cache_clear()
