"""From a stored product to what the feeds of a country say of it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from functions.catalog.feeds.feed import Feed, Item, Made, Problem, Row
from functions.catalog.feeds.plain_text import plain_text
from functions.catalog.model.barcode import article_key
from functions.catalog.model.brand import BrandFacts
from functions.catalog.model.category import Tree
from functions.catalog.model.product import Product, Status
from functions.catalog.products.buyer import Buyer
from functions.catalog.products.json_ld import product_url
from functions.catalog.products.schemas import MarketQuery, VariantView
from functions.catalog.products.views import variant_view
from functions.catalog.store.ratings import rating_of
from functions.catalog.store.records import ProductRecord
from functions.catalog.store.repository import variants_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.i18n import is_in, localized
from functions.shared.plain.money import Money, to_decimal
from functions.shared.plain.settings import settings
from functions.stock import BACKORDER, IN_STOCK, LOW, PREORDER, SeenState

_MEASURES = frozenset({"mg", "g", "kg", "ml", "cl", "l", "cm", "m"})
"""Units in which a feed may tell what a piece holds."""


class Maker:
    """What a feed says of one product after another: all as its country reads them, at one moment."""

    def __init__(self, feed: Feed, tree: Tree) -> None:
        self._feed, self._tree, self._languages = feed, tree, [feed.language]
        self._buyer = Buyer.of(MarketQuery(country=feed.country))
        self._now = times.iso(clock.now())
        self._base = settings().public_base_url.rstrip("/")

    def made(self, product_id: str, record: ProductRecord | None) -> Made | None:
        """None for a product that is not on sale, or not for everybody."""
        product = record.content(Product) if record else None
        if record is None or product is None or product.status is not Status.PUBLISHED or not product.visibility.on_the_web:
            return None
        title = localized(product.title, self._languages)
        images = [self._address(image.url) for image in product.images]
        problems = list(self._of_product(product, images))
        if any(one.left_out for one in problems):
            return Made(product_id, None, problems)
        rows = []
        for view in self._variants(product, record):
            row, wrong = self._row(view, product, title, images)
            problems += wrong
            if row:
                rows.append(row)
        if not rows:
            return Made(product_id, None, problems)
        rating = rating_of(record)
        item = Item(
            id=product_id,
            title=title,
            description=plain_text(localized(product.description, self._languages)) or localized(product.brief, self._languages) or title,
            images=images,
            rows=rows,
            brand=localized(load(BrandFacts, record.brand).name, self._languages) if record.brand else "",
            categories=[localized(one.name, self._languages) for one in self._tree.path(product.category_id)][::-1],
            rating=rating.average,
            rating_count=rating.count,
            is_varied=product.variant_count > 1,
        )
        return Made(product_id, item, problems)

    def _of_product(self, product: Product, images: Sequence[str]) -> Iterator[Problem]:
        if not localized(product.title, self._languages).strip():
            yield Problem("title", "missing", left_out=True)
        elif not is_in(product.title, self._languages):
            yield Problem("title", "not_in_language", left_out=False)
        if not images:
            yield Problem("image", "missing", left_out=True)
        if not plain_text(localized(product.description, self._languages)):
            yield Problem("description", "missing", left_out=False)
        elif not is_in(product.description, self._languages):
            yield Problem("description", "not_in_language", left_out=False)
        if product.brand_id is None:
            yield Problem("brand", "missing", left_out=False)

    def _variants(self, product: Product, record: ProductRecord) -> Iterator[VariantView]:
        states = load(dict[str, SeenState], record.stock_states)
        for variant in variants_of(product):
            yield variant_view(variant, states, self._languages, self._now, self._buyer, product)

    def _row(self, view: VariantView, product: Product, title: str, images: Sequence[str]) -> tuple[Row | None, list[Problem]]:
        paid, listed = view.price.money(), view.list_price.money() if view.list_price else None
        if self._buyer.currency and paid.currency != self._buyer.currency:
            return None, [Problem("price", "not_sold_in_currency", left_out=True, variant_id=view.id)]
        if paid.amount <= 0:
            return None, [Problem("price", "zero", left_out=True, variant_id=view.id)]
        gtin = next(filter(None, map(_gtin, view.barcodes)), "")
        wrong = [Problem("gtin", "no_article_number", left_out=False, variant_id=view.id)] if view.barcodes and not gtin else []
        reduced = listed is not None and listed.amount > paid.amount
        measure = view.measure if view.measure and view.measure.unit.value in _MEASURES and view.price_per_measure else None
        row = Row(
            id=view.id,
            sku=view.sku,
            title=" – ".join([title, *([" / ".join(view.options.values())] if product.variant_count > 1 and view.options else [])]),
            link=self._link(view, product),
            image=self._address(view.image) if view.image else images[0],
            currency=paid.currency,
            price=_text(listed if reduced and listed else paid),
            minor=paid.amount,
            in_stock=view.stock_state in (IN_STOCK, LOW),
            sale_price=_text(paid) if reduced else "",
            list_minor=listed.amount if reduced and listed else 0,
            gtin=gtin,
            options=view.options,
            weight_g=view.weight_g,
            measure=f"{measure.quantity} {measure.unit.value}" if measure else "",
            sold_as=view.stock_state if view.stock_state in (PREORDER, BACKORDER) else "",
            promised_on=view.promised_on or "",
            base_measure=f"1 {view.price_per_measure.unit}" if measure and view.price_per_measure else "",
        )
        return row, wrong

    def _link(self, view: VariantView, product: Product) -> str:
        if not self._feed.link:
            return f"{product_url(product.slug)}?variant={view.id}"
        return self._feed.link.format(slug=product.slug, product_id=product.id, variant_id=view.id, sku=quote(view.sku, safe=""))

    def _address(self, url: str) -> str:
        return url if "://" in url else f"{self._base}{url}"


def _gtin(code: str) -> str:
    """As it is told to everybody: 14 digits become 13 or 12 where they begin with zeros. Empty for the shop's own code."""
    key = article_key(code)
    return key.lstrip("0").zfill(12 if len(key.lstrip("0")) > 8 else 8) if len(key) == 14 and key.isdigit() else ""


def _text(money: Money) -> str:
    return str(to_decimal(money))
