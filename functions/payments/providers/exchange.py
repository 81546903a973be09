"""A call to a provider: an answer, or the error that says what is known of its effect."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from functions.payments.model.errors import Declined, Misconfigured, RateLimited, Unknown
from functions.shared.outside import outbound
from functions.shared.plain import times

BEIJING = timezone(timedelta(hours=8))
LARGEST_BILL = 64 * 1024 * 1024
LARGEST_UNPACKED = 512 * 1024 * 1024
_BILL_SECONDS = 60


class NotThere(Declined):
    """The provider knows no such payment, refund or bill."""


def exchange(
    method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None, timeout: float = 8
) -> outbound.HttpAnswer:
    """Any answer that decides something. Raises Unknown (nothing or 5xx came back) or RateLimited."""
    try:
        answer = outbound.call(method, url, body=body, headers=headers, timeout=timeout)
    except outbound.NoAnswer as error:
        raise Unknown("no_answer", str(error)) from error
    if answer.status == 429:
        raise RateLimited("rate_limited")
    if answer.status >= 500:
        raise Unknown(f"http_{answer.status}")
    return answer


def download(url: str, headers: Mapping[str, str] | None = None) -> bytes:
    """A bill file. Raises Unknown, Misconfigured."""
    try:
        answer = outbound.call("GET", url, headers=headers, timeout=_BILL_SECONDS, largest=LARGEST_BILL)
    except outbound.NoAnswer as error:
        raise Unknown("no_answer", str(error)) from error
    if answer.status in (401, 403):
        raise Misconfigured("keys_refused")
    if answer.status != 200:
        raise Unknown(f"http_{answer.status}")
    return answer.body


def json_object(body: bytes) -> dict[str, Any]:
    """Raises Unknown for anything else: what happened over there is not known then."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unknown("answer_unreadable") from error
    if not isinstance(document, dict):
        raise Unknown("answer_unreadable")
    return document


def text_of(answer: Mapping[str, Any], name: str) -> str:
    """A field that a good answer has. Raises Unknown."""
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise Unknown("answer_unreadable")
    return value


def beijing(moment: datetime, form: str) -> str:
    return moment.astimezone(BEIJING).strftime(form)


def from_beijing(text: str, form: str) -> str:
    """RFC 3339 in UTC. Raises ValueError."""
    return times.iso(times.bounded(datetime.strptime(text, form).replace(tzinfo=BEIJING)))
