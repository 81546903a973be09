"""A call of a courier: an answer that decides something, or the error that says that nothing is known."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from functions.shared.outside import outbound
from functions.shared.plain.errors import Conflict, Unavailable, Unreadable
from functions.shipping.couriers.reading import writable

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
JSON = {"Content-Type": "application/json"}


def ask(
    method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None, seconds: float = 8
) -> outbound.HttpAnswer:
    """Waits for so many seconds at most. Raises Unavailable for no answer, 5xx and 429; and for 401 and 403, which keys that are put right
    mend."""
    try:
        answer = outbound.call(method, url, body=body, headers=headers, timeout=seconds, largest=8 * 1024 * 1024)
    except outbound.NoAnswer as error:
        raise silent() from error
    if answer.status in (401, 403):
        raise Unavailable("The courier does not accept the shop's keys.", code="courier_not_configured")
    if answer.status >= 500 or answer.status in (408, 425, 429):
        raise silent()
    return answer


def document(answer: outbound.HttpAnswer) -> dict[str, Any]:
    """The JSON object of an answer; numbers that are none (NaN, infinite) are null in it. Raises Unavailable for anything else: what
    happened over there is not known then."""
    try:
        found = json.loads(answer.body, parse_constant=lambda _: None, parse_float=_finite)
        if isinstance(found, dict):
            return writable(found)
    except (ValueError, RecursionError, Unreadable) as error:
        raise silent() from error
    raise silent()


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def silent() -> Unavailable:
    return Unavailable("The courier does not answer.", code="courier_unavailable", retry_after=5)


def refused(sentence: object) -> Conflict:
    return Conflict(f"The courier said no: {str(sentence)[:300]}", code="courier_refused")
