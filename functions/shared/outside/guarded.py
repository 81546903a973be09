"""Calls to an address that somebody typed in: looked up once, checked, and the very address that was checked is connected to.

The certificate and the name told in the handshake are the host's, so a second look-up (and another answer to it) does not happen. Nobody is
followed to where they redirect, and a call ends in time however slowly an answer drips in.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import field
from functools import cache
from threading import Timer
from urllib.parse import SplitResult

from functions.shared.outside.public_addresses import checked_url, is_public
from functions.shared.outside.time_left import time_left
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings

SECONDS = 10.0
LARGEST = 16 * 1024
_LOOKING_UP, _CONNECTING = 3.0, 3.0
_MOST_ADDRESSES = 2


@dataclass(frozen=True)
class Answered:
    """`body`: at most as many of its first bytes as were asked for; `headers` have lower-case names."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class NotSent(Exception):
    """Nothing reached the other side: `reason` is a stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAnswered(Exception):
    """It may or may not have had its effect: `reason` is a stable word. `silent`: they let us wait for nothing."""

    def __init__(self, reason: str, *, silent: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.silent = reason, silent


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS, largest: int = LARGEST) -> Answered:
    """One request, sent at most once, looking up and connecting included in its `seconds`. Raises NotSent, NotAnswered."""
    return _asked("POST", url, body, headers, seconds=seconds, largest=largest)


def get(url: str, headers: Mapping[str, str], *, seconds: float = SECONDS, largest: int = LARGEST) -> Answered:
    """The same for what is only read."""
    return _asked("GET", url, None, headers, seconds=seconds, largest=largest)


def _asked(method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, seconds: float, largest: int) -> Answered:
    local = settings().may_loop_back
    try:
        parts = checked_url(url, local=local)
    except Invalid as error:
        raise NotSent(error.code) from error
    watch = time_left()
    if watch is not None and watch.at_most(seconds) < seconds:
        raise NotSent("no_time_left")
    end = time.monotonic() + seconds
    return _Call(parts, _looked_up(parts, min(seconds, _LOOKING_UP), local=local), end, largest).send(method, body, headers)


def _looked_up(parts: SplitResult, seconds: float, *, local: bool) -> list[str]:
    """The host's addresses. All have to be public: which of them is taken is nobody else's choice."""
    wanted = _resolver().submit(_addresses, str(parts.hostname), _port(parts))
    try:
        found = wanted.result(seconds)
    except TimeoutError as error:
        raise NotSent("host_unknown") from error
    except (OSError, UnicodeError) as error:
        raise NotSent("host_unknown") from error
    if not found or not all(is_public(address, local=local) for address in found):
        raise NotSent("address_not_allowed")
    return found[:_MOST_ADDRESSES]


def _addresses(host: str, port: int) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


@cache
def _resolver() -> ThreadPoolExecutor:
    """A look-up knows no time limit of its own."""
    return ThreadPoolExecutor(4, thread_name_prefix="look-up")


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Call:
    def __init__(self, parts: SplitResult, addresses: list[str], end: float, largest: int) -> None:
        self._parts, self._addresses, self._end, self._largest = parts, addresses, end, largest
        self._socket: socket.socket | None = None
        self._late = False

    def send(self, method: str, body: bytes | None, headers: Mapping[str, str]) -> Answered:
        # A time limit of sockets counts from one byte to the next; this one counts for the whole call.
        watch = Timer(self._left(), self._break_off)
        watch.daemon = True
        watch.start()
        try:
            self._connect()
            return self._exchange(method, body, headers)
        finally:
            watch.cancel()
            if self._socket is not None:
                self._socket.close()

    def _reached(self) -> socket.socket:
        *others, last = [(address, _port(self._parts)) for address in self._addresses]
        for one in others:
            with suppress(OSError):
                return socket.create_connection(one, min(_CONNECTING, self._left()))
        return socket.create_connection(last, min(_CONNECTING, self._left()))

    def _left(self) -> float:
        """A socket takes 0 for not waiting at all, which is another kind of error."""
        return max(0.001, self._end - time.monotonic())

    def _connect(self) -> None:
        try:
            self._socket = self._reached()
            self._socket.settimeout(self._left())
            if self._parts.scheme == "https":
                secured = _trust().wrap_socket(self._socket, server_hostname=self._parts.hostname, do_handshake_on_connect=False)
                self._socket = secured
                secured.do_handshake()
        except ssl.SSLError as error:
            raise NotSent("certificate_refused" if isinstance(error, ssl.SSLCertVerificationError) else "tls_failed") from error
        except TimeoutError as error:
            raise NotAnswered("timeout", silent=True) from error
        except OSError as error:
            raise NotSent("connection_refused") from error

    def _exchange(self, method: str, body: bytes | None, headers: Mapping[str, str]) -> Answered:
        connection = http.client.HTTPConnection(str(self._parts.hostname), _port(self._parts))
        connection.sock = self._socket
        target = (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")
        try:
            connection.request(method, target, body, {"Host": self._parts.netloc, "Connection": "close", **headers})
            with connection.getresponse() as answer:
                status, content = answer.status, answer.read(self._largest)
                told = {name.lower(): value for name, value in answer.getheaders()}
        except TimeoutError as error:
            raise NotAnswered("timeout", silent=True) from error
        except (OSError, http.client.HTTPException) as error:
            raise NotAnswered("timeout" if self._late else "connection_lost", silent=self._late) from error
        if self._late:
            raise NotAnswered("timeout", silent=True)
        return Answered(status, content, told)

    def _break_off(self) -> None:
        self._late = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
