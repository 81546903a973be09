"""A document of settings: what staff change as one, under one version that is its ETag.

Its domain keeps it as it always did. What a Document adds is written in the same transaction: the version, who wrote it and when, what it
said (ADR 85). Going back to a version is another write of the same operation, so today's rules judge it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Generic, ParamSpec, cast

from pydantic import BaseModel, Field

from functions.shared.auth.scope import NOTHING_SAID, Scope
from functions.shared.documents.differences import changed
from functions.shared.documents.records import Version, is_kept, version_of, version_writes
from functions.shared.http.operation import Api, Handler, NoQuery, Reply, Request
from functions.shared.http.validation import Schema, parse
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.store.records import Record
from functions.shared.store.transactions import Remember, Write

P = ParamSpec("P")
_VERSION = "version"
_restoring: ContextVar[int | None] = ContextVar("restoring", default=None)


@dataclass(frozen=True)
class Content:
    version: int
    body: dict[str, Any]


class Versioned(Schema):
    """Base of what staff send: the version they read may come back with it."""

    version: int | None = Field(
        None, ge=0, strict=True, description="As it was read: 409 `version_conflict` where it changed meanwhile. The same as If-Match."
    )

    @property
    def expected_version(self) -> int | None:
        return self.version


class RestoreIn(Schema):
    version: int = Field(ge=0, strict=True, description="The version to go back to.", examples=[3])


class Document(Generic[P]):
    """`show` makes the answer of a whole document (its ETag is the version) of what its use case results in; `read` gives the document as
    it is this moment."""

    def __init__(self, name: str, show: Callable[P, Reply], read: Callable[[], Reply]) -> None:
        self.name = name
        self._show = show
        self._read = read

    def remembering(self, req: Request[Any, Any], render: Callable[..., Reply] | None = None) -> Remember[P]:
        """As `req.remembering`, and the version is kept. `render`: where the answer is only a part of the document."""
        before = content_of(self._read())
        by, restored = req.caller.actor, _restoring.get()

        def remember(*args: P.args, **kwargs: P.kwargs) -> Sequence[Write]:
            whole = self._show(*args, **kwargs)
            reply, after = whole if render is None else render(*args, **kwargs), content_of(whole)
            version = Version(after.version, times.iso(clock.now()), by.kind, by.id, restored=restored)
            return [*req.remember(reply), *self._versions(before, after, version)]

        return remember

    def _versions(self, before: Content, after: Content, version: Version) -> Iterator[Write]:
        if after.version == before.version:
            return
        if after.version == before.version + 1:
            version = replace(version, changed=changed(before.body, after.body))
        if not is_kept(self.name, before.version):
            yield from version_writes(self.name, Version(before.version), before.body)
        yield from version_writes(self.name, version, after.body)

    def restored_by(
        self,
        api: Api,
        put: Handler,
        path: str,
        *,
        body: type[BaseModel],
        response: type[BaseModel],
        permission: str,
        idempotent: type[Record],
        errors: Iterable[tuple[int, str]] = (),
        method: str = "POST",
        scope: Scope = NOTHING_SAID,
    ) -> None:
        """Declare the operation that goes back to a version: what it said is given to `put`, as if somebody sent it today."""

        def restore(req: Request[RestoreIn, NoQuery]) -> Reply | BaseModel:
            wanted, said = version_of(self.name, req.body.version)
            with _going_back(wanted.version):
                return put(replace(cast("Request[Any, NoQuery]", req), body=_as_sent(said, body, req)))

        restore.__doc__ = (
            "It becomes a new version, and today's rules judge it (422 `version_unfit` where they no longer let it be). What orders, "
            "payments and parcels took from the versions between stays with them; secrets are no part of a version."
        )
        api.operation(
            method, path, summary=f"Go back to a version of the settings {self.name}",
            permission=permission, body=RestoreIn, response=response, idempotent=idempotent, headers=("If-Match",), scope=scope,
            errors=sorted({(404, "not_found"), (409, "version_conflict"), (422, "version_unfit"), *errors}),
        )(restore)  # fmt: skip


@contextmanager
def _going_back(version: int) -> Iterator[None]:
    token = _restoring.set(version)
    try:
        yield
    finally:
        _restoring.reset(token)


def content_of(reply: Reply) -> Content:
    told: Mapping[str, Any] = json.loads(reply.text)
    return Content(int(told[_VERSION]), {name: value for name, value in told.items() if name != _VERSION})


def _as_sent(said: Mapping[str, Any], body: type[BaseModel], req: Request[RestoreIn, NoQuery]) -> BaseModel:
    """The If-Match of this call is about the document as it is now."""
    try:
        return parse(said, body)
    except Invalid as unfit:
        detail = f"Version {req.body.version} does not keep to today's rules: {unfit.detail}"
        raise Invalid(detail, faults=unfit.faults, code="version_unfit") from unfit
