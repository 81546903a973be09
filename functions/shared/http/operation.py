"""HTTP operations as data: declared once with everything that whoever serves them (edge.py) or describes them (OpenAPI) needs to know.

A handler is a few lines: `def place(req: Request[PlaceOrder, NoQuery]) -> Reply`. Parsing, permission, idempotent replay, ETag/304,
problem documents and the request's log line are done around it (edge.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any, Generic, ParamSpec, TypeVar

from pydantic import BaseModel

from functions.shared.auth.caller import GUEST, Caller
from functions.shared.auth.roles import PERMISSIONS, PUBLIC, SIGNED_IN, STAFF
from functions.shared.auth.scope import NOTHING_SAID, Scope
from functions.shared.http.answer import body_text
from functions.shared.http.idempotency import IdempotencyKey
from functions.shared.http.validation import Schema
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.i18n import languages
from functions.shared.store.records import Record
from functions.shared.store.transactions import Put, Remember

B = TypeVar("B")
Q = TypeVar("Q")
R = TypeVar("R")
P = ParamSpec("P")

MAX_BODY = 256 * 1024


class NoBody(Schema):
    """The operation takes no body."""


class NoQuery(Schema):
    """The operation takes no query parameters."""


@dataclass(frozen=True)
class Reply:
    """What a handler answers. `body` is a response model (or a ready JSON document); `etag` is the bare value without quotes."""

    body: BaseModel | Mapping[str, Any] | str | bytes | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None

    @cached_property
    def text(self) -> str:
        """The body as it is sent, and kept."""
        return body_text(self.body)


def once(render: Callable[[R], Reply]) -> Callable[[R], Reply]:
    """The answer that is kept is the one that is given: `render` is asked once for the same result."""
    last: list[tuple[R, Reply]] = []

    def rendering(result: R) -> Reply:
        if not last or last[0][0] is not result:
            last[:] = [(result, render(result))]
        return last[0][1]

    return rendering


@dataclass(frozen=True)
class Request(Generic[B, Q]):
    """A parsed call. `headers` have lower-case names; `raw` is the body as received."""

    body: B
    query: Q
    path: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes
    request_id: str
    source_ip: str = ""
    caller: Caller = GUEST
    key: IdempotencyKey | None = None

    @property
    def languages(self) -> list[str]:
        """Those of the call; else that of its channel."""
        own = self.caller.language
        return languages(self.headers.get("accept-language")) or ([own.lower()] if own else [])

    def if_match(self) -> int | None:
        """The version named by If-Match, or by a body that may say it (`shared/documents`). Raises Unreadable otherwise.

        Our ETags of mutable resources are their versions; what also depends on the language tells it behind a hyphen: "3-1f0c9a52".
        """
        value = self.headers.get("if-match")
        if value is None:
            said: int | None = getattr(self.body, "expected_version", None)
            return said
        if value.strip() == "*":
            return None
        text = value.strip().removeprefix("W/").strip('"').partition("-")[0]
        if not text.isascii() or not text.isdigit() or len(text) > 12:
            raise Unreadable('If-Match takes the ETag of the resource, for example "3".', code="invalid_if_match")
        return int(text)

    def remember(self, reply: Reply) -> list[Put]:
        """The write that keeps `reply` under the call's Idempotency-Key; empty without a key. It belongs into the effect's transaction."""
        if self.key is None:
            return []
        return [self.key.remember(reply.status or 200, reply.text, reply.etag)]

    def remembering(self, render: Callable[P, Reply]) -> Remember[P]:
        """What a use case calls with its result for the write that keeps the answer, which `render` makes of it (`remember`)."""

        def remember(*args: P.args, **kwargs: P.kwargs) -> Sequence[Put]:
            return self.remember(render(*args, **kwargs)) if self.key is not None else []

        return remember


Handler = Callable[[Any], Reply | BaseModel]


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    handler: Handler
    summary: str
    permission: str
    status: int
    body: type[BaseModel] | None
    query: type[BaseModel]
    response: type[BaseModel] | None
    idempotent: type[Record] | None
    errors: Sequence[tuple[int, str]]
    cache: str | None
    raw_body: bool
    max_body: int
    response_type: str
    tag: str
    query_maps: Sequence[str]
    example: Mapping[str, Any] | None = None
    response_example: Mapping[str, Any] | None = None
    headers: Sequence[str] = ()
    own_answers: Mapping[int, Sequence[str]] = field(default_factory=dict)
    scope: Scope = NOTHING_SAID
    enrolling: bool = False
    verified_only: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def body_may_be_left_out(self) -> bool:
        """Where none was asked for once, none means what was done then."""
        return bool(getattr(self.body, "MAY_BE_LEFT_OUT", False))

    @property
    def methods(self) -> list[str]:
        """HEAD works wherever GET does."""
        return ["GET", "HEAD"] if self.method == "GET" else [self.method]


class Api:
    """The operations of one domain. `make_app` (app.py) puts them on a Chalice app; OpenAPI reads `operations`."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.operations: list[Operation] = []

    def operation(
        self,
        method: str,
        path: str,
        *,
        summary: str,
        permission: str = PUBLIC,
        status: int = 200,
        body: type[BaseModel] | None = None,
        query: type[BaseModel] = NoQuery,
        response: type[BaseModel] | None = None,
        idempotent: type[Record] | None = None,
        errors: Sequence[tuple[int, str]] = (),
        cache: str | None = None,
        raw_body: bool = False,
        max_body: int = MAX_BODY,
        response_type: str = "application/json",
        query_maps: Sequence[str] = (),
        example: Mapping[str, Any] | None = None,
        response_example: Mapping[str, Any] | None = None,
        headers: Sequence[str] = (),
        own_answers: Mapping[int, Sequence[str]] | None = None,
        scope: Scope = NOTHING_SAID,
        enrolling: bool = False,
        verified_only: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Declare an operation.

        permission: ``public``, ``customer`` (any signed-in caller), ``staff`` (whoever has any permission) or a permission of roles.py.
        idempotent: the record class of the table that keeps Idempotency-Key answers; the use case is given `req.remembering(render)`.
        errors: (status, code) pairs this operation may answer besides the general ones.
        cache: the Cache-Control of a cacheable read; such answers also carry an ETag and answer 304.
        raw_body: the handler reads `req.raw` itself (webhooks, uploads); any content type is let in.
        query_maps: prefixes such as ``attr`` whose parameters ``attr.<name>=`` are collected into a map field of `query`.
        example, response_example: shown in the contract; without one it is put together from the models' `examples=`.
        headers: further request headers the operation reads, for the contract.
        scope: which warehouses and whose goods it touches, for callers who act for some only (auth/scope.py).
        enrolling: open to staff who first have to enrol a second factor (auth/factor_policy.py); nothing else is.
        verified_only: for customers of whom is proven what the shop asks for (auth/verified.py); of a guest nothing is asked.
        own_answers: by status the content types of answers whose form somebody else prescribes (webhooks), for the contract.
        """
        if permission not in PERMISSIONS | {PUBLIC, SIGNED_IN, STAFF}:
            raise ValueError(f"unknown permission {permission!r}")

        def declare(handler: Handler) -> Handler:
            self.operations.append(
                Operation(method, path, handler, summary, permission, status, body, query, response, idempotent, errors, cache,
                          raw_body, max_body, response_type, self.tag, query_maps, example, response_example, headers, own_answers or {},
                          scope, enrolling, verified_only)
            )  # fmt: skip
            return handler

        return declare
