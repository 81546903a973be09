"""The client of the `shop` commands: a shop that is busy for a moment is asked again, as the same request."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from infra.cli import shop_client
from infra.cli.shop_client import ATTEMPTS, ShopClient

SEEN: list[str] = []
ANSWERS: list[int] = []


class Busy(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        SEEN.append(self.headers["Idempotency-Key"])
        self.send_response(ANSWERS.pop(0))
        self.send_header("Retry-After", "0")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def client() -> Iterator[ShopClient]:
    SEEN.clear()
    ANSWERS.clear()
    server = HTTPServer(("127.0.0.1", 0), Busy)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = ShopClient(f"http://127.0.0.1:{server.server_port}")
    yield made
    made._pool.clear()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("answers", "status"), [([503, 429, 201], 201), ([422], 422), ([503] * ATTEMPTS, 503)])
def test_who_is_busy_is_asked_again_under_the_same_key(client: ShopClient, answers: list[int], status: int) -> None:
    ANSWERS.extend(answers)
    assert client.call("POST", "/v1/admin/products", {}).status == status
    assert (len(SEEN), len(set(SEEN)), ANSWERS) == (len(answers), 1, [])


@pytest.mark.parametrize(("said", "attempt", "seconds"), [("3", 1, 3.0), ("900", 1, 10.0), ("", 1, 1.0), ("", 3, 4.0), ("soon", 2, 2.0)])
def test_it_waits_as_long_as_it_is_told_and_not_for_ever(said: str, attempt: int, seconds: float) -> None:
    assert shop_client._wait(said, attempt) == seconds
