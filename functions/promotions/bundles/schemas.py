"""Bundles as shoppers see them."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from functions.promotions.bundles.known_bundles import KnownBundle
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.plain.i18n import localized
from functions.shared.plain.money import prorate
from functions.shared.plain.option_texts import shown_options


class BundlesQuery(PageQuery):
    variant_id: str | None = Field(default=None, max_length=64, description="Only bundles that this variant is a part of.")
    q: str = Field(default="", max_length=200, description="Only bundles of whose name, or of whose parts' titles, these are words.")


class BundlePart(Schema):
    """`share`: what of the bundle's price is its own; it is taxed, and paid back, by that."""

    variant_id: str
    product_id: str
    sku: str
    title: str
    options: dict[str, str]
    image: str | None
    quantity: int
    unit_price: MoneyModel = Field(description="Alone.")
    share: MoneyModel


class BundleView(Schema):
    id: str
    name: str
    price: MoneyModel = Field(description="Of a set; never more than its parts alone.")
    price_apart: MoneyModel | None = Field(description="Of its parts alone; null where one is not sold.")
    saved: MoneyModel
    available: int = Field(description="So many sets there are, 999 at most: the least of its parts. 0: it cannot be bought now.")
    whole_only: bool = Field(description="It comes back as a whole only.")
    parts: list[BundlePart]

    @classmethod
    def of(cls, one: KnownBundle, languages: Sequence[str]) -> BundleView:
        rule, apart = one.rule, one.apart
        price = min(rule.value, apart) if apart is not None else rule.value
        sold = [(part, pieces) for part, pieces in one.parts if part is not None]
        weights = [part.price.amount * pieces for part, pieces in sold]
        # As the reduction is shared: what a part saves is rounded, its share is what is left.
        off = prorate(apart - price, weights) if apart is not None else [0] * len(weights)
        return cls(
            id=rule.id,
            name=localized(rule.name, languages),
            price=MoneyModel.shown(price, rule.currency),
            price_apart=MoneyModel.shown(apart, rule.currency) if apart is not None else None,
            saved=MoneyModel.shown(apart - price if apart is not None else 0, rule.currency),
            available=one.available if one.is_sold else 0,
            whole_only=rule.whole_only,
            parts=[
                BundlePart(
                    variant_id=part.variant_id,
                    product_id=part.product_id,
                    sku=part.sku,
                    title=localized(part.title, languages),
                    options=shown_options(part.options, part.option_texts, languages),
                    image=part.image,
                    quantity=pieces,
                    unit_price=MoneyModel.shown(part.price.amount, part.price.currency),
                    share=MoneyModel.shown(weight - less, part.price.currency),
                )
                for (part, pieces), weight, less in zip(sold, weights, off, strict=True)
            ],
        )


class BundlePage(Schema):
    data: list[BundleView]
    next_cursor: str | None
