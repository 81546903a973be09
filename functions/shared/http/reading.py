"""From a call as API Gateway tells it to what its operation takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hmac import compare_digest
from typing import Any

from functions.shared.http.operation import NoBody, Operation
from functions.shared.http.validation import judged_whole, load_json, parse, refuse_control
from functions.shared.plain.errors import (
    Invalid,
    PayloadTooLarge,
    Unreadable,
    UnsupportedMedia,
)
from functions.shared.plain.settings import settings

SITE_PROOF = "x-site-proof"
JSON_TYPES = ("application/json", "application/merge-patch+json")


def source_ip(current: Any, headers: Mapping[str, str]) -> str:
    """Where the caller is, as far as they cannot have made it up (docs/adr/0032-one-host.md).

    The gateway knows who called it. If that was our distribution, which proves itself, the caller is who called that: the last but one of
    X-Forwarded-For, to which first CloudFront and then the gateway add whom they see. What stands before them may be anybody's invention.
    """
    nearest = str(current.context.get("identity", {}).get("sourceIp", ""))
    proof = settings().site_proof
    if not proof or not compare_digest(headers.get(SITE_PROOF, "").encode(), proof.encode()):
        return nearest
    seen = [one.strip() for one in headers.get("x-forwarded-for", "").split(",")]
    return seen[-2] if len(seen) > 1 else nearest


def raw_body_of(current: Any, operation: Operation) -> bytes:
    try:
        raw = bytes(current.raw_body or b"")
    except ValueError as error:
        raise Unreadable("The body is not valid base64.") from error
    if len(raw) > operation.max_body:
        raise PayloadTooLarge(f"At most {operation.max_body} bytes are accepted here.")
    return raw


def body_of(operation: Operation, raw: bytes, headers: Mapping[str, str]) -> Any:
    if operation.raw_body:
        return NoBody()
    if operation.body is None:
        if raw.strip() not in (b"", b"{}"):
            raise Invalid("This operation takes no body.", code="unexpected_body")
        return NoBody()
    check_media(headers, JSON_TYPES)
    data = {} if operation.body_may_be_left_out and not raw.strip() else load_json(raw)
    body = parse(data, operation.body)
    refuse_control(judged_whole(data, operation.body))
    return body


def check_media(headers: Mapping[str, str], taken: Sequence[str] = ("application/json",)) -> None:
    """Of a call with a body; one that does not say what it sends, sends JSON. Raises UnsupportedMedia (415)."""
    media = headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if media not in taken:
        raise UnsupportedMedia(f"Send application/json, not {media[:100]}.")


def query_of(current: Any, maps: Any) -> dict[str, Any]:
    """Query parameters as plain values; one that is repeated becomes a list; ``attr.x=`` goes into the map ``attr``."""
    params = current.query_params
    if params is None:
        return {}
    values: dict[str, Any] = {}
    for name in params:
        given = params.getlist(name)
        prefix, dot, rest = name.partition(".")
        if dot and prefix in maps:
            values.setdefault(prefix, {})[rest] = given
        else:
            values[name] = given[0] if len(given) == 1 else given
    return values
