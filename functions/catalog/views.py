"""From what is stored to what a shopper reads, in his language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.catalog.brand import Brand, BrandFacts
from functions.catalog.card import Card
from functions.catalog.category import Category, Tree
from functions.catalog.media import sizes_of
from functions.catalog.price import Effective, currencies, effective_at, lowest_before
from functions.catalog.price_steps import PriceStep
from functions.catalog.product import Product, Variant
from functions.catalog.records import CardRecord, ProductRecord
from functions.catalog.schemas import (
    AttributeView,
    BrandName,
    BrandView,
    CategoryView,
    ImageView,
    ListedProduct,
    OptionView,
    ProductPage,
    ProductView,
    SeoView,
    VariantView,
)
from functions.catalog.stock import OUT, SeenState, best_state
from functions.shared import clock
from functions.shared.errors import Invalid
from functions.shared.i18n import localized
from functions.shared.money import Money
from functions.shared.pages import Page
from functions.shared.records import load
from functions.shared.validation import MoneyModel

Languages = Sequence[str]


def product_page(page: Page[CardRecord], languages: Languages) -> ProductPage:
    return ProductPage(data=[listed(record, languages) for record in page.data], next_cursor=page.next_cursor)


def listed(record: CardRecord, languages: Languages) -> ListedProduct:
    card = load(Card, record.body)
    price = card.price_at(clock.iso(clock.now()))
    return ListedProduct(
        id=card.id,
        slug=card.slug,
        title=localized(card.title, languages),
        brief=localized(card.brief, languages),
        image=card.image.url if card.image else None,
        brand=_brand_name(record.brand, languages),
        category_id=card.category_id,
        **_lowest(price, languages),
        stock_state=record.stock_state,
    )


def product_view(record: ProductRecord, languages: Languages, currency: str | None = None) -> ProductView:
    """Raises Invalid (422 `currency_not_offered`) when nothing of it is sold in that currency."""
    product, states = load(Product, record.body), load(dict[str, SeenState], record.stock_states)
    now = clock.iso(clock.now())
    price = product.price_at(now, currency)
    if price is None and currency:
        raise Invalid.field("/query/currency", "currency_not_offered", f"This product is not sold in {currency}.")
    title, brief = localized(product.title, languages), localized(product.brief, languages)
    return ProductView(
        id=product.id,
        slug=product.slug,
        title=title,
        brief=brief,
        description=localized(product.description, languages),
        images=[ImageView(url=image.url, alt=localized(image.alt, languages), sizes=sizes_of(image.url)) for image in product.images],
        options=[OptionView(name=option.name, values=option.values) for option in product.options],
        attributes=[
            AttributeView(name=localized(item.name, languages), value=localized(item.value, languages)) for item in product.attributes
        ],
        variants=[variant_view(variant, states, languages, now, currency) for variant in product.variants],
        variant_count=product.variant_count,
        brand=_brand_name(record.brand, languages),
        category_id=product.category_id,
        tags=product.tags,
        **_lowest(price, languages),
        currencies=list(dict.fromkeys(code for variant in product.variants for code in currencies(variant))),
        stock_state=best_state(states),
        seo=SeoView(
            title=localized(product.seo.title, languages) or title, description=localized(product.seo.description, languages) or brief
        ),
        published_at=product.published_at,
        metadata=product.metadata,
    )


def variant_view(
    variant: Variant, states: Mapping[str, SeenState], languages: Languages, now: str, currency: str | None = None
) -> VariantView:
    """In the wanted currency where it is sold in it, else in its own."""
    seen, own = states.get(variant.id), variant.price.currency
    paid = effective_at(variant, currency, now) if currency else None
    paid = paid or effective_at(variant, own, now) or Effective(variant.price)
    return VariantView(
        id=variant.id,
        sku=variant.sku,
        options=variant.options,
        price=MoneyModel.of(paid.price),
        list_price=money(paid.list_price),
        price_label=localized(paid.label, languages) or None,
        price_ends_at=paid.ends_at,
        lowest_price_30_days=money(lowest_before(variant, paid.price.currency, now)),
        stock_state=seen.state if seen else OUT,
        image=variant.image,
        barcode=variant.barcode,
        weight_g=variant.weight_g,
    )


def category_views(tree: Tree, languages: Languages, parent_id: str | None = None, level: int = 1) -> list[CategoryView]:
    return [_category_view(tree, category, languages, level) for category in tree.children(parent_id)]


def _category_view(tree: Tree, category: Category, languages: Languages, level: int) -> CategoryView:
    return CategoryView(
        id=category.id,
        name=localized(category.name, languages),
        description=localized(category.description, languages),
        image=category.image,
        parent_id=category.parent_id,
        level=level,
        children=category_views(tree, languages, category.id, level + 1),
    )


def brand_view(brand: Brand, languages: Languages) -> BrandView:
    name, description = localized(brand.name, languages), localized(brand.description, languages)
    return BrandView(id=brand.id, name=name, description=description, logo=brand.logo)


def _lowest(price: PriceStep | None, languages: Languages) -> dict[str, Any]:
    if price is None:
        return {"price_from": None, "list_price_from": None}
    label = localized(price.label, languages) or None
    return {"price_from": MoneyModel.of(price.price), "list_price_from": money(price.list_price), "price_label": label}


def money(amount: Money | None) -> MoneyModel | None:
    return MoneyModel.of(amount) if amount else None


def _brand_name(text: str | None, languages: Languages) -> BrandName | None:
    if text is None:
        return None
    brand = load(BrandFacts, text)
    return BrandName(id=brand.id, name=localized(brand.name, languages), logo=brand.logo)
