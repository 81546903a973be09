"""The products of a collection: a question to the search index, so that membership follows a product as every list does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.catalog.finding.browse_products import Asked, browse, index_or_none, seer_of
from functions.catalog.finding.parts import within_of
from functions.catalog.finding.schemas import FoundPage, SearchInput
from functions.catalog.finding.search_names import names
from functions.catalog.finding.views import facets_view, found_product
from functions.catalog.model.collections.collection import Collection
from functions.catalog.products.own_prices import own_prices
from functions.catalog.search import Hit, SearchIndex, SearchQuery, Sort, Within
from functions.pricing import STRANGER, Shopper
from functions.shared.outside import clock
from functions.shared.plain import pages, times
from functions.shared.plain.errors import Unavailable, Unreadable

_AT_ONCE = 100


def collection_products(collection: Collection, given: SearchInput, languages: Sequence[str], who: Shopper = STRANGER) -> FoundPage:
    """What the collection has and the reader's own filters leave. Raises what lists raise; 503 `search_not_ready` without an index."""
    asked = Asked.of(given)
    asked = replace(asked, part=collection.id, buyer=asked.buyer.asking(who))
    if collection.rule is not None:
        sort = asked.sort or (Sort(collection.products_sort) if collection.products_sort and not asked.text else None)
        return browse(replace(asked, sort=sort, within=within_of(collection.rule)), languages, counted=False)
    asked = replace(asked, within=Within(ids=tuple(collection.products)))
    if asked.sort is None and not asked.text and collection.products_sort is None:
        return _by_hand(collection.products, asked, languages)
    sort = asked.sort or (Sort(collection.products_sort) if collection.products_sort and not asked.text else None)
    return browse(replace(asked, sort=sort), languages, counted=False)


def _by_hand(products: Sequence[str], asked: Asked, languages: Sequence[str]) -> FoundPage:
    """In the order of the list, from which a hundred at a time are asked of the index; what is not on sale is left out."""
    index = index_or_none()
    if index is None:
        raise Unavailable("The search index is being built.", code="search_not_ready", retry_after=2)
    own = own_prices(asked.buyer, asked.own_currency, set(products))
    whole = replace(asked, cursor=None).query(languages, own, seer_of(asked.buyer.who, index))
    listed = {"list": "by_hand", "collection": asked.part, "currency": whole.currency, "only_sold": whole.only_sold, **vars(whole.filters)}
    start, shown = _after(products, pages.decode(asked.cursor, listed)), list[tuple[int, Hit]]()
    for begin in range(start, len(products), _AT_ONCE):
        shown += _on_sale(index, whole, products, begin)
        if len(shown) > asked.limit:
            break
    more, shown = len(shown) > asked.limit, shown[: asked.limit]
    counted, now = index.search(replace(whole, limit=1)), times.iso(clock.now())
    last = shown[-1] if more else None
    return FoundPage(
        data=[found_product(hit, languages, now, whole.currency, asked.buyer, own.get(hit.id)) for _, hit in shown],
        currency=whole.currency,
        total=counted.total,
        facets=facets_view(counted.facets, names(), languages) if counted.facets else None,
        next_cursor=pages.encode([last[0], last[1].id], listed) if last else None,
    )


def _on_sale(index: SearchIndex, whole: SearchQuery, products: Sequence[str], begin: int) -> list[tuple[int, Hit]]:
    part = tuple(products[begin : begin + _AT_ONCE])
    hits = index.search(replace(whole, limit=_AT_ONCE, facets=frozenset(), within=Within(ids=part))).hits
    known = {hit.id: hit for hit in hits}
    return [(begin + at, known[one]) for at, one in enumerate(part) if one in known]


def _after(products: Sequence[str], position: Any) -> int:
    """After the last one shown, wherever it stands by now; where it stood, if it is gone."""
    match position:
        case None:
            return 0
        case [int(at), str(last)] if at >= 0:
            return products.index(last) + 1 if last in products else min(at, len(products))
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
