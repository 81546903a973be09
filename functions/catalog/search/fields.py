"""A product as index fields, the same for every engine. Pure, but the first Chinese text loads the dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import lru_cache

from functions.catalog.search.document import UNSEARCHED, Card, ProductDocument, pack_cards
from functions.catalog.search.sort_keys import SortKeys, sort_keys
from functions.catalog.search.words.pinyin import full_spelling, sounds, sounds_of_name
from functions.catalog.search.words.text import normal, runs, tokens, tokens_of_name
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.value_ranges import number_of

SEPARATOR = "\x1f"
GROUPS, CHANNELS = "groups", "channels"
"""Terms of products that are for some only; with a name behind them: for those."""
_MAX_BODY = 4_000
_MAX_SUGGESTION = 40
_MAX_EXACT = 200


@dataclass(frozen=True)
class IndexFields:
    """Token fields hold sets of tokens, each token in the first of title, names and body it occurs in; the others hold whole values.

    `exact` holds what a query may equal as a whole. `audience` holds nothing for a product that is for everybody.
    """

    id: str
    title: frozenset[str]
    names: frozenset[str]
    body: frozenset[str]
    pinyin: frozenset[str]
    exact: frozenset[str]
    suggest: frozenset[str]
    brand: tuple[str, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    attributes: tuple[str, ...]
    audience: tuple[str, ...]
    numbers: Mapping[str, tuple[Decimal, ...]]
    in_stock: bool
    keys: SortKeys
    cards: Mapping[str, Card]


def index_fields(document: ProductDocument) -> IndexFields:
    title = _union(tokens(text) for text in document.titles.values())
    names = _union(tokens_of_name(text) for text in _names(document)) | _union(tokens(sku) for sku in document.skus)
    long = [text[:_MAX_BODY] for texts in (document.briefs, document.descriptions) for text in texts.values()]
    named = (*document.brand_names.values(), *document.category_names)
    return IndexFields(
        id=document.id,
        title=title,
        names=names - title,
        body=_union(tokens(text, single=False) for text in long) - title - names,
        pinyin=_union([*(sounds(text) for text in document.titles.values()), *(sounds_of_name(text) for text in named)]),
        exact=frozenset(whole(sku) for sku in document.skus),
        # Who may not see it must not learn of it by what is completed.
        suggest=frozenset() if document.visible_to or document.channels else _suggestions(document),
        brand=(document.brand_id,) if document.brand_id else (),
        categories=document.category_ids,
        tags=document.tags,
        attributes=tuple(attribute(name, value) for name, values in document.attributes.items() for value in values),
        audience=(*audience(GROUPS, document.visible_to), *audience(CHANNELS, document.channels)),
        numbers=_numbers(document.attributes),
        in_stock=document.in_stock,
        keys=sort_keys(document),
        cards=pack_cards(document),
    )


def whole(text: str) -> str:
    """A text as a query may equal it: normalised, blanks as one."""
    return " ".join(normal(text).encode(errors="ignore").decode().split())[:_MAX_EXACT]


def attribute(name: str, value: str) -> str:
    """The facet term of one attribute value."""
    return f"{name}{SEPARATOR}{value}"


def audience(kind: str, names: Iterable[str]) -> tuple[str, ...]:
    """The terms of a product that is for these; none where it is for all."""
    named = tuple(f"{kind}{SEPARATOR}{name}" for name in names)
    return (kind, *named) if named else ()


def _numbers(attributes: Mapping[str, Sequence[str]]) -> dict[str, tuple[Decimal, ...]]:
    """The values that are plain numbers, for engines that hold number fields."""
    found = {name: tuple(number for value in values if (number := number_of(value)) is not None) for name, values in attributes.items()}
    return {name: numbers for name, numbers in found.items() if numbers}


def _names(document: ProductDocument) -> Iterable[str]:
    values = (value for name, values in document.attributes.items() if not name.startswith(UNSEARCHED) for value in values)
    named = (*document.brand_names.values(), *document.category_names, *document.ancestor_names)
    return (*named, *(document.tag_names or document.tags), *values, *document.keywords)


def _union(sets: Iterable[AbstractSet[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _suggestions(document: ProductDocument) -> frozenset[str]:
    """What can be completed: brands, categories and tags, and a brand with a category in the same script (苹果手机壳, Apple phone case)."""
    brands, tags = tuple(document.brand_names.values()), document.tag_names or document.tags
    pairs = [(brand, category) for brand in brands for category in document.category_names if brand.isascii() == category.isascii()]
    return _union(
        [
            *(_completions(text) for text in (*brands, *document.category_names, *document.ancestor_names, *tags)),
            *(_completions(f"{brand} {category}" if brand.isascii() else brand + category, False) for brand, category in pairs),
        ]
    )


@lru_cache(maxsize=16_384)
def _completions(text: str, by_sound: bool = True) -> frozenset[str]:
    """A suggestion under its own spelling, and under its pinyin and initials."""
    shown = " ".join(text.split())
    if not 1 < len(shown) <= _MAX_SUGGESTION:
        return frozenset()
    keys = {whole(shown)}
    if by_sound and (chinese := "".join(run.text for run in runs(shown) if run.kind == "han")):
        keys.update(full_spelling(chinese))
    return frozenset(f"{key}{SEPARATOR}{shown}" for key in keys)
