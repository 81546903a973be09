"""Blocks as readers get them: what holds now, with products and articles as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.catalog import MarketQuery, ProductView, SeenProducts, products_seen
from functions.content.blocks.briefs import brief_of
from functions.content.blocks.rendering import html_of
from functions.content.blocks.schemas import BlockView, ProductCard
from functions.content.model.block import Block, BlockKind, BlockText, items_of
from functions.content.store.shelf import shelf
from functions.pricing import Shopper
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import best_of
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Reader:
    """Who reads: in which languages they want it, best first, where they buy, and as whom."""

    wanted: Sequence[str]
    market: MarketQuery
    who: Shopper


@dataclass(frozen=True)
class Shown:
    """`groups`: their blocks. `tells_apart`: a product of them is not for everybody, so that others are shown more, or less."""

    groups: list[list[BlockView]]
    tells_apart: bool


def shown_together(groups: Sequence[Sequence[Block]], reader: Reader, now: str) -> Shown:
    """Of several groups, each by itself. One request to the catalogue for 100 different products. A block of products or articles of which
    none can be shown is left out."""
    wanted, market = reader.wanted, reader.market
    holding = [[block for block in blocks if block.holds(now)] for blocks in groups]
    ids = items_of((block for blocks in holding for block in blocks), BlockKind.PRODUCTS)
    asked = {name: value for name, value in (("country", market.country), ("currency", market.currency)) if value}
    seen = products_seen(ids, asked, wanted, reader.who) if ids else SeenProducts({})
    shown = [[view for block in blocks if (view := _view(block, seen.by_name, wanted)) is not None] for blocks in holding]
    return Shown(shown, seen.tells_apart)


def _view(block: Block, products: Mapping[str, ProductView], wanted: Sequence[str]) -> BlockView | None:
    cards = [card for item in block.items if item in products and (card := ProductCard.of(products[item])) is not None]
    known = shelf().cards if block.kind is BlockKind.ARTICLES else {}
    articles = [brief_of(known[item], wanted) for item in block.items if item in known and known[item].live is not None]
    if block.items and not (cards or articles):
        return None
    text = _text(block.texts, wanted)
    return BlockView(
        kind=block.kind,
        title=text.title,
        html=html_of(text.body) if text.body else "",
        alt=text.alt,
        url=block.url or None,
        link=block.link or None,
        products=cards[: block.most],
        articles=articles[: block.most],
        ends_at=block.ends_at,
    )


def _text(texts: Mapping[str, BlockText], wanted: Sequence[str]) -> BlockText:
    if not texts:
        return BlockText()
    return texts[best_of(texts, wanted) or best_of(texts, [settings().default_language]) or next(iter(texts))]
