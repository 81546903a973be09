"""Follows the stream of the catalogue table: what mirrors a product or a brand is brought up to date, also after a crash."""

from __future__ import annotations

from typing import Any

from functions.catalog.model.brand import BrandFacts
from functions.catalog.model.product import Product
from functions.catalog.products.sync_variants import sync_variants
from functions.catalog.store.records import CARD_SK, PRODUCT_SK, BrandRecord, CardRecord, ProductRecord, brand_index
from functions.catalog.store.repository import brand_facts
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Update, transact


def project_change(change: dict[str, Any]) -> None:
    """One record of the stream. Only edits of products and brands matter here."""
    new, old = change.get("NewImage"), change.get("OldImage")
    if not new or not old or new.get("version") == old.get("version"):
        return
    kind = new.get("kind", {}).get("S")
    if kind == "product":
        record = ProductRecord.from_raw_data(new)
        product = load(Product, record.body)
        if product.mirrored() != load(Product, ProductRecord.from_raw_data(old).body).mirrored():
            sync_variants(product, int(record.version))
    elif kind == "brand":
        show_brand(brand_facts(BrandRecord.from_raw_data(new)))


def show_brand(brand: BrandFacts) -> None:
    """Every product of the brand shows it as of this version, unless it shows a newer one or has left the brand."""
    text = dump(brand)
    for card in CardRecord.gsi2.query(brand_index(brand.id)):
        shown = load(BrandFacts, card.brand)
        if shown.version >= brand.version:
            continue
        same = CardRecord.brand == card.brand
        try:
            transact(
                [
                    Update(CardRecord, card.pk, CARD_SK, [CardRecord.brand.set(text)], same, Overtaken()),
                    Update(
                        ProductRecord, card.pk, PRODUCT_SK, [ProductRecord.brand.set(text)], ProductRecord.brand == card.brand, Overtaken()
                    ),
                ]
            )
        except Overtaken:
            continue
