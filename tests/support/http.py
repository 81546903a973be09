"""Calls a domain's Chalice app the way API Gateway does: one REST proxy event in, one answer out."""

from __future__ import annotations

import base64
import json
import threading
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from chalice.app import Chalice, Request


class _OfItsThread:
    """Lambda asks a process one thing at a time; here many threads share an app, and none may be answered what another one asked."""

    def __init__(self) -> None:
        self._own = threading.local()

    def __get__(self, app: Chalice | None, _kind: type[Chalice]) -> Any:
        return getattr(self._own, str(id(app)), None)

    def __set__(self, app: Chalice, request: Request | None) -> None:
        setattr(self._own, str(id(app)), request)


Chalice.current_request = _OfItsThread()  # type: ignore[assignment]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    content: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The stable code of a problem document."""
        assert self.headers["content-type"] == "application/problem+json", self.text
        return str(self.json["code"])


class Client:
    """`Client(app).post("/v1/carts", {...})`; `headers` given here go with every call. Apps `beside` the first answer what it has not."""

    def __init__(self, app: Chalice, headers: dict[str, str] | None = None, *beside: Chalice) -> None:
        self.app = app
        self.beside = beside
        self.headers = headers or {}
        self.source_ip = "127.0.0.1"
        self.context: Any = None

    def get(self, url: str, **headers: str) -> Answer:
        return self.call("GET", url, None, headers)

    def post(self, url: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", url, body, headers)

    def put(self, url: str, body: Any = None, **headers: str) -> Answer:
        return self.call("PUT", url, body, headers)

    def patch(self, url: str, body: Any = None, **headers: str) -> Answer:
        return self.call("PATCH", url, body, headers)

    def delete(self, url: str, **headers: str) -> Answer:
        return self.call("DELETE", url, None, headers)

    def call(self, method: str, url: str, body: Any, headers: dict[str, str] | None = None) -> Answer:
        """`body`: bytes are sent as they are, anything else as JSON. Header names take `_` for `-`."""
        split = urlsplit(url)
        app, resource, parameters = self._route(split.path)
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        given = {"content-type": "application/json"} | {k.replace("_", "-"): v for k, v in {**self.headers, **(headers or {})}.items()}
        query = parse_qs(split.query, keep_blank_values=True)
        event = {
            "resource": resource,
            "path": split.path,
            "httpMethod": method,
            "headers": given,
            "multiValueHeaders": {k: [v] for k, v in given.items()},
            "queryStringParameters": {k: v[-1] for k, v in query.items()} or None,
            "multiValueQueryStringParameters": query or None,
            "pathParameters": parameters or None,
            "stageVariables": None,
            "requestContext": {
                "resourcePath": resource,
                "httpMethod": method,
                "path": split.path,
                "requestId": str(uuid.uuid4()),
                "identity": {"sourceIp": self.source_ip},
            },
            "body": base64.b64encode(raw).decode(),
            "isBase64Encoded": True,
        }
        answer = app(event, self.context)
        text = answer["body"]
        content = base64.b64decode(text) if answer.get("isBase64Encoded") else text.encode()
        text = content.decode(errors="replace")
        answered = {k.lower(): v for k, v in answer["headers"].items()}
        answered |= {k.lower(): v[0] for k, v in answer.get("multiValueHeaders", {}).items() if v}
        return Answer(answer["statusCode"], answered, text, content)

    def _route(self, path: str) -> tuple[Chalice, str, dict[str, str]]:
        """The route API Gateway would choose: literal segments win over parameters."""
        parts = path.strip("/").split("/")
        best: tuple[int, Chalice, str, dict[str, str]] | None = None
        begins = tuple(parts[:2])
        for app, route, pattern in [found for one in (self.app, *self.beside) for found in _routes_of(one, len(parts), begins)]:
            pairs = list(zip(pattern, parts, strict=True))
            if all(_fits(p, given) for p, given in pairs):
                names = {p[1:-1]: unquote(given) for p, given in pairs if p.startswith("{")}
                if best is None or len(names) < best[0]:
                    best = (len(names), app, route, names)
        assert best is not None, f"no route for {path}"
        return best[1:]


@cache
def _routes_of(app: Chalice, length: int, begins: tuple[str, ...]) -> list[tuple[Chalice, str, list[str]]]:
    """Those of so many segments that may begin so. Found once: benchmarks count what a call costs, and this is API Gateway's part of it."""
    split = [(route, route.strip("/").split("/")) for route in app.routes]
    return [(app, route, pattern) for route, pattern in split if len(pattern) == length and all(map(_fits, pattern, begins))]


def _fits(segment: str, given: str) -> bool:
    return segment.startswith("{") or segment == given
