"""What the search index is told of a product. Pure: everything it needs comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, field
from typing import Any

from functions.catalog.finding.searchable_fields import field_values
from functions.catalog.model.attribute import Attribute, search_values
from functions.catalog.model.brand import BrandFacts
from functions.catalog.model.category import Tree
from functions.catalog.model.price_steps import PriceStep
from functions.catalog.model.product import Option, Product, Status
from functions.catalog.model.tag import Tag
from functions.catalog.search import UNSEARCHED, ProductDocument, hidden_in
from functions.pricing import ExchangeRates
from functions.shared.fields.custom_fields import FieldDefinition
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import localized
from functions.shared.plain.option_texts import shown_text
from functions.stock import IN_STOCK, LOW, OUT

NAMES_IN = UNSEARCHED
"""`@<language>` is an attribute of every product whose values are the names of its free attributes as that language shows them: by it the
facets of one language are told from those of another."""


@dataclass(frozen=True)
class Shown:
    """What the product's item holds beside the product."""

    version: int
    brand: BrandFacts | None = None
    stock_state: str = OUT
    rating: float | None = None
    rating_count: int = 0
    sold: int = 0
    sold_lately: int = 0


@dataclass(frozen=True)
class Surroundings:
    """The same for all products of a batch: the categories and tags, the store's currency and language, and the moment."""

    tree: Tree
    tags: Mapping[str, Tag]
    currency: str
    language: str
    now: str
    further_skus: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fields: Mapping[str, FieldDefinition] = field(default_factory=dict)
    rates: ExchangeRates = field(default_factory=ExchangeRates)


def document_of(product: Product, shown: Shown, around: Surroundings) -> ProductDocument | None:
    """None for a product that is not on sale."""
    if product.status is not Status.PUBLISHED:
        return None
    path = list(around.tree.path(product.category_id))
    price, prices = product.price_at(around.now, around.currency), _prices(product, around)
    skus = dict.fromkeys([*(variant.sku for variant in product.variants), *around.further_skus.get(product.id, ())])
    languages = _languages(product, shown.brand, around.language)
    return ProductDocument(
        id=product.id,
        version=shown.version,
        slug=product.slug,
        titles=product.title,
        currency=around.currency,
        price_from=prices.pop(around.currency, None),
        created_at=times.parse(product.created_at),
        card={language: _card(product, shown, language, around.now) for language in languages},
        briefs=product.brief,
        descriptions=product.description,
        skus=tuple(skus),
        brand_id=product.brand_id,
        brand_names=shown.brand.name if shown.brand else {},
        category_ids=tuple(category.id for category in path),
        category_names=_texts(path[:1]),
        ancestor_names=_texts(path[1:]),
        tags=tuple(product.tags),
        tag_names=tuple(dict.fromkeys(name for code in product.tags for name in _called(code, around.tags))),
        attributes=_attributes(product, languages) | field_values(product, around.fields),
        keywords=tuple(word for words in product.seo.keywords.values() for word in words),
        list_price_from=price.list_price.amount if price and price.list_price else None,
        further_prices=prices,
        published_at=times.parse(product.published_at) if product.published_at else None,
        sales=shown.sold,
        sales_lately=shown.sold_lately,
        rating=shown.rating,
        rating_count=shown.rating_count,
        in_stock=shown.stock_state in (IN_STOCK, LOW),
        stock_state=shown.stock_state,
        image=product.image,
        visible_to=tuple(product.visible_to),
        channels=tuple(product.channels),
    )


def _prices(product: Product, around: Surroundings) -> dict[str, int]:
    """Its lowest price in every currency it is sold in; converted where nobody wrote one."""
    now = around.now
    if product.price_from is None:
        return {}
    sold_in = dict.fromkeys([product.price_from.currency, *(step.price.currency for step in product.price_steps)])
    steps = ((currency, product.price_at(now, currency)) for currency in sold_in)
    written = {currency: step.price.amount for currency, step in steps if step}
    own = product.price_at(now)
    base = own.price.currency if own else ""
    rates = (around.rates.of(base, currency, now) for currency in around.rates.reached_from(base, now))
    return {rate.currency: rate.convert(own.price).amount for rate in rates if own and rate} | written


def _languages(product: Product, brand: BrandFacts | None, default: str) -> list[str]:
    """The store's own first: it is what a reader of any other language gets."""
    written = (*product.title, *product.brief, *(brand.name if brand else ()), *(name for a in product.attributes for name in a.name))
    options = (language for option in product.options for texts in (option.names, *option.labels.values()) for language in texts)
    return list(dict.fromkeys([default, *(language.lower() for language in (*written, *options))]))


def _card(product: Product, shown: Shown, language: str, now: str) -> dict[str, Any]:
    """What a list shows in that language; `steps` are its prices from now on, so that a price begins and ends by the clock alone."""
    brand = shown.brand
    return {
        "id": product.id,
        "slug": product.slug,
        "title": localized(product.title, [language]),
        "brief": localized(product.brief, [language]),
        "image": product.image,
        "brand": {"id": brand.id, "name": localized(brand.name, [language]), "logo": brand.logo} if brand else None,
        "category_id": product.category_id,
        "stock_state": shown.stock_state,
        "rating": shown.rating,
        "rating_count": shown.rating_count,
        "steps": [asdict(step) | {"tax_class": product.tax_class} for step in _steps(product, now)],
    }


def _steps(product: Product, now: str) -> list[PriceStep]:
    """For every currency, its own first: the one in force and those to come."""
    if product.price_from is None:
        return []
    own = product.price_from.currency
    steps: list[PriceStep] = []
    kept = product.steps(now)
    for currency in dict.fromkeys([own, *(step.price.currency for step in kept)]):
        current = product.price_at(now, currency)
        assert current is not None
        later = (one for one in kept if one.price.currency == currency and one.since > max(now, current.since))
        steps += [current, *later]
    return steps


def _called(code: str, tags: Mapping[str, Tag]) -> list[str]:
    return list(tags[code].name.values()) if code in tags else [code]


def _texts(categories: Sequence[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for category in categories for text in category.name.values() if text))


def _attributes(product: Product, languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The declared and the free ones, the options of its variants in every language, and which names each language shows."""
    said = search_values(product.attributes)
    found = dict(said)
    for option in product.options:
        _add(found, option.name, option.values)
    for language in languages:
        shown = {_called_in(option, language): _values_in(option, language) for option in product.options}
        for name, values in shown.items():
            _add(found, name, values)
        if names := [*_free(product.attributes, language), *shown]:
            found[NAMES_IN + language] = tuple(dict.fromkeys(names))
    for language in languages:
        for option in product.options:
            name, values = _called_in(option, language), _values_in(option, language)
            others = {*option.values, *(text for texts in option.labels.values() for text in texts.values())} - {
                *values,
                *said.get(name, ()),
            }
            if option.labels and (hidden := [value for value in found[name] if value in others]):
                _add(found, hidden_in(language, name), hidden)
    return found


def _add(found: dict[str, tuple[str, ...]], name: str, values: Sequence[str]) -> None:
    found[name] = tuple(dict.fromkeys([*found.get(name, ()), *values]))


def _called_in(option: Option, language: str) -> str:
    return shown_text(option.name, option.names, [language])


def _values_in(option: Option, language: str) -> list[str]:
    return [shown_text(value, option.labels.get(value, {}), [language]) for value in option.values]


def _free(attributes: Sequence[Attribute], language: str) -> list[str]:
    return [localized(attribute.name, [language]) for attribute in attributes if attribute.code is None]
