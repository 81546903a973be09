"""Face: products that are on sale, by their ids or those of their variants, as they are shown now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.catalog.model.product import Product, Status, Variant
from functions.catalog.products.buyer import Buyer
from functions.catalog.products.schemas import MarketQuery, ProductView
from functions.catalog.products.views import product_view
from functions.catalog.store.records import PRODUCT_SK, VARIANT_SK, ProductRecord, VariantRecord, product_pk, variant_pk
from functions.pricing import STRANGER, Shopper
from functions.shared.http.validation import parse
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many


@dataclass(frozen=True)
class SeenProducts:
    """`by_name`: by each id of a product or a variant, the product, as who asks sees it. `tells_apart`: some are not for everybody, so that
    others are shown more, or less."""

    by_name: dict[str, ProductView]
    tells_apart: bool = False


def products_named(
    names: Sequence[str], market: dict[str, Any], languages: Sequence[str], who: Shopper = STRANGER
) -> dict[str, ProductView]:
    """By each id of a product or a variant that is on sale, the product. Two requests at most. `market` by the names of `GET
    /v1/products/{id}`. Raises Invalid (422)."""
    return products_seen(names, market, languages, who).by_name


def products_seen(names: Sequence[str], market: dict[str, Any], languages: Sequence[str], who: Shopper) -> SeenProducts:
    """The same, with whether others see something else."""
    buyer = Buyer.of(parse(market, MarketQuery)).asking(who)
    own = {name: name for name in names if ids.is_id("prod", name)}
    variants = [name for name in names if ids.is_id("var", name)]
    found = find_many({VariantRecord: [(variant_pk(name), VARIANT_SK) for name in variants]}, consistent=False) if variants else {}
    own |= {
        record.pk.removeprefix(variant_pk("")): load(Variant, record.body).product_id
        for record in found.values()
        if isinstance(record, VariantRecord)
    }
    shown = shown_of(list(dict.fromkeys(own.values())), buyer, languages)
    by_name = {name: shown.by_name[product_id] for name, product_id in own.items() if product_id in shown.by_name}
    return SeenProducts(by_name, shown.tells_apart)


def shown_of(product_ids: Sequence[str], buyer: Buyer, languages: Sequence[str]) -> SeenProducts:
    if not product_ids:
        return SeenProducts({})
    found = find_many({ProductRecord: [(product_pk(one), PRODUCT_SK) for one in product_ids]}, consistent=False)
    records = [one for one in found.values() if isinstance(one, ProductRecord) and one.content(Product).status is Status.PUBLISHED]
    tells_apart = any(not one.content(Product).visibility.is_open for one in records)
    asked = replace(buyer, asked=False)
    views = [product_view(record, languages, asked) for record in records if record.content(Product).visibility.is_for(buyer.who)]
    return SeenProducts({view.id: view for view in views}, tells_apart)
