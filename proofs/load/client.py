"""One client as a good SDK makes them: a key for each write, the same key when it asks again, and it waits as long as it is told to."""

from __future__ import annotations

import json
import random
import time
import uuid
from dataclasses import dataclass
from threading import Event
from typing import Any

import urllib3

from proofs.load.told import Told

SECONDS = 65.0
"""A client waits longer than the front door, which gives up after a minute."""
LONGEST_PAUSE = 15.0
_AGAIN = {429, 502, 503, 504, 500}
PATIENCE = 900.0
"""Seconds that one call is made again for, at most: a shop that was killed is back by then."""
LATE = "504 on a busy machine"
_SPUN, _SHARE = 0.05, 10


def too_busy() -> bool:
    """Whether this machine gives a process less than a tenth of a core: then a minute says nothing of the shop."""
    began, used = time.monotonic(), time.thread_time()
    while time.thread_time() - used < _SPUN:
        pass
    return time.monotonic() - began > _SHARE * _SPUN


class Refused(Exception):
    """It was answered, and it was no yes."""

    def __init__(self, where: str, status: int, code: str) -> None:
        super().__init__(f"{where}: {status} {code}")
        self.status, self.code = status, code


class GaveUp(Exception):
    """Nobody answered for so long that the client ended."""


@dataclass
class Client:
    """`number` gives it an address of its own: the shop counts calls by address."""

    base: str
    number: int
    chance: random.Random
    told: Told
    ending: Event

    def __post_init__(self) -> None:
        address = f"127.0.{1 + self.number // 200}.{1 + self.number % 200}"
        self._pool = urllib3.PoolManager(maxsize=2, source_address=(address, 0))

    def key(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """The JSON of a good answer. Raises Refused, GaveUp."""
        given = {name.replace("_", "-"): value for name, value in headers.items()} | {"Content-Type": "application/json"}
        if method != "GET":
            given["Idempotency-Key"] = key or self.key()
        raw = json.dumps(body).encode() if body is not None else None
        where, since = f"{method} {_route(path)}", time.monotonic()
        for tries in range(1000):
            status, content, pause = self._once(method, path, raw, given, where)
            if 0 < status < 400:
                return json.loads(content) if content else None
            if status and status not in _AGAIN and not (status == 409 and pause):
                raise Refused(where, status, _code(content))
            if time.monotonic() - since > PATIENCE:
                break
            self._wait(pause or min(8.0, 0.2 * 2 ** min(tries, 6)) * self.chance.uniform(0.5, 1))
        raise GaveUp(where)

    def _once(self, method: str, path: str, raw: bytes | None, given: dict[str, str], where: str) -> tuple[int, bytes, float]:
        """The status, 0 where there was none; the body; and the seconds that it says to wait."""
        began = time.monotonic()
        try:
            answer = self._pool.request(method, self.base + path, body=raw, headers=given, retries=False, timeout=SECONDS, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            self.told.answered(type(error).__name__, time.monotonic() - began)
            return 0, b"", 0
        took = time.monotonic() - began
        status = LATE if answer.status == 504 and too_busy() else answer.status
        self.told.answered(status, took)
        said = answer.headers.get("Retry-After", "")
        if answer.status >= 500 and status != LATE and not (status == 503 and said):
            self.told.complain(f"{where} was answered {answer.status}: {answer.data[:300].decode(errors='replace')}")
        return answer.status, answer.data, min(float(said), LONGEST_PAUSE) if said.isdigit() else 0

    def _wait(self, seconds: float) -> None:
        time.sleep(seconds)


def _route(path: str) -> str:
    """Without ids."""
    return "/".join("{id}" if "_" in part and any(c.isdigit() for c in part) else part for part in path.partition("?")[0].split("/"))


def _code(content: bytes) -> str:
    try:
        return str(json.loads(content).get("code", ""))
    except (ValueError, AttributeError):
        return content[:100].decode(errors="replace")
