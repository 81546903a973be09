"""From what is stored to what shoppers read, in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from functions.catalog.model.attribute import Attribute
from functions.catalog.model.brand import Brand, BrandFacts
from functions.catalog.model.card import Card
from functions.catalog.model.category import Category, Tree
from functions.catalog.model.measure import Measure
from functions.catalog.model.media import sizes_of
from functions.catalog.model.price import Effective, currencies
from functions.catalog.model.price_steps import PriceStep
from functions.catalog.model.prior_price import percent_off, prior_price
from functions.catalog.model.product import LocalizedText, Option, Product, Seo, Size, Variant
from functions.catalog.model.review import average
from functions.catalog.model.shown_fields import shown_fields
from functions.catalog.products.buyer import Buyer, Taxed, seen_there
from functions.catalog.products.json_ld import json_ld
from functions.catalog.products.own_prices import NOBODY_S, OwnPrice
from functions.catalog.products.schemas import (
    AttributeView,
    BrandName,
    BrandView,
    CategoryView,
    Conversion,
    DeclaredAttributeView,
    ImageView,
    ListedProduct,
    MeasureView,
    OptionView,
    ProductSeoView,
    ProductView,
    QuantityPrice,
    SectionView,
    SeoView,
    SizeView,
    VariantView,
)
from functions.catalog.safety.shown_safety import safety_view
from functions.catalog.store.paid.converted import paid_in
from functions.catalog.store.ratings import rating_of
from functions.catalog.store.records import CardRecord, ProductRecord
from functions.pricing import Asked, ListPrices, UnitPrice
from functions.shared.http.validation import MoneyModel
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Invalid
from functions.shared.plain.i18n import is_in, localized
from functions.shared.plain.money import Money
from functions.shared.plain.option_texts import shown_options, shown_text
from functions.stock import OUT, SeenState, StockState, best_state

Languages = Sequence[str]
NOTHING_SAID: Mapping[str, ListPrices] = MappingProxyType({})


def listed(
    record: CardRecord,
    languages: Languages,
    currency: str,
    buyer: Buyer,
    own: Mapping[str, OwnPrice] = NOBODY_S,
    there: Mapping[str, StockState] | None = None,
) -> ListedProduct:
    card = load(Card, record.body)
    priced = own.get(card.id)
    now = times.iso(clock.now())
    price, rate = card.price_at(now, currency), None
    if price is None and currency == buyer.currency:
        price, rate = buyer.step(card.price_at(now), now)
    return ListedProduct(
        id=card.id,
        slug=card.slug,
        title=localized(card.title, languages),
        brief=localized(card.brief, languages),
        image=card.image.url if card.image else None,
        brand=_brand_name(record.brand, languages),
        category_id=card.category_id,
        **(own_view(priced, currency) if priced else lowest_view(price, languages, buyer, card)),
        converted=Conversion.of(rate) if not priced else None,
        currencies=card.currencies,
        stock_state=seen_there(there, card.id, record.stock_state),
        rating=average(int(record.rating_total), int(record.rating_count)),
        rating_count=int(record.rating_count),
    )


def product_view(record: ProductRecord, languages: Languages, buyer: Buyer) -> ProductView:
    """Raises Invalid (422 `currency_not_offered`) when nothing of it is sold in that currency."""
    product = record.content(Product)
    states = buyer.stock_of([one.id for one in product.variants], load(dict[str, SeenState], record.stock_states))
    now, rating = times.iso(clock.now()), rating_of(record)
    price = product.price_at(now, buyer.currency) or buyer.step(product.price_at(now), now)[0]
    if price is None and buyer.asked:
        raise Invalid.field("/query/currency", "currency_not_offered", f"This product is not sold in {buyer.currency}.")
    price = price or product.price_at(now)
    said = buyer.said_of([variant.id for variant in product.variants])
    variants = [variant_view(variant, states, languages, now, buyer, product, said) for variant in product.variants]
    title, brief = localized(product.title, languages), localized(product.brief, languages)
    brand = _brand_name(record.brand, languages)
    return ProductView(
        id=product.id,
        slug=product.slug,
        title=title,
        brief=brief,
        description=localized(product.description, languages),
        images=[ImageView(url=image.url, alt=localized(image.alt, languages), sizes=sizes_of(image.url)) for image in product.images],
        options=[_option(option, languages) for option in product.options],
        attributes=[_attribute(item, languages) for item in product.attributes],
        sections=[SectionView(title=localized(one.title, languages), body=localized(one.body, languages)) for one in product.sections],
        custom_fields=shown_fields(product),
        variants=variants,
        variant_count=product.variant_count,
        brand=brand,
        category_id=product.category_id,
        tags=product.tags,
        **(lowest_of(variants, price) if said or any(one.converted for one in variants) else lowest_view(price, languages, buyer, product)),
        currencies=_sold_in(product, buyer, now),
        stock_state=best_state(states),
        rating=rating.average,
        rating_count=rating.count,
        question_count=int(record.question_count),
        seo=ProductSeoView(
            **seo_fields(product.seo, product.title, product.brief, languages),
            json_ld=json_ld(product, title, brief, price, best_state(states), brand, rating),
        ),
        safety=safety_view(product.safety, languages, buyer.country),
        published_at=product.published_at,
        metadata=product.metadata,
    )


def _option(option: Option, languages: Languages) -> OptionView:
    values = [shown_text(value, option.labels.get(value, {}), languages) for value in option.values]
    return OptionView(name=shown_text(option.name, option.names, languages), values=values)


def _attribute(item: Attribute, languages: Languages) -> AttributeView:
    shown = {"name": localized(item.name, languages), "value": localized(item.value, languages)}
    return DeclaredAttributeView(code=item.code, **shown) if item.code else AttributeView(**shown)


def seo_fields(seo: Seo, title: LocalizedText, description: LocalizedText, languages: Languages) -> dict[str, Any]:
    """What is not written for search engines is taken from what shoppers read."""
    words = {language: ",".join(keywords) for language, keywords in seo.keywords.items()}
    return {
        "title": _own_or(seo.title, title, languages),
        "description": _own_or(seo.description, description, languages),
        "keywords": [word for word in localized(words, languages).split(",") if word],
    }


def _own_or(written: LocalizedText, shown: LocalizedText, languages: Languages) -> str:
    """What was written for search engines, unless only the text that shoppers read is there in their language."""
    instead = not is_in(written, languages) and is_in(shown, languages)
    return localized(shown if instead else written, languages) or localized(shown, languages)


def size_view(size: Size | None) -> SizeView | None:
    return SizeView(**vars(size)) if size else None


def measure_view(measure: Measure | None) -> MeasureView | None:
    return MeasureView(quantity=measure.quantity, unit=measure.unit) if measure else None


def variant_view(
    variant: Variant,
    states: Mapping[str, SeenState],
    languages: Languages,
    now: str,
    buyer: Buyer,
    product: Product,
    said: Mapping[str, ListPrices] = NOTHING_SAID,
) -> VariantView:
    """In the wanted currency where it is sold in it, else in its own. `said`: what price lists say of variants."""
    seen, own = states.get(variant.id), variant.price.currency
    wanted = (paid_in(variant, code, now, buyer.rule, buyer.clocks, buyer.rates) for code in (buyer.currency, own) if code)
    found = next((one for one in wanted if one), None)
    paid = found.price if found else Effective(variant.price)
    steps = _asked(paid, buyer, said.get(variant.id), now).steps()
    listed_by = steps[0][1].list
    if listed_by:
        # A price for some is no reduction of the price for all.
        paid = Effective(Money(steps[0][1].amount, paid.price.currency))
    barcodes = variant.barcodes
    return VariantView(
        id=variant.id,
        sku=variant.sku,
        options=shown_options(variant.options, product.texts_of(variant.options), languages),
        price=MoneyModel.of(paid.price),
        list_price=money(paid.list_price),
        reduction_percent=percent_off(paid.price, paid.list_price),
        price_label=localized(paid.label, languages) or None,
        price_ends_at=paid.ends_at,
        lowest_price_30_days=money(prior_price(variant, paid.price.currency, now, clocks=buyer.clocks)),
        stock_state=seen.state if seen else OUT,
        promised_on=(seen.promised_on or None) if seen else None,
        image=variant.image,
        barcode=barcodes[0] if barcodes else None,
        barcodes=barcodes,
        weight_g=variant.weight_g,
        size_mm=size_view(variant.size_mm),
        measure=measure_view(variant.measure),
        price_per_measure=buyer.measured(variant.measure, paid.price, product),
        metadata=variant.metadata,
        custom_fields=variant.fields,
        price_list=listed_by or None,
        converted=Conversion.of(found.rate) if found and not listed_by else None,
        quantity_prices=[_from(*step, paid.price.currency) for step in steps] if len(steps) > 1 else [],
    )


def _asked(paid: Effective, buyer: Buyer, said: ListPrices | None, now: str) -> Asked:
    if buyer.terms is None or said is None:
        return Asked(paid.price.amount)
    return buyer.terms.asked(said, paid.price, now, reduced=paid.ends_at is not None)


def _sold_in(product: Product, buyer: Buyer, now: str) -> list[str]:
    """What prices are written in, and what they are converted into."""
    written = [code for variant in product.variants for code in currencies(variant)]
    reached = [code for variant in product.variants for code in buyer.rates.reached_from(variant.price.currency, now)]
    return list(dict.fromkeys([*written, *reached]))


def _from(quantity: int, unit: UnitPrice, currency: str) -> QuantityPrice:
    return QuantityPrice(quantity=quantity, price=MoneyModel.shown(unit.amount, currency), price_list=unit.list or None)


def lowest_of(variants: Sequence[VariantView], price: PriceStep | None) -> dict[str, Any]:
    """The lowest of the prices shown, of those in the currency of `price`."""
    shown = [one for one in variants if price and one.price.currency == price.price.currency]
    lowest = min(shown, key=lambda one: one.price.amount, default=None)
    if lowest is None:
        return {"price_from": None, "list_price_from": None}
    told = ("reduction_percent", "price_label", "price_per_measure", "price_list", "converted")
    return {"price_from": lowest.price, "list_price_from": lowest.list_price, **{name: getattr(lowest, name) for name in told}}


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
        taxonomy_code=category.taxonomy_code,
        slug=category.slug,
        seo=SeoView(**seo_fields(category.seo, category.name, {}, languages)),
        metadata=category.metadata,
        custom_fields=category.fields,
        children=category_views(tree, languages, category.id, level + 1),
    )


def brand_view(brand: Brand, languages: Languages) -> BrandView:
    name, description = localized(brand.name, languages), localized(brand.description, languages)
    return BrandView(id=brand.id, name=name, description=description, logo=brand.logo, metadata=brand.metadata)


def lowest_view(price: PriceStep | None, languages: Languages, buyer: Buyer, taxed: Taxed) -> dict[str, Any]:
    if price is None:
        return {"price_from": None, "list_price_from": None}
    price = price.shown(buyer.rule, buyer.clocks)
    label = localized(price.label, languages) or None
    return {
        "price_from": MoneyModel.of(price.price),
        "list_price_from": money(price.list_price),
        "reduction_percent": percent_off(price.price, price.list_price),
        "price_label": label,
        "price_per_measure": buyer.measured(price.measure, price.price, taxed),
    }


def own_view(own: OwnPrice, currency: str) -> dict[str, Any]:
    """Nothing is crossed out: a price for some is no reduction of the price for all."""
    price = MoneyModel.shown(own.amount, currency)
    return {"price_from": price, "list_price_from": None, "price_per_measure": own.per_measure, "price_list": own.list or None}


def money(amount: Money | None) -> MoneyModel | None:
    return MoneyModel.of(amount) if amount else None


def _brand_name(text: str | None, languages: Languages) -> BrandName | None:
    if text is None:
        return None
    brand = load(BrandFacts, text)
    return BrandName(id=brand.id, name=localized(brand.name, languages), logo=brand.logo)
