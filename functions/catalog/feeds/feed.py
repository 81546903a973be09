"""What a feed is, and what every format says of a product. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Literal

from functions.shared.plain.deferred import dataclass

Kind = Literal["google", "meta", "openai", "wechat"]


@dataclass(frozen=True)
class Feed:
    """Everything on sale as one country reads it. `link`: where a variant's page is, with `{slug}`, `{product_id}`, `{variant_id}` and
    `{sku}`; empty: the shop's own page of the product. `checkout`: OpenAI may offer to buy by the agents' interface."""

    code: str
    country: str
    language: str
    kinds: tuple[Kind, ...]
    seller_name: str
    seller_url: str = ""
    link: str = ""
    checkout: bool = False


@dataclass(frozen=True)
class Feeds:
    feeds: tuple[Feed, ...] = ()

    def named(self, code: str | None) -> Feed | None:
        """None: the first."""
        return next((one for one in self.feeds if code is None or one.code == code), None)


@dataclass(frozen=True)
class Row:
    """A variant. `price` and `sale_price` are texts like `12.30`. `minor`: what is paid, in minor units;
    `list_minor`: the list price, or 0. Addresses are whole ones."""

    id: str
    sku: str
    title: str
    link: str
    image: str
    currency: str
    price: str
    minor: int
    in_stock: bool
    sale_price: str = ""
    list_minor: int = 0
    gtin: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    weight_g: int = 0
    measure: str = ""
    base_measure: str = ""
    # `preorder` or `backorder` for what can be bought though it is not there, and the day that is promised.
    sold_as: str = ""
    promised_on: str = ""


@dataclass(frozen=True)
class Item:
    """A product with those of its variants that are in the feed."""

    id: str
    title: str
    description: str
    images: Sequence[str]
    rows: Sequence[Row]
    brand: str = ""
    categories: Sequence[str] = ()
    """From the root."""
    rating: float | None = None
    rating_count: int = 0
    is_varied: bool = False
    """There are several variants of it, in the feed or not."""


@dataclass(frozen=True)
class Problem:
    """`left_out`: the product, or the variant if one is named, is not in the feed for it."""

    field: str
    code: str
    left_out: bool
    variant_id: str | None = None


@dataclass(frozen=True)
class Made:
    """What a feed knows of a product; `item` None: nothing of it is shown."""

    id: str
    item: Item | None
    problems: Sequence[Problem] = ()
