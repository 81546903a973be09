"""The one place that renders an error: RFC 9457 problem documents, and the same as a page for whom a browser shows it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any

from functions.shared.http.problem_titles import title_of
from functions.shared.plain.errors import Invalid, ShopError

CONTENT_TYPE = "application/problem+json"
TYPE_BASE = "urn:shop:problem:"
PAGE_TYPE = "text/html; charset=utf-8"
_STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1rem}"
    "h1{font-size:1.6rem;line-height:1.25}p.quiet{opacity:.7;font-size:.875rem}"
)
_WORDS = {
    "en": {
        "wait": "Please try again in {minutes} minutes.",
        "again": "Please try again in a minute.",
        "number": "Number of this answer: {id}",
    },
    "zh": {"wait": "请在 {minutes} 分钟后重试。", "again": "请在一分钟后重试。", "number": "请求编号：{id}"},
}


def problem(error: ShopError, *, instance: str, request_id: str, languages: Sequence[str] = ()) -> dict[str, Any]:
    """The document for `error`: type, title (in the first of `languages` there is), status, detail, instance, code, request_id, and the
    error's own members, which replace none of these."""
    english = type(error).title
    title = title_of(error.code, error.status, english, languages)
    document: dict[str, Any] = {
        "type": TYPE_BASE + error.code,
        "title": title,
        "status": error.status,
        "detail": error.detail or title,
        "instance": instance,
        "code": error.code,
        "request_id": request_id,
    }
    if isinstance(error, Invalid):
        document["errors"] = [{"pointer": f.pointer, "code": f.code, "detail": f.detail} for f in error.faults]
    return document | error.extra | document


def page(document: dict[str, Any], retry_after: str, languages: Sequence[str]) -> tuple[str, dict[str, str | list[str]]]:
    """`document` for people, with its headers: what happened and when to try again. `retry_after`: seconds, or empty."""
    language = next((code for code in (one[:2] for one in languages) if code in _WORDS), "en")
    words = _WORDS[language]
    minutes = -(-int(retry_after or 0) // 60)
    told = words["wait"].format(minutes=minutes) if minutes > 1 else words["again"] if minutes or document["status"] >= 500 else ""
    title = escape(document["title"])
    html = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,'
        f'initial-scale=1"><meta name="robots" content="noindex"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1><p>{told}</p>"
        f'<p class="quiet">{escape(words["number"].format(id=document["request_id"]))}</p></body></html>'
    )
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return html, {
        "Content-Type": PAGE_TYPE,
        "Content-Language": language,
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
