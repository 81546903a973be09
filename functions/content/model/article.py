"""An article: of the help centre, a guide, a story, picks or a page; its editions, and which of them readers see. Pure.

What is to be published at a time is a plan; whether it holds already is computed from the time when it is read, so no job can be late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from enum import StrEnum

from functions.content.model.block import Block
from functions.content.model.publishing import Publishing
from functions.shared.plain.deferred import dataclass

MOST_OLD_SLUGS = 20


class ArticleKind(StrEnum):
    """`help` alone is searched by the help centre."""

    HELP = "help"
    GUIDE = "guide"
    STORY = "story"
    PICKS = "picks"
    PAGE = "page"


@dataclass(frozen=True)
class Text:
    """In one language. `body` is Markdown. For search engines, where it is written: another title and summary, and keywords."""

    title: str
    summary: str = ""
    body: str = ""
    seo_title: str = ""
    seo_description: str = ""
    keywords: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """What an edition says. `texts` by language; `category` and `tags` are codes, `related` ids; `sort`: least first; `cover`: a picture's
    address."""

    texts: dict[str, Text]
    category: str
    tags: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    sort: int = 0
    kind: ArticleKind = ArticleKind.HELP
    cover: str = ""
    blocks: list[Block] = field(default_factory=list)

    @property
    def titles(self) -> dict[str, str]:
        return {language: text.title for language, text in self.texts.items()}


@dataclass(frozen=True)
class Edition:
    """Content as it was saved; it never changes. `rolled_back_to`: the edition that this one repeats."""

    number: int
    content: Content
    by: str
    at: str
    note: str = ""
    rolled_back_to: int | None = None


@dataclass(frozen=True)
class Article(Publishing):
    """`latest`: number of the newest edition."""

    id: str
    slug: str
    latest: int
    created_at: str
    old_slugs: list[str] = field(default_factory=list)

    def renamed(self, slug: str) -> Article:
        """Slugs that it gave up still lead to it."""
        if slug == self.slug:
            return self
        gave_up = [one for one in (*self.old_slugs, self.slug) if one != slug]
        return replace(self, slug=slug, old_slugs=gave_up[-MOST_OLD_SLUGS:])


def shown_editions(article: Article) -> Sequence[int]:
    """The editions that readers see now or will."""
    return [one for one in (article.live, article.plan.edition if article.plan else None) if one is not None]
