"""A page as an answer: HTML with every value escaped, without a script. A room has a folder of templates that fill the frame
(`templates/frame.html`) and its own texts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.shared.http.operation import Reply
from functions.shared.plain.settings import settings

if TYPE_CHECKING:
    from jinja2 import Environment

HTML = "text/html; charset=utf-8"
LANGUAGES = {"zh": "中文", "en": "English"}
Texts = Mapping[str, Mapping[str, str]]
_FOLDER = Path(__file__).parent / "templates"


def language_for(wanted: str, languages: Sequence[str]) -> str:
    """What was chosen on the page, else what the browser asks for, else the store's, else English."""
    candidates = [tag.split("-")[0].lower() for tag in (wanted, *languages, settings().default_language)]
    return next((tag for tag in candidates if tag in LANGUAGES), "en")


def framed(folder: Path, name: str, language: str, texts: Texts, *, status: int = 200, public: bool = False, **values: Any) -> Reply:
    """The template `name` of `folder`, which says `texts` in `language`. `public`: everybody may see it, so that it is found by search
    engines, asked for again by browsers instead of kept from them, and may show pictures."""
    shared = {"language": language, "languages": LANGUAGES, "say": partial(_said, texts, language), "style": _style(), "public": public}
    html = environment_of(folder).get_template(f"{name}.html").render(shared | values)
    headers = page_headers(_style(), pictures="https:") if public else page_headers(_style())
    if public:
        headers = {**headers, "Cache-Control": "no-cache"}
        del headers["X-Robots-Tag"]
    return Reply(html, status, headers={**headers, "Content-Language": language})


def page_headers(style: str, *, pictures: str = "", forms: str = "'self'") -> dict[str, str]:
    """Nothing is loaded but `style` and what comes from `pictures`; nothing keeps the page; `forms`: where they may lead to."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    shown = f"img-src {pictures}; " if pictures else ""
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; {shown}form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
    return {
        "Content-Type": HTML,
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


@lru_cache(maxsize=8)
def environment_of(folder: Path) -> Environment:
    """The templates of a folder, and the frame."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader([folder, _FOLDER])
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _said(texts: Texts, language: str, name: str) -> str:
    return texts[name][language]


@lru_cache(maxsize=1)
def _style() -> str:
    return (_FOLDER / "page.css").read_text(encoding="utf-8")
