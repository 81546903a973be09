"""What surrounds every mail: the shop's name or logo, its colours, the link to the order, and who writes. Kept by staff, in versions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from functions.notifications.model.contrast import link_colour, quiet_colour
from functions.notifications.model.direction import direction_of
from functions.notifications.model.template import MARKETING, Layout
from functions.notifications.store import templates
from functions.shared.plain.bodies import load
from functions.shared.plain.i18n import best_of, localized

FOLDER = Path(__file__).parent / "templates"
WITHOUT_ORDER_LINK = frozenset({"staff.invited", "subscription.requested"})
"""Their `link` is what they are about, and stands in their text."""
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "view": "View your order",
        "order": "Your order:",
        "automatic": "This message was sent automatically; please do not reply to it.",
    },
    "zh": {"view": "查看订单", "order": "查看订单：", "automatic": "此邮件由系统自动发送，请勿直接回复。"},
}


def layout() -> Layout:
    """The published one as this process knows it; what the shop begins with where there is none."""
    version = templates.published(templates.LAYOUT)
    return load(Layout, version.parts["body"]) if version else Layout()


def around(text: str, html: str, event: str, language: str, values: Mapping[str, Any], look: Layout | None = None) -> tuple[str, str]:
    """The text and the HTML (a part of a body) of a mail in the layout: `look`, or the published one."""
    look = look or layout()
    words = _WORDS[best_of(_WORDS, [language]) or "en"]
    link = "" if event in WITHOUT_ORDER_LINK or event.startswith(MARKETING) else values.get("link", "")
    said = {
        "words": words,
        "language": language,
        "direction": direction_of(text),
        "look": look,
        "link_colour": link_colour(look.accent, look.text),
        "quiet_colour": quiet_colour(look.background),
        "shop_name": localized(look.shop_name, [language]),
        "footer": localized(look.footer, [language]).strip(),
        "link": link,
        "title": values.get("number") or values.get("complaint") or "",
    }
    env = built_in_environment()
    # What is already HTML is not escaped again; everything else in the layout is.
    body = env.get_template("layout.html").render(said, content=Markup(html))  # noqa: S704
    return env.get_template("layout.txt").render(said, content=text.strip()).strip() + "\n", body


@lru_cache(maxsize=1)
def built_in_environment() -> ImmutableSandboxedEnvironment:
    """For the shop's own files."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".html")),
    )
