"""The shop's own API, asked with the key of who calls: so a tool is allowed, limited, checked, done once and noted as any call with that
key, by the function that does it anyway (ADR 144)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any
from urllib.parse import quote, urlencode

from functions.shared.outside import outbound
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import TooManyRequests, Unavailable
from functions.shared.plain.settings import settings

_SECONDS = 18


class Unanswered(Unavailable):
    code, title = "outcome_unknown", "It was not answered"


@dataclass(frozen=True)
class Ask:
    """`key`: its Idempotency-Key. `if_match`: the ETag that it must have still."""

    method: str
    path: str
    given: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    if_match: str = ""

    @property
    def address(self) -> str:
        names = {name: quote(str(self.given[name]), safe="") for name in _named(self.path)}
        rest = self._rest if self.method == "GET" else {}
        return self.path.format(**names) + (f"?{urlencode(rest, doseq=True)}" if rest else "")

    @property
    def body(self) -> bytes | None:
        return json.dumps(self._rest).encode() if self.method != "GET" and self._rest else None

    @property
    def _rest(self) -> dict[str, Any]:
        return {name: value for name, value in self.given.items() if name not in _named(self.path)}


@dataclass(frozen=True)
class Answered:
    status: int
    document: Any
    etag: str = ""

    @property
    def is_refusal(self) -> bool:
        return self.status >= 300


def answer_to(ask: Ask, secret: str, languages: Sequence[str]) -> Answered:
    """Raises Unanswered where nobody knows what came of it, TooManyRequests."""
    headers = {"x-api-key": secret, "accept": "application/json", "content-type": "application/json"}
    headers |= {"idempotency-key": ask.key} if ask.key else {}
    headers |= {"if-match": f'"{ask.if_match}"'} if ask.if_match else {}
    headers |= {"accept-language": ", ".join(languages)} if languages else {}
    try:
        told = outbound.call(
            ask.method, settings().public_base_url.rstrip("/") + ask.address, body=ask.body, headers=headers, timeout=_SECONDS
        )
    except outbound.NoAnswer as error:
        raise Unanswered("Nobody answered. Call again with the same arguments: what was done is not done twice.") from error
    if told.status == TooManyRequests.status:
        raise TooManyRequests("Too many calls with this key.", retry_after=_seconds(told.headers.get("retry-after", "")))
    if told.status >= 500:
        raise Unanswered("The shop could not say what came of it. Call again with the same arguments: what was done is not done twice.")
    return Answered(told.status, _read(told.body), told.headers.get("etag", "").removeprefix("W/").strip('"'))


def _named(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _read(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError) as error:
        raise Unanswered("What was answered could not be read.") from error


def _seconds(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
