"""Calls made up from the published contract, and what of the answers the contract does not allow. Deterministic: the seed decides."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast
from urllib.parse import urlsplit

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


def _is_sendable(value: Any) -> bool:
    """What HTTP servers and gateways refuse by themselves, before any function is called, is no question to the contract."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return text.isascii() and text.isprintable()


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

    def run(self, *, number: int, right: bool, one_in: int = 1) -> None:
        """One call of every operation (or of one in so many) by every caller: right by the contract, or wrong."""
        mode = GenerationMode.POSITIVE if right else GenerationMode.NEGATIVE
        load_all_checks()
        contract = schemathesis.openapi.from_dict(dict(self.document))
        for found in islice(contract.get_all_operations(), number % one_in, None, one_in):
            operation: Any = cast("Any", found).ok()
            definition = self.document["paths"][operation.path][operation.method.lower()]
            callers = [name for name in self.callers if self.may(definition, operation.method.upper(), name)]
            if callers:
                self._drawn(operation, mode, callers, number)

    def _drawn(self, operation: Any, mode: GenerationMode, callers: Sequence[str], number: int) -> None:
        @seed(number)
        @settings(max_examples=1, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
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
        given = case.as_transport_kwargs(base_url="http://shop.test")
        kept = {name: value for name, value in given.items() if name in ("method", "url", "headers", "params", "json", "data")}
        own = {
            name: value
            for name, value in (kept.pop("headers", None) or {}).items()
            if name.lower() not in ("authorization", "x-api-key") and _is_sendable(value)
        }
        asked = requests.Request(**kept, headers=own | dict(self.callers[caller])).prepare()
        split = urlsplit(str(asked.url))
        if len(str(asked.url)) > _LONGEST_ADDRESS:
            return
        if split.path.count("/") != case.path.count("/"):
            return
        body: Any = asked.body or b""
        raw: bytes = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        address = f"{split.path}?{split.query}" if split.query else split.path
        status, headers, content = self.send(
            case.method.upper(), case.path, address, {name: str(value) for name, value in asked.headers.items()}, raw
        )
        self.answered += 1
        answer = schemathesis.Response(
            status_code=status,
            headers={name.lower(): [value] for name, value in headers.items()},
            content=content,
            request=asked,
            elapsed=0.01,
            verify=False,
        )
        try:
            case.validate_response(answer, checks=[CHECKS.get_one(name) for name in CHECKED])
        except FailureGroup as failures:
            told = "; ".join(str(one) for one in failures.exceptions)
            self.wrong.append((f"{case.method} {address[:200]}", caller, status, f"{raw[:300]!r} → {told[:500]}"))
