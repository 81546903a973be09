"""From what a page says to the answer: HTML with every value escaped, and headers that let nothing in, nothing out and nothing be kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from functions.orders.pages.pictures import origins
from functions.orders.pages.texts import LANGUAGES, said
from functions.shared.http.operation import Reply
from functions.shared.pages.page import environment_of, page_headers
from functions.shared.plain.settings import settings

_FOLDER = Path(__file__).parent / "templates"


def rendered(name: str, language: str, *, status: int = 200, up: str = "", pays: bool = False, **values: Any) -> Reply:
    """The template `name` as an answer. `up`: what leads from its address to that of the order's page (relative, so that it works below the
    stage's name too). `pays`: a form on it leads to a payment provider."""
    style = _style()
    shared = {"language": language, "languages": LANGUAGES, "say": partial(said, language), "style": style, "up": up, "contact": _contact()}
    html = environment_of(_FOLDER).get_template(f"{name}.html").render(**shared, **values)
    # Browsers hold a form's redirects to this list too, and where a provider sends its payers is known to the provider only.
    headers = page_headers(style, pictures=f"{origins()} data:", forms="'self' https:" if pays else "'self'")
    return Reply(html, status, headers={**headers, "Content-Language": language})


def _contact() -> Mapping[str, str]:
    return {"email": settings().contact_email, "phone": settings().contact_phone}


@lru_cache(maxsize=1)
def _style() -> str:
    return (_FOLDER / "page.css").read_text(encoding="utf-8")
