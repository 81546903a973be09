"""A block: a part of an article or a slot, in its order, shown while its time lasts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class BlockKind(StrEnum):
    TEXT = "text"
    PICTURE = "picture"
    VIDEO = "video"
    PRODUCTS = "products"
    ARTICLES = "articles"


@dataclass(frozen=True)
class BlockText:
    """In one language. `body` is Markdown; `alt` says what a picture or video shows."""

    title: str = ""
    body: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Block:
    """`items`: ids of the products or articles, in their order; at most `most` of those that can be shown are. From `starts_at` until
    before `ends_at`; without them always. `url`: of the picture or video; `link`: where a click leads."""

    kind: BlockKind
    texts: dict[str, BlockText] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    most: int = 0
    url: str = ""
    link: str = ""
    starts_at: str | None = None
    ends_at: str | None = None

    def holds(self, now: str) -> bool:
        return (self.starts_at is None or self.starts_at <= now) and (self.ends_at is None or now < self.ends_at)


def items_of(blocks: Iterable[Block], kind: BlockKind) -> list[str]:
    """Each once, in the order of the blocks."""
    return list(dict.fromkeys(item for block in blocks if block.kind is kind for item in block.items))
