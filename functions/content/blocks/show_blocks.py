"""Blocks as readers get them: what holds now, with products and articles as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.catalog import MarketQuery, ProductView, products_named
from functions.content.blocks.briefs import brief_of
from functions.content.blocks.rendering import html_of
from functions.content.blocks.schemas import BlockView, ProductCard
from functions.content.model.block import Block, BlockKind, BlockText, items_of
from functions.content.store.shelf import shelf
from functions.shared.plain.i18n import best_of
from functions.shared.plain.settings import settings


def shown_blocks(blocks: Sequence[Block], wanted: Sequence[str], market: MarketQuery, now: str) -> list[BlockView]:
    """One request to the catalogue for 100 different products. A block of products or articles of which none can be shown is left out."""
    return shown_together([blocks], wanted, market, now)[0]


def shown_together(groups: Sequence[Sequence[Block]], wanted: Sequence[str], market: MarketQuery, now: str) -> list[list[BlockView]]:
    """Of several groups, each by itself, with what the catalogue is asked for asked together."""
    holding = [[block for block in blocks if block.holds(now)] for blocks in groups]
    ids = items_of((block for blocks in holding for block in blocks), BlockKind.PRODUCTS)
    asked = {name: value for name, value in (("country", market.country), ("currency", market.currency)) if value}
    products = products_named(ids, asked, wanted) if ids else {}
    return [[view for block in blocks if (view := _view(block, products, wanted)) is not None] for blocks in holding]


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
