"""From what a page says to the answer: HTML with every value escaped, and headers that let nothing in, nothing out and nothing be kept."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.orders.pages.pictures import origins
from functions.orders.pages.texts import LANGUAGES, said
from functions.shared.http.operation import Reply
from functions.shared.plain.settings import settings

if TYPE_CHECKING:
    from jinja2 import Environment

HTML = "text/html; charset=utf-8"
_FOLDER = Path(__file__).parent / "templates"


def rendered(name: str, language: str, *, status: int = 200, up: str = "", pays: bool = False, **values: Any) -> Reply:
    """The template `name` as an answer. `up`: what leads from its address to that of the order's page (relative, so that it works below the
    stage's name too). `pays`: a form on it leads to a payment provider."""
    style = _style()
    shared = {"language": language, "languages": LANGUAGES, "say": partial(said, language), "style": style, "up": up, "contact": _contact()}
    html = _environment().get_template(f"{name}.html").render(**shared, **values)
    return Reply(html, status, headers={"Content-Type": HTML, **_headers(style, pays=pays), "Content-Language": language})


def _headers(style: str, *, pays: bool) -> Mapping[str, str]:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # Browsers hold a form's redirects to this list too, and where a provider sends its payers is known to the provider only.
    targets = "'self' https:" if pays else "'self'"
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {origins()} data:; form-action {targets}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }


def _contact() -> Mapping[str, str]:
    return {"email": settings().contact_email, "phone": settings().contact_phone}


@lru_cache(maxsize=1)
def _style() -> str:
    return (_FOLDER / "page.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
