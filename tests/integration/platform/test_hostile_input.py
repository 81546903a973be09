"""What no honest client sends, at every operation: a clear problem document, never a 500."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from functions.shared.http.app import ShopApp
from functions.shared.http.operation import Operation
from tests.integration.platform.test_every_role_at_every_door import _doors
from tests.support.identity import bearer

NUL, LONE, DEEP = "a\x00b", "\ud800", 100_000
BODIES: dict[str, bytes] = {
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "overlong UTF-8": b'{"name": "\xc0\x80"}',
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"name": "x"}',
    "lists too deep": b"[" * DEEP + b"]" * DEEP,
    "objects too deep": b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    "half a document": b'{"name": ',
    "a list": b"[]",
    "a number": b"1e400",
    "text": b'"x"',
    "null": b"null",
    "an empty name": b'{"": 1, "name": null}',
    "a name twice": b'{"name": "a", "name": "b"}',
    "a lone surrogate as a name": b'{"\\ud800": 1}',
    "nothing but blanks": b" \n\t ",
    "a form": b"name=x&quantity=1",
}
QUERIES: dict[str, list[tuple[str, str]]] = {
    "twice": [("limit", "1"), ("limit", "2"), ("cursor", "a"), ("cursor", "b"), ("q", "a"), ("q", "b")],
    "NUL": [("q", NUL), ("cursor", NUL), ("limit", NUL), ("status", NUL), ("from", NUL), ("sort", NUL)],
    "surrogate": [("q", LONE), ("cursor", LONE), ("fields", LONE), ("currency", LONE)],
    "huge": [("limit", "9" * 5000), ("price_min", "1e400"), ("price_max", str(2**63)), ("cursor", "A" * 20_000)],
    "empty": [("", ""), ("limit", ""), ("cursor", ""), ("fields", ""), ("attr.", ""), ("q", "")],
    "odd digits": [("limit", "١٢"), ("limit", "1_0"), ("price_min", "NaN"), ("fields", ",,,"), ("fields", "a." * 900)],
}
HEADERS: dict[str, dict[str, str]] = {
    "long": dict.fromkeys(("accept-language", "if-none-match", "x-correlation-id", "user-agent", "accept"), "x" * 9000),
    "odd": {"if-match": '"٣"', "accept-language": "zh;q=NaN,en;q=1e999,*;q=-1,;;;", "if-none-match": '"', "x-cart-token": LONE},
    "tokens": {"x-cart-token": "\x00", "x-order-token": "🦄" * 500, "content-length": "-1", "x-forwarded-for": "a,,b"},
    "key of a surrogate": {"idempotency-key": LONE * 40},
    "huge version": {"if-match": '"' + "9" * 400 + '"'},
}
SEGMENTS = (NUL, LONE, "x" * 20_000, "%00", "%E4%ZZ", "..", "🦄", " ", "{id}", "a/b", "#", "١", str(10**400), "{0.__class__}")
MEDIA = (
    "text/plain",
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "",
    "🦄",
    "/",
    "application/json",
)
VALUES = (
    "1e400",
    "-1e400",
    "1" + "0" * 400,
    str(2**63),
    str(-(2**63) - 1),
    "1.5",
    "NaN",
    f'"{"x" * 100_000}"',
    '"\\u0000"',
    '"\\ud800"',
    "[[[[1]]]]",
)


def called(app: ShopApp, op: Operation, **change: Any) -> tuple[int, Mapping[str, str], str]:
    """One call as the gateway hands it on, with what `change` names in the place of the usual."""
    parameters = {part[1:-1]: change.get("segment", "nobody") for part in op.path.split("/") if part.startswith("{")}
    headers = bearer_of_owner() | {"content-type": "application/json"} | change.get("headers", {})
    query: dict[str, list[str]] = {}
    for name, value in change.get("query", ()):
        query.setdefault(name, []).append(value)
    event = {
        "resource": op.path,
        "path": op.path,
        "httpMethod": op.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "multiValueQueryStringParameters": query or None,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": {"resourcePath": op.path, "httpMethod": op.method, "requestId": "r", "identity": {"sourceIp": "127.0.0.1"}},
        "body": change.get("text", base64.b64encode(change.get("body", b"")).decode()),
        "isBase64Encoded": "text" not in change,
    }
    answer = app(event, None)
    return answer["statusCode"], {name.lower(): value for name, value in answer["headers"].items()}, answer["body"]


_owner: dict[str, str] = {}


def bearer_of_owner() -> dict[str, str]:
    if not _owner:
        _owner.update({name.lower(): value for name, value in bearer("owner").items()})
    return _owner


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "test")


def wrong(app: ShopApp, op: Operation, what: str, **change: Any) -> Iterator[tuple[str, str, int, str]]:
    """What is not as it must be: below 500 and, where it is refused, a problem document with a code (or a page that people open), as UTF-8.

    503 says that something this test has not set up is away, such as the search index.
    """
    status, headers, text = called(app, op, **change)
    text.encode()
    refused = status >= 400 and op.path not in _OWN_WORDS
    form = headers.get("content-type", "")
    opened = op.path.startswith("/o/") or status in op.own_answers
    page = opened and form.startswith("text/html") and "</html>" in text
    problem = page or _is_problem(op, form, text) if refused else True
    if (status >= 500 and status != 503) or not problem:
        yield f"{op.method} {op.path}", what, status, text[:200]


def _is_problem(op: Operation, form: str, text: str) -> bool:
    """A problem document; or, for machines that buy, UCP's messages and the error of JSON-RPC, once it is known what they ask for, and
    ACP's and OAuth's words."""
    told = json.loads(text)
    if op.path.startswith("/oauth/") and form == "application/json":
        return bool(told["error"] and told["error_description"])
    if op.path.startswith("/acp/") and form == "application/json":
        return bool(told["type"] and told["code"] and told["message"])
    if form == "application/problem+json" or not op.path.startswith("/ucp/"):
        return form == "application/problem+json" and bool(told["code"])
    return form == "application/json" and bool(told["messages"][0]["code"] if "messages" in told else told["error"]["code"])


_OWN_WORDS = {op.path for _, op in _doors() if op.path.startswith("/v1/webhooks/")}
"""Whose callers prescribe the form of the answer."""


@pytest.mark.parametrize("what", BODIES)
def test_no_body_breaks_an_operation(what: str) -> None:
    """F-A30, F-B8: unreadable bytes, wrong shapes, depth beyond the stack."""
    assert [found for app, op in _doors() if op.method != "GET" for found in wrong(app, op, what, body=BODIES[what])] == []


@pytest.mark.parametrize("what", QUERIES)
def test_no_query_breaks_an_operation(what: str) -> None:
    """X11"""
    assert [found for app, op in _doors() for found in wrong(app, op, what, query=QUERIES[what])] == []


@pytest.mark.parametrize("value", [NUL, "x" * 5000, "9" * 400, "1e400", "", "-1", "🦄"], ids=lambda text: ascii(text[:6]))
def test_no_value_of_a_parameter_breaks_an_operation(value: str) -> None:
    """X11: every parameter of every query, one after the other."""
    asked = [(app, op, name) for app, op in _doors() for name in op.query.model_fields]
    assert [found for app, op, name in asked for found in wrong(app, op, name, query=[(name, value)])] == []


@pytest.mark.parametrize("what", HEADERS)
def test_no_header_breaks_an_operation(what: str) -> None:
    """X10"""
    assert [found for app, op in _doors() for found in wrong(app, op, what, headers=HEADERS[what])] == []


@pytest.mark.parametrize("segment", SEGMENTS, ids=lambda text: ascii(text[:12]))
def test_no_path_breaks_an_operation(segment: str) -> None:
    """X10: NUL bytes, lone surrogates, ids longer than a key may be, names of Python."""
    doors = [(app, op) for app, op in _doors() if "{" in op.path]
    found: list[Any] = []
    for app, op in doors:
        found += wrong(app, op, "path", segment=segment, body=json.dumps(op.example or {}).encode() if op.body else b"")
    assert found == []


@pytest.mark.parametrize("media", MEDIA)
def test_no_media_type_breaks_an_operation(media: str) -> None:
    doors = [(app, op) for app, op in _doors() if op.method != "GET"]
    assert [found for app, op in doors for found in wrong(app, op, media, body=b"{}", headers={"content-type": media})] == []


@pytest.mark.parametrize("value", VALUES, ids=lambda text: text[:12])
def test_no_value_of_a_field_breaks_an_operation(value: str) -> None:
    """F-B8: every field of every body, one after the other: numbers beyond every type, NUL, half of a pair."""
    found: list[Any] = []
    for app, op in _doors():
        for name in op.body.model_fields if op.body is not None and op.method != "GET" else ():
            whole = json.dumps(dict(op.example or {}) | {name: "@@"}, ensure_ascii=False)
            found += wrong(app, op, name, body=whole.replace('"@@"', value).encode("utf-8", "surrogatepass"))
    assert found == []


def test_a_body_that_is_no_base64_and_one_that_is_too_long() -> None:
    for app, op in _doors():
        if op.method != "GET":
            assert [*wrong(app, op, "too long", body=b" " * (op.max_body + 1))] == []
            assert [*wrong(app, op, "lone surrogate in text", text='{"name": "\ud800"}')] == []
