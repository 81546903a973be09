"""Around every handler: parse → permission → call → render. The only place in the HTTP path that catches everything."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from chalice.app import Response

from functions.shared.auth.caller import GUEST
from functions.shared.auth.keys import refuse_in_url
from functions.shared.auth.let_in import let_in
from functions.shared.auth.roles import PUBLIC, SIGNED_IN
from functions.shared.auth.scope import check_scope
from functions.shared.http import problems
from functions.shared.http.answer import body_text
from functions.shared.http.audit.told import told
from functions.shared.http.current_state import current_state
from functions.shared.http.field_selection import PARAMETER, Tree, select, selection
from functions.shared.http.idempotency import Answer, IdempotencyKey, key_for
from functions.shared.http.operation import NoQuery, Operation, Reply, Request
from functions.shared.http.proof import nothing_proven
from functions.shared.http.reading import body_of, query_of, raw_body_of, source_ip
from functions.shared.http.unwritable import refuse_unwritable
from functions.shared.http.validation import parse
from functions.shared.http.whole_lists import WholeListQuery, cut, is_whole_list, window
from functions.shared.limits.calls import CallLimits
from functions.shared.limits.guesses import counted_guesses
from functions.shared.limits.limiting import Call, limited
from functions.shared.outside import outages
from functions.shared.outside.observability import correlated, logger, measured
from functions.shared.outside.traces import correlation_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import (
    MethodNotAllowed,
    NotFound,
    Renamed,
    ShopError,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    Unreadable,
    UnsupportedMedia,
    VersionConflict,
)
from functions.shared.plain.i18n import languages, noting_languages
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import transact

_NO_QUERY = NoQuery()
FILE_TYPES = ("application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
"""Answers that are bytes. The gateway passes them on as such to callers whose Accept begins with the type, and as base64 to all others."""
EXPOSED_HEADERS = "ETag, Idempotent-Replayed, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id"


def serve(operation: Operation, current: Any, operations: Sequence[Operation] = ()) -> Response:
    """Answer one API Gateway request with `operation`, one of its app's `operations`."""
    started = time.perf_counter()
    headers = {name.lower(): value for name, value in (current.headers or {}).items()}
    request_id = current.context.get("requestId") or headers.get("x-amzn-requestid", "")
    limits = CallLimits(operation.path)
    with correlated(correlation_of(headers, request_id)), nothing_proven(), counted_guesses():
        with noting_languages() as served:
            reply = _answer(operation, current, headers, request_id, operations, limits)
        if "public" not in str(reply.headers.get("Cache-Control", "")):
            reply.headers = {**limits.headers, **reply.headers}
        if served and reply.status_code < 300:
            reply.headers["Content-Language"] = ", ".join(served)
        # What people open is for no other page's script.
        if operation.path.startswith("/v1/") and (origin := settings().cors_origin):
            reply.headers |= {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": EXPOSED_HEADERS}
        told_of = {"operation": str(operation), "status": reply.status_code, "request_id": request_id}
        measured("request", started, failed=reply.status_code >= 500, **told_of)
    return reply


def _answer(
    operation: Operation,
    current: Any,
    headers: dict[str, str],
    request_id: str,
    operations: Sequence[Operation],
    limits: CallLimits,
) -> Response:
    key: IdempotencyKey | None = None
    caller = GUEST
    speaks = languages(headers.get("accept-language"))

    def refused(error: ShopError) -> Response:
        # A browser on a page of the shop is answered with a page; programs get the document of errors there too.
        as_page = operation.response_type == problems.PAGE_TYPE and "text/html" in headers.get("accept", "").lower()
        return _refusal(error, _instance(operation, current), request_id, speaks, as_page=as_page)

    try:
        address = source_ip(current, headers)
        limits.address(address)
        refuse_unwritable(current)
        raw = raw_body_of(current, operation)
        # Who calls a webhook shows in its signature; a token there proves nothing and must not cost a look-up of keys.
        is_webhook = operation.raw_body and operation.permission == PUBLIC
        path, given = dict(current.uri_params or {}), query_of(current, ())
        if (given or path) and not is_webhook:
            refuse_in_url((*map(str, given.values()), *path.values()), given)
        asks = {"enrolling": operation.enrolling, "verified_only": operation.verified_only, "changes": operation.method != "GET"}
        caller = GUEST if is_webhook else let_in(headers, operation.permission, limits, **asks)
        caller = caller.as_shopper() if caller.is_limited and operation.permission in (PUBLIC, SIGNED_IN) else caller
        if operation.idempotent and (text := headers.get("idempotency-key")) is not None:
            target = operation.path.format(**path) + "?" + urlencode(sorted(given.items()))
            key = key_for(
                operation.idempotent,
                text,
                person=caller.id,
                by_resource=operation.permission == PUBLIC,
                operation=str(operation),
                path=target,
                body=raw,
            )
        query = query_of(current, operation.query_maps)
        wanted = _wanted_fields(operation, query)
        part = window(query) if operation.method == "GET" and is_whole_list(operation.response, operation.query) else None
        request = Request(
            body=body_of(operation, raw, headers),
            query=parse(query, operation.query) if query or operation.query is not NoQuery else _NO_QUERY,
            path=path,
            headers=headers,
            raw=raw,
            request_id=request_id,
            source_ip=address,
            caller=caller,
            key=key,
        )
        check_scope(caller, operation.permission, operation.scope, request)
        call = Call(address, caller.id, request.body, path)
        return limited(str(operation), call, lambda: _replayable(operation, request, key, _Wanted(wanted, part), operations))
    except Renamed as moved:
        return _moved(operation, current, moved, request_id)
    except ShopError as error:
        return refused(error.told_to(caller.id))
    except outages.FAILURES as error:
        logger().exception("unexpected", extra={"operation": str(operation), "request_id": request_id})
        return refused(Unavailable() if outages.is_outage(error) else ShopError("Something went wrong on our side."))
    except Exception:  # noqa: BLE001 — the outermost adapter: the caller gets a problem document, the log the trace
        logger().exception("unexpected", extra={"operation": str(operation), "request_id": request_id})
        return refused(ShopError("Something went wrong on our side."))


def _instance(operation: Operation, current: Any) -> str:
    """Not the event's own path: that one begins with the stage's name."""
    return quote(operation.path.format(**(current.uri_params or {})), safe="/:@", errors="replace")


def _wanted_fields(operation: Operation, query: dict[str, Any]) -> Tree | None:
    """Takes `fields` out of the query of a GET that answers a model."""
    if operation.method != "GET" or operation.response is None or PARAMETER not in query or PARAMETER in operation.query.model_fields:
        return None
    given = query.pop(PARAMETER)
    return selection(",".join(given) if isinstance(given, list) else given, operation.response)


def _replayable(
    operation: Operation, request: Request[Any, Any], key: IdempotencyKey | None, wanted: _Wanted, operations: Sequence[Operation]
) -> Response:
    """Run the handler; when it refuses and its key has a first answer, give that one."""
    try:
        result = told(operation, request, operations)
    except ShopError as error:
        if isinstance(error, VersionConflict) and (state := current_state(operation, operations, request)) is not None:
            error.extra["current"] = state
        # Who is nobody (any more) is shown no answer of when they were somebody.
        if key is None or error.status >= 500 or isinstance(error, TooManyRequests | Unauthenticated):
            raise
        answer = key.first_answer()
        if answer is not None:
            return _replay(answer, request.request_id)
        _remember_refusal(key, error, request, operation)
        raise
    reply = result if isinstance(result, Reply) else Reply(result)
    return _success(operation, reply, request, wanted)


def _remember_refusal(key: IdempotencyKey, error: ShopError, request: Request[Any, Any], operation: Operation) -> None:
    if error.status in (409, 422) and not key.is_weak:
        document = problems.problem(
            error, instance=operation.path.format(**request.path), request_id=request.request_id, languages=request.languages
        )
        try:
            transact([key.remember(error.status, body_text(document))])
        except ShopError:
            # A parallel call with the key was answered in this very moment; this one's own refusal is as true as that answer.
            logger().debug("refusal not remembered")


def _replay(answer: Answer, request_id: str) -> Response:
    content_type = problems.CONTENT_TYPE if answer.status >= 400 else "application/json"
    headers: dict[str, str | list[str]] = {"Content-Type": content_type, "Idempotent-Replayed": "true", "X-Request-Id": request_id}
    if answer.etag:
        headers["ETag"] = f'"{answer.etag}"'
    return Response(answer.body, headers, answer.status)


@dataclass(frozen=True)
class _Wanted:
    """What of a GET's answer is wanted: some of its fields, a part of its list."""

    fields: Tree | None
    part: WholeListQuery | None

    def of(self, operation: Operation, text: str) -> str:
        if text and self.part is not None:
            text = body_text(cut(json.loads(text), self.part, operation.path))
        if text and self.fields is not None and operation.response is not None:
            text = body_text(select(json.loads(text), self.fields, operation.response))
        return text


def _success(operation: Operation, reply: Reply, request: Request[Any, Any], wanted: _Wanted) -> Response:
    if reply.headers.get("Content-Type", operation.response_type) in FILE_TYPES:
        return _file(operation, reply, request)
    text = wanted.of(operation, reply.text)
    headers: dict[str, str | list[str]] = {"Content-Type": operation.response_type, "X-Request-Id": request.request_id, **reply.headers}
    etag = reply.etag
    if operation.cache:
        # What a handler says of its answer is stricter: it is for nobody but who asked. So is what a channel speaks.
        own = request.caller.currency or request.caller.language
        headers["Cache-Control"] = reply.headers.get("Cache-Control", "private, no-store" if own else operation.cache)
        headers["Vary"] = ", ".join(filter(None, (reply.headers.get("Vary"), "Accept-Language")))
        # A redirect has no content that could still be the same: where it leads to is told anew.
        if "no-store" not in headers["Cache-Control"] and (reply.status or operation.status) < 300:
            etag = etag or hashlib.sha256(text.encode()).hexdigest()[:27]
    elif operation.method == "GET":
        headers["Cache-Control"] = "no-store"
    if etag:
        headers["ETag"] = f'"{etag}"'
        if operation.method == "GET" and _matches(request.headers.get("if-none-match"), etag):
            headers.pop("Content-Type")
            return Response("", headers, 304)
    return Response(text, headers, reply.status or operation.status)


def _file(operation: Operation, reply: Reply, request: Request[Any, Any]) -> Response:
    """Bytes, or where they are: a redirect has no content."""
    headers: dict[str, str | list[str]] = {"X-Request-Id": request.request_id, "Cache-Control": "no-store", **reply.headers}
    if not isinstance(reply.body, bytes):
        return Response("", headers, reply.status or 302)
    return Response(reply.body, {"Content-Type": operation.response_type, **headers}, reply.status or operation.status)


def _moved(operation: Operation, current: Any, moved: Renamed, request_id: str) -> Response:
    """The same address with the new name, its query kept."""
    path = operation.path.format(**{**(current.uri_params or {}), moved.parameter: quote(moved.name, safe="")})
    given = current.query_params
    query = urlencode([(name, value) for name in given for value in given.getlist(name)]) if given else ""
    headers: dict[str, str | list[str]] = {"Location": f"{path}?{query}" if query else path, "X-Request-Id": request_id}
    if operation.cache:
        headers["Cache-Control"] = "private, no-store" if moved.for_some else operation.cache
    return Response("", headers, 301)


def _matches(if_none_match: str | None, etag: str) -> bool:
    candidates = [part.strip().removeprefix("W/") for part in (if_none_match or "").split(",")]
    return f'"{etag}"' in candidates or "*" in candidates


def _refusal(error: ShopError, instance: str, request_id: str, wanted: Sequence[str] = (), *, as_page: bool = False) -> Response:
    document = problems.problem(error, instance=instance, request_id=request_id, languages=wanted)
    headers: dict[str, str | list[str]] = {"Content-Type": problems.CONTENT_TYPE, "X-Request-Id": request_id, "Cache-Control": "no-store"}
    headers |= error.headers
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if as_page:
        html, own = problems.page(document, error.headers.get("Retry-After", ""), wanted)
        return Response(html, headers | own, error.status)
    return Response(body_text(document), headers, error.status)


def problems_of_chalice(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Middleware: Chalice's own refusals (unknown path, wrong method, a crash in its code) in the one shape of errors."""
    response = get_response(event)
    if not isinstance(response.body, dict) or response.body.get("Code") is None:
        return response
    by_status: dict[int, type[ShopError]] = {404: NotFound, 405: MethodNotAllowed, 415: UnsupportedMedia}
    error = by_status.get(response.status_code, Unreadable if response.status_code < 500 else ShopError)()
    context = event.context if event is not None else {}
    wanted = languages((event.headers or {}).get("accept-language")) if event is not None else []
    answer = _refusal(error, context.get("path", ""), context.get("requestId", ""), wanted)
    if allow := (response.headers or {}).get("Allow"):
        answer.headers["Allow"] = allow
    return without_body_of_head(answer, event)


def without_body_of_head(answer: Response, request: Any) -> Response:
    """The headers tell a HEAD what a GET would get (RFC 9110 §9.3.2); the content itself is left out."""
    if request is not None and request.method == "HEAD":
        answer.body = b"" if isinstance(answer.body, bytes) else ""
    return answer
