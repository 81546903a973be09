"""Calls to providers over HTTP: one pool per process, short time limits, no automatic repetition.

Whether a call may be repeated is a question of money, so the caller decides; this module only says what is known: an answer, or
`NoAnswer`, after which the call may or may not have had its effect.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from typing import Any, NoReturn
from urllib.parse import urlsplit

import urllib3

from functions.shared.outside.time_left import time_left
from functions.shared.plain.deferred import dataclass

_MAX_ANSWER = 1024 * 1024


class NoAnswer(Exception):
    """Timeout, broken connection or an answer that cannot be read: the outcome is unknown."""


@dataclass(frozen=True)
class HttpAnswer:
    """`headers` have lower-case names."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The JSON object of the body. Raises NoAnswer for anything else: what happened over there is unknown then."""
        try:
            document = json.loads(self.body, parse_constant=_no_number, parse_float=_finite)
        except (ValueError, RecursionError) as error:
            raise NoAnswer("the answer is not JSON") from error
        if not isinstance(document, dict):
            raise NoAnswer("the answer is not a JSON object")
        return document


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def call(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = 5,
    largest: int = _MAX_ANSWER,
) -> HttpAnswer:
    """One request, sent at most once and never redirected. Raises NoAnswer, also for an answer of more than `largest` bytes.

    In a batch whose time is watched it takes no longer than what is left, and who let us wait for nothing is not asked again.
    """
    host, watch = urlsplit(url).netloc, time_left()
    if watch is not None:
        timeout = watch.at_most(timeout)
        if host in watch.silent or timeout <= 0:
            raise NoAnswer("it was silent a moment ago" if host in watch.silent else "no time left")
    try:
        answer = _pool().request(
            method,
            url,
            body=body,
            headers=dict(headers or {}),
            timeout=urllib3.Timeout(connect=min(2, timeout), read=timeout),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        try:
            content = answer.read(largest + 1, decode_content=True)
        finally:
            answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        if watch is not None and isinstance(error, urllib3.exceptions.TimeoutError):
            watch.silent.add(host)
        raise NoAnswer(type(error).__name__) from error
    if len(content) > largest:
        raise NoAnswer("the answer is too large")
    return HttpAnswer(answer.status, content, {name.lower(): value for name, value in answer.headers.items()})


@lru_cache(maxsize=1)
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=8, maxsize=4)
