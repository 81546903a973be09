"""From what is stored to what a shopper reads, in his language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.catalog.brand import Brand, BrandFacts
from functions.catalog.card import Card
from functions.catalog.category import Category, Tree
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
    return ListedProduct(
        id=card.id,
        slug=card.slug,
        title=localized(card.title, languages),
        brief=localized(card.brief, languages),
        image=card.image.url if card.image else None,
        brand=_brand_name(record.brand, languages),
        category_id=card.category_id,
        price_from=money(card.price_from),
        list_price_from=money(card.list_price_from),
        stock_state=record.stock_state,
    )


def product_view(record: ProductRecord, languages: Languages) -> ProductView:
    product, states = load(Product, record.body), load(dict[str, SeenState], record.stock_states)
    title, brief = localized(product.title, languages), localized(product.brief, languages)
    return ProductView(
        id=product.id,
        slug=product.slug,
        title=title,
        brief=brief,
        description=localized(product.description, languages),
        images=[ImageView(url=image.url, alt=localized(image.alt, languages)) for image in product.images],
        options=[OptionView(name=option.name, values=option.values) for option in product.options],
        attributes=[
            AttributeView(name=localized(item.name, languages), value=localized(item.value, languages)) for item in product.attributes
        ],
        variants=[variant_view(variant, states) for variant in product.variants],
        variant_count=product.variant_count,
        brand=_brand_name(record.brand, languages),
        category_id=product.category_id,
        tags=product.tags,
        price_from=money(product.price_from),
        list_price_from=money(product.list_price_from),
        stock_state=best_state(states),
        seo=SeoView(
            title=localized(product.seo.title, languages) or title, description=localized(product.seo.description, languages) or brief
        ),
        published_at=product.published_at,
        metadata=product.metadata,
    )


def variant_view(variant: Variant, states: Mapping[str, SeenState]) -> VariantView:
    seen = states.get(variant.id)
    return VariantView(
        id=variant.id,
        sku=variant.sku,
        options=variant.options,
        price=MoneyModel.of(variant.price),
        list_price=money(variant.list_price),
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


def money(amount: Money | None) -> MoneyModel | None:
    return MoneyModel.of(amount) if amount else None


def _brand_name(text: str | None, languages: Languages) -> BrandName | None:
    if text is None:
        return None
    brand = load(BrandFacts, text)
    return BrandName(id=brand.id, name=localized(brand.name, languages), logo=brand.logo)
