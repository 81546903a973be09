"""C09, X02: a call to an address that somebody typed in goes to the address that was checked, and ends in time."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from functions.shared.outside import guarded
from functions.shared.outside.guarded import Answered, NotAnswered, NotSent, post
from functions.shared.plain.settings import settings

Patch = pytest.MonkeyPatch
Talk = Callable[[socket.socket], None]
HOST = "wms.example.com"


@contextmanager
def server(talk: Talk, context: ssl.SSLContext | None = None) -> Iterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                raw, _ = listening.accept()
                with suppress(OSError), raw:
                    talk(context.wrap_socket(raw, server_side=True) if context else raw)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def answering(text: bytes, heard: list[bytes] | None = None) -> Talk:
    def talk(connection: socket.socket) -> None:
        request = connection.recv(65536)
        while b"\r\n\r\n" not in request or not request.endswith(b"{}"):
            request += connection.recv(65536)
        if heard is not None:
            heard.append(request)
        connection.sendall(text)
        connection.close()

    return talk


def resolving(patch: Patch, *answers: list[str]) -> list[str]:
    """Names are looked up as told, one answer after the other; what was asked."""
    asked: list[str] = []

    def look_up(host: str, port: int, **_: Any) -> Any:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers[len(asked) - 1]]

    patch.setattr(guarded, "_addresses", lambda host, port: [entry[4][0] for entry in look_up(host, port)])
    return asked


def test_an_answer_and_its_host(monkeypatch: Patch) -> None:
    heard: list[bytes] = []
    asked = resolving(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    with server(answering(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok", heard)) as port:
        assert post(f"http://{HOST}:{port}/hook?shop=1", b"{}", {"webhook-id": "evt_1"}) == Answered(201, b"ok", {"content-length": "2"})
    assert heard[0].startswith(b"POST /hook?shop=1 HTTP/1.1\r\n")
    assert f"\r\nHost: {HOST}:{port}\r\n".encode() in heard[0]
    assert b"\r\nwebhook-id: evt_1\r\n" in heard[0]
    assert asked == [HOST]


@pytest.mark.parametrize(
    "found",
    [
        ["10.0.0.1"],
        ["8.8.8.8", "169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["127.0.0.1"],
        ["::1"],
        ["fe80::1"],
        ["fd00::1"],
        ["64:ff9b::a9fe:a9fe"],
        [],
    ],
)
def test_a_name_that_leads_inside_is_not_called(monkeypatch: Patch, found: list[str]) -> None:
    """Also `localhost` under another name. As deployed: here and on a laptop loopback is allowed."""
    resolving(monkeypatch, found)
    monkeypatch.setattr(guarded, "settings", lambda: replace(settings(), stage="prod", loopback_subscribers="allowed"))
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    with pytest.raises(NotSent) as refused:
        post(f"https://{HOST}/", b"{}", {})
    assert refused.value.reason == "address_not_allowed"


def test_a_name_that_leads_elsewhere_at_the_second_look_is_looked_up_once(monkeypatch: Patch) -> None:
    asked = resolving(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    connected: list[Any] = []

    def connect(address: Any, _timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotSent):
        post(f"https://{HOST}/", b"{}", {})
    assert (asked, connected) == ([HOST], [("93.184.215.14", 443)])


def test_where_the_first_address_does_not_answer_the_second_is_tried(monkeypatch: Patch) -> None:
    resolving(monkeypatch, ["127.0.0.2", "127.0.0.1"])
    with server(answering(b"HTTP/1.1 204 No Content\r\n\r\n")) as port:
        assert post(f"http://{HOST}:{port}/", b"{}", {}).status == 204


def test_a_redirect_is_an_answer_and_nothing_else(monkeypatch: Patch) -> None:
    asked = resolving(monkeypatch, ["127.0.0.1"])
    with server(answering(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")) as port:
        assert post(f"http://{HOST}:{port}/", b"{}", {}).status == 302
    assert asked == [HOST]


def test_of_an_endless_answer_the_beginning_is_read() -> None:
    with server(answering(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5_000_000)) as port:
        assert len(post(f"http://127.0.0.1:{port}/", b"{}", {}).body) == guarded.LARGEST


def drip(piece: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(30):
            time.sleep(0.02)
            connection.sendall(piece)

    return talk


@pytest.mark.parametrize("piece", [b"X-More: 1\r\n", b"\r\nx", b""])
def test_an_answer_that_drips_in_ends_in_time(piece: bytes) -> None:
    with server(drip(piece)) as port:
        started = time.perf_counter()
        with pytest.raises(NotAnswered) as late:
            post(f"http://127.0.0.1:{port}/", b"{}", {}, seconds=0.15)
        assert time.perf_counter() - started < 1
    assert (late.value.reason, late.value.silent) == ("timeout", True)


def test_nobody_there_broken_off_and_nonsense() -> None:
    with server(lambda connection: connection.close()) as port:
        with pytest.raises(NotAnswered) as lost:
            post(f"http://127.0.0.1:{port}/", b"{}", {})
        assert lost.value.reason == "connection_lost"
    with pytest.raises(NotSent) as refused:
        post(f"http://127.0.0.1:{port}/", b"{}", {})
    assert refused.value.reason == "connection_refused"
    with server(answering(b"SMTP ready\r\n")) as other, pytest.raises(NotAnswered):
        post(f"http://127.0.0.1:{other}/", b"{}", {})


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's and a client's that trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "both.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(pem) + private)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(file)
    return own, ssl.create_default_context(cadata=made.public_bytes(pem).decode())


def test_a_certificate_that_nobody_vouches_for_is_refused(monkeypatch: Patch, tmp_path: Path) -> None:
    """X02: self-signed; nothing of the message was sent."""
    own, _ = certificate(tmp_path, HOST)
    resolving(monkeypatch, ["127.0.0.1"])
    heard: list[bytes] = []
    with server(answering(b"HTTP/1.1 200 OK\r\n\r\n", heard), own) as port, pytest.raises(NotSent) as refused:
        post(f"https://{HOST}:{port}/", b"{}", {})
    assert (refused.value.reason, heard) == ("certificate_refused", [])


def test_the_certificate_has_to_be_the_hosts_though_an_address_is_called(monkeypatch: Patch, tmp_path: Path) -> None:
    own, trust = certificate(tmp_path, HOST)
    names: list[str | None] = []
    own.sni_callback = lambda _connection, name, _context: names.append(name)
    monkeypatch.setattr(guarded, "_trust", lambda: trust)
    resolving(monkeypatch, *[["127.0.0.1"]] * 2)
    with server(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), own) as port:
        assert post(f"https://{HOST}:{port}/", b"{}", {}).status == 200
        with pytest.raises(NotSent) as refused:
            post(f"https://other.example.com:{port}/", b"{}", {})
    assert refused.value.reason == "certificate_refused"
    assert names == [HOST, "other.example.com"]
