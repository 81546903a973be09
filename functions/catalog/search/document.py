"""What the search index knows of one product. Pure: built by the catalogue from its own state, read by every engine's adapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import best_of

Card = Mapping[str, Any]
UNSEARCHED = "@"
"""Attributes whose name begins so can be filtered by and are counted, but no text finds them."""


def hidden_in(language: str, name: str) -> str:
    """The attribute whose values are those that products have under `name` in other languages only."""
    return f"{UNSEARCHED}{language}{UNSEARCHED}{name}"


def counted_with(key: str, name: str) -> bool:
    """Whether a facet is that of the attribute itself, or tells which of its values a language hides."""
    return key == name or (key.startswith(UNSEARCHED) and key[1:].partition(UNSEARCHED)[2] == name)


@dataclass(frozen=True)
class ProductDocument:
    """One published product.

    `category_ids` holds its categories and every ancestor of them, so that a filter on a branch finds the whole branch. `price_from` is
    its lowest price in minor units of `currency` (None: not sold in it), `further_prices` those in other currencies. A list compares
    prices of one currency only.
    `category_names` are the names of its own categories in every language, `ancestor_names` those of the categories above.
    `card` is the JSON the list shows, one per language. `keywords` are further texts to be found by (attribute labels in other
    languages, alternative names). `tags` are what is filtered by, `tag_names` (else the tags themselves) what is searched and suggested.
    `visible_to` and `channels`: whom and where it is shown to; empty: everybody, everywhere.
    `price_from`, `in_stock` and `sales` change most often: the whole document is written again then.
    """

    id: str
    version: int
    slug: str
    titles: Mapping[str, str]
    currency: str
    price_from: int | None
    created_at: datetime
    card: Mapping[str, Card]
    briefs: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    skus: tuple[str, ...] = ()
    brand_id: str | None = None
    brand_names: Mapping[str, str] = field(default_factory=dict)
    category_ids: tuple[str, ...] = ()
    category_names: tuple[str, ...] = ()
    ancestor_names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tag_names: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    list_price_from: int | None = None
    further_prices: Mapping[str, int] = field(default_factory=dict)
    published_at: datetime | None = None
    sales: int = 0
    sales_lately: int = 0
    rating: float | None = None
    rating_count: int = 0
    in_stock: bool = True
    stock_state: str = "in_stock"
    image: str | None = None
    visible_to: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    @property
    def prices(self) -> dict[str, int]:
        """By currency."""
        own = {} if self.price_from is None else {self.currency: self.price_from}
        return {**self.further_prices, **own}


def pack_cards(document: ProductDocument) -> dict[str, Card]:
    """The cards with what all languages share stored once (under ``*``): cards are the larger half of an index."""
    cards = document.card
    if not cards:
        return {"*": {"id": document.id}}
    first = next(iter(cards.values()))
    shared = {key: value for key, value in first.items() if all(key in card and card[key] == value for card in cards.values())}
    own = {language: {key: value for key, value in card.items() if key not in shared} for language, card in cards.items()}
    return {"*": {**shared, "id": document.id}, **own}


def unpack_card(packed: Mapping[str, Card], languages: tuple[str, ...]) -> dict[str, Any]:
    """The card in the first wanted language there is (i18n.best_of), else in the first stored one."""
    own = [language for language in packed if language != "*"]
    chosen = best_of(own, languages) or (own[0] if own else "*")
    return {**packed["*"], **packed[chosen]}
