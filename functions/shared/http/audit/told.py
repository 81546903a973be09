"""Around the handler of an operation that leaves a fact: who called, what for, what changed. Written with the first thing that the handler
writes; by itself where it writes in another way. A call that is refused leaves none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel

from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import fact_put
from functions.shared.audit.masking import changes, masked
from functions.shared.audit.paths import about_whom, reads_persons, writes
from functions.shared.http.current_state import current_state, reader_of
from functions.shared.http.operation import Operation, Reply, Request
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.store.along import writing_along
from functions.shared.store.transactions import Put, transact

_ID = re.compile(r"\b[a-z]{2,5}_[0-9A-HJKMNP-TV-Z]{26}\b")
_PERSON = re.compile(r"\bcus_[0-9A-HJKMNP-TV-Z]{26}\b")
_CHANGING = ("PATCH", "PUT", "DELETE")
_PERSONS_TOLD = 100
PERSONS = "persons"
READ = "personal_data.read"


def told(operation: Operation, request: Request[Any, Any], operations: Sequence[Operation]) -> Reply | BaseModel:
    """What the handler answers."""
    if writes(operation.method, operation.path):
        return _write(operation, request, operations)
    result = operation.handler(request)
    if reads_persons(operation.method, operation.path):
        _read(operation, request, result)
    return result


def _write(operation: Operation, request: Request[Any, Any], operations: Sequence[Operation]) -> Reply | BaseModel:
    before, after = changes(_before(operation, request, operations), _asked(operation, request))
    about = about_whom(operation.path)
    fact = _fact(f"{operation.method} {operation.path}", request, masked(before, **about), masked(after, **about))

    def make(others: Sequence[Any]) -> Put:
        return fact_put(fact(_subject(request) or _first_id(others)))

    with writing_along(make) as along:
        result = operation.handler(request)
    if not along.written:
        transact([make([])])
    return result


def _read(operation: Operation, request: Request[Any, Any], result: Reply | BaseModel) -> None:
    """Whom somebody looked at: the persons whose ids stand in the answer. Told before the answer is given."""
    body = result.body if isinstance(result, Reply) else result
    # Where the path names whom it is about, other ids are of who wrote something.
    persons = sorted(set(_PERSON.findall(" ".join(request.path.values())) or _PERSON.findall(_text_of(body))))
    for start in range(0, len(persons), _PERSONS_TOLD) or [0]:
        some = persons[start : start + _PERSONS_TOLD]
        fact = _fact(READ, request, {}, {"operation": f"{operation.method} {operation.path}", PERSONS: some})
        transact([fact_put(fact(some[0] if len(some) == 1 else _subject(request)))])


def _text_of(body: Any) -> str:
    if isinstance(body, BaseModel):
        return body.model_dump_json(by_alias=True)
    if isinstance(body, bytes):
        # A page to print names nobody by their id: the fact is about what the path names.
        return ""
    return body if isinstance(body, str) else json.dumps(body, default=str)


def _fact(action: str, request: Request[Any, Any], before: dict[str, Any], after: dict[str, Any]) -> Callable[[str], Fact]:
    fact_id, at, actor = fresh.new_id("aud"), times.iso(clock.now()), request.caller.actor

    def of(subject: str) -> Fact:
        return Fact(fact_id, at, actor.kind, actor.id, action, subject, before, after, request.source_ip, request.request_id)

    return of


def _asked(operation: Operation, request: Request[Any, Any]) -> Any:
    """As it was sent: with what the caller left out it says nothing."""
    if operation.body is None or operation.raw_body or not request.raw.strip():
        return {}
    return json.loads(request.raw)


def _before(operation: Operation, request: Request[Any, Any], operations: Sequence[Operation]) -> Any:
    """Of a resource that is changed and that this function can show; the one look that a staff write costs more."""
    if operation.method not in _CHANGING or operation.body is None:
        return {}
    reader = reader_of(operation, operations)
    if reader is None or reader.path != operation.path:
        return {}
    return current_state(operation, operations, request) or {}


def _subject(request: Request[Any, Any]) -> str:
    """What the path names: the nearest thing with an id, else the last name in it."""
    named = [value for value in request.path.values() if value]
    return next((value for value in reversed(named) if _ID.fullmatch(value)), named[-1] if named else "")[:200]


def _first_id(writes_: Sequence[Any]) -> str:
    """Of something new: the first id among the keys of what is written."""
    for write in writes_:
        key = write.record.pk if isinstance(write, Put) else getattr(write, "pk", "")
        if found := _ID.search(str(key)):
            return found.group()
    return ""
