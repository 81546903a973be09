"""Calls made up from the published contract, and what of the answers the contract does not allow. Deterministic: the seed decides."""

from __future__ import annotations

import base64
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)
Send = Callable[[str, str, str, Mapping[str, str], bytes], tuple[int, Mapping[str, str], bytes]]
"""Method, the operation's path, the address from its path on, headers, body → status, headers, body."""


_LONGEST_ADDRESS = 8_000


def sent(app: Any, method: str, path: str, address: str, headers: Mapping[str, str], raw: bytes) -> tuple[int, Mapping[str, str], bytes]:
    """As API Gateway asks a function, in this process; `path` as the contract has it."""
    split = urlsplit(address)
    pairs = zip(path.split("/"), split.path.split("/"), strict=True)
    query = parse_qs(split.query, keep_blank_values=True)
    named = {name.lower(): value for name, value in headers.items()}
    event = {
        "resource": path,
        "path": split.path,
        "httpMethod": method,
        "headers": named,
        "multiValueHeaders": {name: [value] for name, value in named.items()},
        "multiValueQueryStringParameters": query or None,
        "pathParameters": {name[1:-1]: unquote(given) for name, given in pairs if name.startswith("{")} or None,
        "stageVariables": None,
        "requestContext": {"resourcePath": path, "httpMethod": method, "requestId": "r", "identity": {"sourceIp": "127.0.0.1"}},
        "body": base64.b64encode(raw).decode(),
        "isBase64Encoded": True,
    }
    answer = app(event, None)
    content = base64.b64decode(answer["body"]) if answer.get("isBase64Encoded") else answer["body"].encode()
    more = {name: values[0] for name, values in (answer.get("multiValueHeaders") or {}).items()}
    return answer["statusCode"], answer["headers"] | more, content


def _is_sendable(value: Any) -> bool:
    """What HTTP servers and gateways refuse by themselves, before any function is called, is no question to the contract."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return text.isascii() and text.isprintable()


def asked(case: Any, own: Mapping[str, str], send: Send) -> schemathesis.Response | None:
    """What is answered to somebody with these headers; nothing if no gateway would let the call in."""
    given = case.as_transport_kwargs(base_url="http://shop.test")
    kept = {name: value for name, value in given.items() if name in ("method", "url", "headers", "params", "json", "data")}
    drawn = {
        name: value
        for name, value in (kept.pop("headers", None) or {}).items()
        if name.lower() not in ("authorization", "x-api-key") and _is_sendable(value)
    }
    request = requests.Request(**kept, headers=drawn | dict(own)).prepare()
    split = urlsplit(str(request.url))
    if len(str(request.url)) > _LONGEST_ADDRESS or split.path.count("/") != case.path.count("/"):
        return None
    body: Any = request.body or b""
    raw: bytes = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    address = f"{split.path}?{split.query}" if split.query else split.path
    status, headers, content = send(
        case.method.upper(), case.path, address, {name: str(value) for name, value in request.headers.items()}, raw
    )
    return schemathesis.Response(
        status_code=status,
        headers={name.lower(): [value] for name, value in headers.items()},
        content=content,
        request=request,
        elapsed=0.01,
        verify=False,
    )


def not_as_told(case: Any, answer: schemathesis.Response) -> str:
    """What of the answer the contract does not allow; nothing if it allows all of it."""
    load_all_checks()
    try:
        case.validate_response(answer, checks=[CHECKS.get_one(name) for name in CHECKED])
    except FailureGroup as failures:
        return "; ".join(str(one) for one in failures.exceptions)[:500]
    return ""


@dataclass
class Fuzz:
    """`callers`: their names with their headers, who all send the same. `may(operation, method, caller)` says whether a call is made.

    Drawing a call costs ten times what answering it does.
    """

    document: Mapping[str, Any]
    send: Send
    callers: Mapping[str, Mapping[str, str]]
    may: Callable[[Mapping[str, Any], str, str], bool] = lambda _definition, _method, _caller: True
    wrong: list[tuple[str, str, int, str]] = field(default_factory=list)
    answered: int = 0

    def run(self, *, number: int, right: bool, one_in: int = 1, calls: int = 1) -> None:
        """So many calls of every operation (or of one in so many) by every caller: right by the contract, or wrong. The first one is the
        simplest that there is, whatever the number."""
        mode = GenerationMode.POSITIVE if right else GenerationMode.NEGATIVE
        contract = schemathesis.openapi.from_dict(dict(self.document))
        for found in islice(contract.get_all_operations(), number % one_in, None, one_in):
            operation: Any = cast("Any", found).ok()
            definition = self.document["paths"][operation.path][operation.method.lower()]
            callers = [name for name in self.callers if self.may(definition, operation.method.upper(), name)]
            if callers:
                self._drawn(operation, mode, callers, number, calls)

    def _drawn(self, operation: Any, mode: GenerationMode, callers: Sequence[str], number: int, calls: int) -> None:
        @seed(number)
        @settings(max_examples=calls, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy(generation_mode=mode))
        def call(case: Any) -> None:
            for caller in callers:
                self._called(case, caller)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                call()
            except Unsatisfiable:
                # Nothing wrong can be said to an operation that takes nothing.
                return

    def _called(self, case: Any, caller: str) -> None:
        answer = asked(case, self.callers[caller], self.send)
        if answer is None:
            return
        self.answered += 1
        if told := not_as_told(case, answer):
            body: Any = answer.request.body or b""
            address = str(answer.request.url).partition("http://shop.test")[2]
            self.wrong.append((f"{case.method} {address[:200]}", caller, answer.status_code, f"{body[:300]!r} → {told}"))
