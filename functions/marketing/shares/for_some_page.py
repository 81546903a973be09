"""What a link's opener reads where its product is for some customers: nothing of the product, and where they go on to sign in."""

from __future__ import annotations

from pathlib import Path

from functions.shared.http.operation import Reply
from functions.shared.pages.page import Texts, framed

_TEXTS: Texts = {
    "title": {"zh": "仅向部分顾客展示", "en": "For some customers only"},
    "note": {
        "zh": "此链接的内容仅向本店部分顾客展示。若您是其中一员，登录后即可看到。",
        "en": "What this link leads to is shown to some customers of this shop. Sign in, and you will see it if you are one of them.",
    },
    "go_on": {"zh": "前往商店", "en": "Go on to the shop"},
}
_FOLDER = Path(__file__).parent / "templates"


def for_some_page(to: str, language: str) -> Reply:
    return framed(_FOLDER, "for_some", language, _TEXTS, title=_TEXTS["title"][language], to=to)
