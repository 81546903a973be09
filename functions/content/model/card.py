"""What lists and searches know of an article: small, written with each publication, read by every process. Pure."""

from __future__ import annotations

from dataclasses import field, replace

from functions.content.model.article import ArticleKind
from functions.shared.plain.deferred import dataclass

MOST_TOKENS = 800
"""Of a body in one language; what comes later in it is not searched for."""


@dataclass(frozen=True)
class CardText:
    """In one language. `strong`, `weak`: the tokens of title, summary and tags, and those of the body, parted by blanks."""

    title: str
    summary: str
    strong: str
    weak: str


@dataclass(frozen=True)
class Face:
    """Of one edition."""

    edition: int
    since: str
    category: str
    tags: list[str]
    related: list[str]
    sort: int
    texts: dict[str, CardText]
    kind: ArticleKind = ArticleKind.HELP
    cover: str = ""


@dataclass(frozen=True)
class Card:
    """`live`: what readers see; None: nothing. `coming`: what they will, from its `since` on."""

    id: str
    slug: str
    old_slugs: list[str] = field(default_factory=list)
    live: Face | None = None
    coming: Face | None = None

    def at(self, now: str) -> Card:
        if self.coming is None or now < self.coming.since:
            return self
        return replace(self, live=self.coming, coming=None)
