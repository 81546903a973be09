"""Products with everything an export says of them, many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from functions.catalog.exports.product_body import Body, product_body
from functions.catalog.model.brand import Brand
from functions.catalog.model.card import Card
from functions.catalog.model.category import Tree
from functions.catalog.model.product import Product, Status
from functions.catalog.store.card_lists import cards, product_id_of
from functions.catalog.store.records import (
    BRAND_SK,
    PRODUCT_SK,
    BrandRecord,
    ProductRecord,
    brand_pk,
    product_pk,
)
from functions.catalog.store.repository import stored_tree, variants_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.store.records import find_many
from functions.stock import pieces_of


def product_ids(statuses: Sequence[Status]) -> list[str]:
    """Of all products in these statuses, by slug: the same catalogue gives the same order in every shop."""
    found = [(load(Card, card.body).slug, product_id_of(card)) for card in cards(statuses)]
    return [product_id for _, product_id in sorted(found)]


class Bodies:
    """Reads the tree of categories once, and every brand once."""

    def __init__(self) -> None:
        self._tree: Tree | None = None
        self._brands: dict[str, Brand | None] = {}

    def of(self, ids: Sequence[str]) -> Iterator[Body]:
        """In the order of `ids`; products that are gone meanwhile are left out."""
        records = find_many({ProductRecord: [(product_pk(one), PRODUCT_SK) for one in ids]})
        products = {r.pk: load(Product, r.body) for r in records.values()}
        now = times.iso(clock.now())
        variants = {pk: [variant.as_of(now) for variant in variants_of(product)] for pk, product in products.items()}
        stock = self._stock([variant.id for some in variants.values() for variant in some])
        self._read_brands({product.brand_id for product in products.values() if product.brand_id})
        for pk in (product_pk(one) for one in ids):
            if product := products.get(pk):
                brand = self._brands.get(product.brand_id) if product.brand_id else None
                path = list(self._categories().path(product.category_id))[::-1]
                yield product_body(product, variants[pk], brand=brand, path=path, stock=stock, now=now)

    def _stock(self, variant_ids: Sequence[str]) -> dict[str, int]:
        return {variant_id: max(0, pieces.available + pieces.reserved) for variant_id, pieces in pieces_of(variant_ids).items()}

    def _read_brands(self, ids: set[str]) -> None:
        missing = [(brand_pk(one), BRAND_SK) for one in ids - self._brands.keys()]
        if missing:
            found = find_many({BrandRecord: missing})
            self._brands |= {record.pk.removeprefix("BRD#"): load(Brand, record.body) for record in found.values()}

    def _categories(self) -> Tree:
        if self._tree is None:
            self._tree = stored_tree().tree
        return self._tree
