"""A help centre: who writes it, who reads it."""

from __future__ import annotations

from typing import Any

from functions.content.app import app
from functions.content.slots import show_home
from functions.content.store import shelf
from tests.support.http import Answer, Client
from tests.support.identity import bearer

ADMIN, CATEGORIES = "/v1/admin/articles", "/v1/admin/article_categories"


class Editor:
    def __init__(self) -> None:
        self.client = Client(app, bearer("catalog_editor"))
        for code, parent in (("orders", None), ("returns", "orders"), ("payment", None)):
            made = self.client.post(CATEGORIES, {"code": code, "parent": parent, "names": {"zh": f"分类{code}", "en": code}})
            assert made.status == 201, made.text

    def writes(self, slug: str, category: str = "returns", **texts: Any) -> Answer:
        """Texts by language: a title, or title, summary and body."""
        return self.client.post(ADMIN, article(slug, category, **texts), Idempotency_Key=slug)

    def publishes(self, slug: str, category: str = "returns", **texts: Any) -> str:
        made = self.writes(slug, category, **texts)
        assert made.status == 201, made.text
        done = self.client.post(f"{ADMIN}/{made.json['id']}/publish")
        assert done.status == 200, done.text
        return str(made.json["id"])


def article(slug: str, category: str = "returns", **texts: Any) -> dict[str, Any]:
    parts = {language: [text] if isinstance(text, str) else text for language, text in texts.items()}
    named = {language: dict(zip(("title", "summary", "body"), text, strict=False)) for language, text in parts.items()}
    return {"slug": slug, "category": category, "texts": named}


def reader(language: str = "en") -> Client:
    """Somebody whose function starts now."""
    shelf.forget()
    show_home.forget()
    return Client(app, {"Accept-Language": language})


def slugs(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [row["slug"] for row in answer.json["data"]]
