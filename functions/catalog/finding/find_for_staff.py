"""Products as staff look for them: by id, SKU or barcode as it stands there, else by words, and by what they are in. What is on sale is
found by the search index, whatever the size of the shop; what is not is in no index, so cards of drafts and of what was taken off sale are
looked at, up to 400 in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from functions.catalog.finding.browse_products import index_or_none
from functions.catalog.finding.parts import within_of
from functions.catalog.model.card import Card
from functions.catalog.model.collections.collection import Collection
from functions.catalog.model.product import Status
from functions.catalog.products.list_products import Shown
from functions.catalog.search import Filters, Position, SearchQuery, Sort, Within
from functions.catalog.search.words.of_texts import search_tokens, search_words
from functions.catalog.search.words.text import normal
from functions.catalog.store.barcode_claims import variant_of_barcode
from functions.catalog.store.card_lists import cards, product_id_of
from functions.catalog.store.collections.collection_records import collection_record
from functions.catalog.store.named_variant import named_variant
from functions.catalog.store.records import CARD_SK, PRODUCT_SK, CardRecord, ProductRecord, product_pk
from functions.catalog.store.repository import stored_tree
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound, Unavailable, Unreadable
from functions.shared.store.records import find_many
from functions.stock import IN_STOCK, LOW

_LOOKED_AT: Final = 400
_AT_ONCE: Final = 100
_ROUNDS: Final = 10
INDEXED, WALKED = "indexed", "walked"


@dataclass(frozen=True)
class Sought:
    """What a product must hold: words of its title, and where it belongs. `below` is `category` with all under it, once looked up."""

    text: str = ""
    category: str | None = None
    brand: str | None = None
    tag: str | None = None
    stock_state: str | None = None
    collection: str | None = None
    below: frozenset[str] = frozenset()

    def asked(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value and name not in ("text", "below")}

    def accepts(self, card: CardRecord) -> bool:
        """Collections aside: only the index knows who is in one."""
        own = load(Card, card.body)
        return (
            (self.category is None or own.category_id in self.below)
            and (self.brand is None or own.brand_id == self.brand)
            and (self.tag is None or self.tag in own.tags)
            and (self.stock_state is None or card.stock_state == self.stock_state)
        )

    def filters(self) -> Filters:
        in_stock = None if self.stock_state is None else self.stock_state in (IN_STOCK, LOW)
        several = [(one,) if one else () for one in (self.category, self.brand, self.tag)]
        return Filters(several[0], several[1], several[2], in_stock=in_stock)


def find_for_staff(sought: Sought, wanted: Shown, *, limit: int, cursor: str | None) -> pages.Page[CardRecord]:
    """Named exactly first, then what is on sale by relevance (without words the newest), then the others, newest first. A page may be
    short and still have a cursor. Raises Unreadable for a cursor of another list, NotFound for an unknown collection, Unavailable for a
    collection while there is no index."""
    text = sought.text
    query: dict[str, Any] = {"list": "admin/products/search", "q": text, "statuses": [status.value for status in wanted.statuses]}
    query |= {"merchants": sorted(wanted.merchants)} if wanted.merchants is not None else {}
    query |= sought.asked()
    step, at = _place(pages.decode(cursor, query))
    sought = _with_subtree(sought)
    named = _named(text) if text and sought.collection is None else None
    found = _fitting(_cards([named]), wanted, sought) if named and cursor is None else []
    index = index_or_none() if Status.PUBLISHED in wanted.statuses else None
    within = _within(sought, index is not None or Status.PUBLISHED not in wanted.statuses)
    if len(found) >= limit and (index is not None or sought.collection is None):
        return pages.Page(found, pages.encode([INDEXED, None], query))
    if step == INDEXED and index is not None:
        for _ in range(_ROUNDS):
            asked = _question(sought, within, limit=limit - len(found), after=at)
            result = index.search(asked)
            found += _fitting(_cards([hit.id for hit in result.hits if hit.id != named]), wanted, sought)
            at = result.next.to_json() if result.next is not None else None
            if at is None or len(found) >= limit:
                break
        if at is not None:
            return pages.Page(found, pages.encode([INDEXED, at], query))
    others = [status for status in wanted.statuses if index is None or status is not Status.PUBLISHED]
    if sought.collection is not None or not others:
        return pages.Page(found, None)
    if len(found) >= limit:
        return pages.Page(found, pages.encode([WALKED, None], query))
    rest = replace(wanted, statuses=others)
    more, last = _walked(sought, rest, without=named, after=at, limit=limit - len(found))
    return pages.Page(found + more, pages.encode([WALKED, last], query) if last else None)


def _with_subtree(sought: Sought) -> Sought:
    """An unknown category has none."""
    if sought.category is None:
        return sought
    return replace(sought, below=frozenset(stored_tree(consistent=False).tree.subtree(sought.category)))


def _within(sought: Sought, ready: bool) -> Within | None:
    if sought.collection is None:
        return None
    collection = load(Collection, collection_record(sought.collection, consistent=False).body)
    if not ready:
        raise Unavailable("The search index is being built.", code="search_not_ready", retry_after=2)
    return within_of(collection.rule) if collection.rule is not None else Within(ids=tuple(collection.products))


def _question(sought: Sought, within: Within | None, *, limit: int, after: Any) -> SearchQuery:
    sort = Sort.RELEVANCE if sought.text else Sort.NEWEST
    position = Position.from_json(after)
    own = sought.filters()
    return SearchQuery(sought.text, own, sort, limit, highlight=False, seer=None, within=within, after=position).checked()


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


def _walked(sought: Sought, wanted: Shown, *, without: str | None, after: str | None, limit: int) -> tuple[list[CardRecord], str | None]:
    """Those that fit, and the id of the last one looked at if there are more."""
    words, plain = [set(word.grams) for word in search_words(sought.text)], normal(sought.text)
    newest = cards(wanted.statuses, after=after, newest_first=True, at_once=_AT_ONCE)
    found: list[CardRecord] = []
    for looked, card in enumerate(newest, 1):
        titles = load(Card, card.body).title.values()
        fits = not plain or any(plain in normal(title) or (words and _holds(title, words)) for title in titles)
        if fits and product_id_of(card) != without:
            found += _fitting([card], wanted, sought)
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


def _fitting(found: Sequence[CardRecord], wanted: Shown, sought: Sought) -> list[CardRecord]:
    """Of the wanted states, as they are now, where they are looked for, and of these merchants."""
    there = [card for card in found if load(Card, card.body).status in wanted.statuses and sought.accepts(card)]
    if not wanted.looks_inside or not there:
        return there
    records = find_many({ProductRecord: [(card.pk, PRODUCT_SK) for card in there]}, consistent=False)
    whose = {card.pk: records.get((ProductRecord, card.pk, PRODUCT_SK)) for card in there}
    return [card for card in there if isinstance(own := whose[card.pk], ProductRecord) and wanted.accepts(own)]
