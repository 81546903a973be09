"""Products as staff look for them: by id, SKU or barcode as it stands there, else by words. What is on sale is found by the search
index, whatever the size of the shop; what is not is in no index, so titles of drafts and of what was taken off sale are looked at, up to
400 in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from functions.catalog.finding.browse_products import index_or_none
from functions.catalog.model.card import Card
from functions.catalog.model.product import Status
from functions.catalog.products.list_products import Shown
from functions.catalog.search import Position, SearchQuery
from functions.catalog.search.words.of_texts import search_tokens, search_words
from functions.catalog.search.words.text import normal
from functions.catalog.store.barcode_claims import variant_of_barcode
from functions.catalog.store.card_lists import cards, product_id_of
from functions.catalog.store.named_variant import named_variant
from functions.catalog.store.records import CARD_SK, PRODUCT_SK, CardRecord, ProductRecord, product_pk
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import NotFound, Unreadable
from functions.shared.store.records import find_many

_LOOKED_AT: Final = 400
_AT_ONCE: Final = 100
INDEXED, WALKED = "indexed", "walked"


def find_for_staff(text: str, wanted: Shown, *, limit: int, cursor: str | None) -> pages.Page[CardRecord]:
    """Named exactly first, then what is on sale by relevance, then the others, newest first. A page may be short and still have a cursor.
    Raises Unreadable for a cursor of another list."""
    query: dict[str, Any] = {"list": "admin/products/search", "q": text, "statuses": [status.value for status in wanted.statuses]}
    query |= {"merchants": sorted(wanted.merchants)} if wanted.merchants is not None else {}
    step, at = _place(pages.decode(cursor, query))
    named = _named(text)
    found = _fitting(_cards([named]), wanted) if named and cursor is None else []
    index = index_or_none() if Status.PUBLISHED in wanted.statuses else None
    if step == INDEXED and index is not None:
        asked = SearchQuery(text, limit=limit, highlight=False, seer=None, after=Position.from_json(at)).checked()
        result = index.search(asked)
        found += _fitting(_cards([hit.id for hit in result.hits if hit.id != named]), wanted)
        if result.next is not None:
            return pages.Page(found, pages.encode([INDEXED, result.next.to_json()], query))
        at = None
    others = [status for status in wanted.statuses if index is None or status is not Status.PUBLISHED]
    if others and len(found) >= limit:
        return pages.Page(found, pages.encode([WALKED, None], query))
    if not others:
        return pages.Page(found, None)
    more, last = _walked(text, replace(wanted, statuses=others), without=named, after=at, limit=limit - len(found))
    return pages.Page(found + more, pages.encode([WALKED, last], query) if last else None)


def _place(position: Any) -> tuple[str, Any]:
    match position:
        case None:
            return INDEXED, None
        case [str(step), at] if step == INDEXED or (step == WALKED and (at is None or isinstance(at, str))):
            return step, at
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")


def _named(text: str) -> str | None:
    """Whose id, SKU or barcode this is."""
    if ids.is_id("prod", text):
        return text
    try:
        return named_variant(text).product_id
    except NotFound:
        variant = variant_of_barcode(text)
        return variant.product_id if variant else None


def _walked(text: str, wanted: Shown, *, without: str | None, after: str | None, limit: int) -> tuple[list[CardRecord], str | None]:
    """Those that fit, and the id of the last one looked at if there are more."""
    words, plain = [set(word.grams) for word in search_words(text)], normal(text)
    newest = cards(wanted.statuses, after=after, newest_first=True, at_once=_AT_ONCE)
    found: list[CardRecord] = []
    for looked, card in enumerate(newest, 1):
        titles = load(Card, card.body).title.values()
        fits = any(plain in normal(title) or (words and _holds(title, words)) for title in titles)
        if fits and product_id_of(card) != without:
            found += _fitting([card], wanted)
        if len(found) >= limit or looked >= _LOOKED_AT:
            return found, product_id_of(card) if next(newest, None) else None
    return found, None


def _holds(title: str, words: Sequence[set[str]]) -> bool:
    tokens = search_tokens(title)
    return all(word <= tokens for word in words)


def _cards(product_ids: Sequence[str]) -> list[CardRecord]:
    """In this order; one BatchGetItem per 100."""
    keys = {product_id: (product_pk(product_id), CARD_SK) for product_id in product_ids}
    there = find_many({CardRecord: list(keys.values())}, consistent=False) if keys else {}
    found = (there.get((CardRecord, *keys[product_id])) for product_id in product_ids)
    return [card for card in found if isinstance(card, CardRecord)]


def _fitting(found: Sequence[CardRecord], wanted: Shown) -> list[CardRecord]:
    """Of the wanted states, as they are now, and of these merchants."""
    there = [card for card in found if load(Card, card.body).status in wanted.statuses]
    if not wanted.looks_inside or not there:
        return there
    records = find_many({ProductRecord: [(card.pk, PRODUCT_SK) for card in there]}, consistent=False)
    whose = {card.pk: records.get((ProductRecord, card.pk, PRODUCT_SK)) for card in there}
    return [card for card in there if isinstance(own := whose[card.pk], ProductRecord) and wanted.accepts(own)]
