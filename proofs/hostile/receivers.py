"""A small internet for those whom the shop tells: names that lead where they should not, hosts that answer as nobody should.

The shop's own code looks up, connects, shakes hands and reads (`guarded`); only the wire under it is ours, and it notes whoever is
connected to that is no public address.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest

from functions.shared.outside import guarded
from functions.shared.outside.public_addresses import is_public
from functions.shared.plain.settings import settings
from proofs.shop.world import World
from tests.unit.shared.outside.test_guarded import certificate

ZONE = "receivers.example.com"
PUBLIC = "93.184.215.14"
PATIENCE = 0.4
"""Seconds a call may take here, instead of ten: what is measured is that it ends in its time."""
_INSIDE = "169.254.169.254"
_ASKED = guarded._asked
_OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

Talk = Callable[[Any], None]


def _says(text: bytes) -> Talk:
    return lambda connection: connection.sendall(text)


def _drips(connection: Any) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        time.sleep(0.02)
        connection.sendall(b"X-More: 1\r\n")


def _redirect(to: str) -> Talk:
    return _says(f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())


def _lies() -> Talk:
    """Good JSON, and nothing that was agreed: another one each time."""
    answers = cycle(
        ['{"lines": "all"}', "[]", '{"lines": [{"id": "x", "price": -5}]}', '{"options": [{"id": "standard", "price": "NaN"}]}',
         '{"lines": [{"line_id": null, "unit_price": {"amount": -1, "currency": "XXX"}}]}', "null", '{"allowed": "no", "errors": 7}']
    )  # fmt: skip

    def talk(connection: Any) -> None:
        body = next(answers).encode()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    return talk


TALKS: dict[str, Talk] = {
    "silent": lambda _: time.sleep(2 * PATIENCE),
    "dripping": _drips,
    "garbage": _says(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n\xff\xfe{]nonse"),
    "too-short": _says(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n{"),
    "too-long": _says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + b"{}" * 4000),
    "endless": _says(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2_000_000),
    "no-http": _says(b"SMTP ready\r\n"),
    "bad-length": _says(b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"),
    "long-headers": _says(b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n"),
    "lying": _lies(),
    "hanging-up": lambda _: None,
    "failing": _says(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"),
    "redirecting": _redirect(f"https://elsewhere.{ZONE}/"),
    "redirecting-inside": _redirect(f"http://{_INSIDE}/latest/meta-data/"),
}
NAMES: dict[str, list[list[str]]] = {
    # The answers of DNS, one look-up after the other; the last one stays.
    "inside": [[_INSIDE]],
    "half-inside": [[PUBLIC, "10.0.0.1"]],
    "rebinding": [[PUBLIC], ["127.0.0.1"]],
    "rebinding-back": [["::ffff:10.0.0.7"], [PUBLIC]],
    "nowhere": [[]],
}
STRANGER = "strangers-certificate"
HOSTILE = (*TALKS, *NAMES, STRANGER)


@dataclass
class Internet:
    """`heard`: the requests that each host got. `inside`: connections that must not have been tried. `callers`: modules of the shop that
    asked. `longest`: of all calls, seconds."""

    healed: bool = False
    heard: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    looked_up: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    inside: list[str] = field(default_factory=list)
    callers: set[str] = field(default_factory=set)
    longest: float = 0

    def addresses(self, host: str) -> list[str]:
        name = host.partition(".")[0]
        answers = NAMES.get(name, [[PUBLIC]])
        self.looked_up[name] += 1
        return [PUBLIC] if self.healed else answers[min(self.looked_up[name], len(answers)) - 1]

    def talk(self, connection: Any) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(65536) or b"\r\n\r\n"
        head, _, body = request.partition(b"\r\n\r\n")
        told = {name.lower(): value for name, _, value in (line.partition(b": ") for line in head.split(b"\r\n"))}
        while len(body) < int(told.get(b"content-length", 0)):
            body += connection.recv(65536)
        name = told.get(b"host", b"").decode().partition(".")[0]
        self.heard[name].append(body)
        (_says(_OK) if self.healed else TALKS.get(name, _says(_OK)))(connection)


def url_of(name: str) -> str:
    return f"https://{name}.{ZONE}/hook"


@contextmanager
def internet(world: World, patch: pytest.MonkeyPatch) -> Iterator[Internet]:
    made = Internet()
    with TemporaryDirectory() as folder:
        own, trust = certificate(Path(folder), f"*.{ZONE}")
    with TemporaryDirectory() as folder:
        strange, _ = certificate(Path(folder), f"{STRANGER}.{ZONE}")

    def choose(connection: Any, name: str | None, _: ssl.SSLContext) -> None:
        if (name or "").partition(".")[0] == STRANGER and not made.healed:
            connection.context = strange

    own.sni_callback = choose
    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_serve, args=(listening, own, made), daemon=True).start()

    def connect(address: tuple[str, int], seconds: float) -> socket.socket:
        if not is_public(address[0]):
            made.inside.append(str(address))
            raise ConnectionRefusedError
        return socket.create_connection(listening.getsockname(), seconds)

    def asked(method: str, url: str, body: bytes | None, headers: Any, *, seconds: float, largest: int) -> guarded.Answered:
        def call() -> guarded.Answered:
            began = time.monotonic()
            try:
                return _ASKED(method, url, body, headers, seconds=min(seconds, PATIENCE), largest=largest)
            finally:
                made.longest = max(made.longest, time.monotonic() - began)

        made.callers.add(_caller())
        found: guarded.Answered = world.edge.passed(f"http:{method}", url, call)
        return found

    patch.setattr(guarded, "_asked", asked)
    patch.setattr(guarded, "_addresses", lambda host, _: made.addresses(host))
    patch.setattr(guarded, "_trust", lambda: trust)
    patch.setattr(guarded, "settings", lambda: replace(settings(), stage="prod"))
    patch.setattr(guarded, "socket", SimpleNamespace(**{**vars(socket), "create_connection": connect}))
    try:
        yield made
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _caller() -> str:
    frame = sys._getframe(1)
    while frame.f_back and (frame.f_globals["__name__"] == guarded.__name__ or not frame.f_globals["__name__"].startswith("functions.")):
        frame = frame.f_back
    return str(frame.f_globals["__name__"])


def _serve(listening: socket.socket, own: ssl.SSLContext, made: Internet) -> None:
    def one(raw: socket.socket) -> None:
        with suppress(OSError), raw:
            raw.settimeout(5)
            secured = own.wrap_socket(raw, server_side=True)
            made.talk(secured)
            secured.close()

    with suppress(OSError):
        while True:
            raw, _ = listening.accept()
            threading.Thread(target=one, args=(raw,), daemon=True).start()
