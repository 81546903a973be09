"""Lists of products from the table: for staff by status; for shoppers, while there is no search index, the published ones, newest first, by
category, brand and stock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import islice
from typing import Any

from pynamodb.expressions.condition import Condition

from functions.catalog.model.card import Card
from functions.catalog.model.product import PLATFORM, Status
from functions.catalog.store.barcode_claims import variant_of_barcode
from functions.catalog.store.card_lists import AT_ONCE, cards, product_id_of
from functions.catalog.store.records import (
    CARD_SK,
    PRODUCT_SK,
    PRODUCTS_OF,
    CardRecord,
    ProductRecord,
    brand_index,
    product_pk,
    status_index,
)
from functions.catalog.store.repository import stored_tree
from functions.shared.auth.scope import within
from functions.shared.fields.custom_fields import has_fields
from functions.shared.fields.field_filters import Wanted as WantedFields
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unreadable
from functions.shared.store.listing import query_page
from functions.shared.store.owned import picked, position_in, read_rows, rows_of
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import Row, cursor_at, position_of
from functions.stock import IN_STOCK, LOW

_IN_AT_ONCE = 100
_FILTERED_PAGE = 250
_LOOKED_AT, _ROUNDS = 50, 7


@dataclass(frozen=True)
class Shown:
    """Which products staff see: in any of the statuses, with these values of custom fields, of these merchants (None: of all)."""

    statuses: Sequence[Status]
    fields: WantedFields = field(default_factory=dict)
    merchants: frozenset[str] | None = None

    @property
    def looks_inside(self) -> bool:
        """The cards do not say it all."""
        return bool(self.fields) or self.merchants is not None

    def accepts(self, record: ProductRecord | None) -> bool:
        own = load(_Held, record.body) if record else _Held()
        return within(self.merchants, own.merchant_id) and has_fields(self.fields, own.fields, own.private_fields)


@dataclass(frozen=True)
class Wanted:
    category: str | None = None
    brand: str | None = None
    in_stock: bool | None = None


def list_products(wanted: Wanted, *, limit: int, cursor: str | None) -> pages.Page[CardRecord]:
    """Published products, newest first; a category means its whole subtree. An unknown category or brand has none."""
    query = {"list": "products", **vars(wanted)}
    tree = stored_tree(consistent=False).tree if wanted.category is not None else None
    below = set(tree.subtree(wanted.category)) if tree and wanted.category is not None else None
    if wanted.brand is not None:
        return _of_brand(wanted, below, query, limit=limit, cursor=cursor)
    at_once = limit + 1 if below is None and wanted.in_stock is None else AT_ONCE
    published = cards([Status.PUBLISHED], after=position_of(pages.decode(cursor, query), former="gsi1"), newest_first=True, at_once=at_once)
    fitting = (
        card
        for card in published
        if (below is None or card.category_id in below)
        and (wanted.in_stock is None or (card.stock_state in (IN_STOCK, LOW)) == wanted.in_stock)
    )
    found = list(islice(fitting, limit + 1))
    last = found[limit - 1] if len(found) > limit else None
    row = Row(product_id_of(last), last.pk, last.sk) if last else None
    return pages.Page(found[:limit], pages.encode(cursor_at(row, former="gsi1"), query) if row else None)


def _of_brand(wanted: Wanted, below: set[str] | None, query: dict[str, Any], *, limit: int, cursor: str | None) -> pages.Page[CardRecord]:
    published = status_index(Status.PUBLISHED)
    condition = (CardRecord.gsi1pk == published) | CardRecord.listed_pk.startswith(f"{published}#")
    if below is not None:
        condition = condition & _any_category(sorted(below))
    if wanted.in_stock is not None:
        buyable = CardRecord.stock_state.is_in(IN_STOCK, LOW)
        condition = condition & (buyable if wanted.in_stock else ~buyable)
    return query_page(
        CardRecord,
        brand_index(wanted.brand or ""),
        index="gsi2",
        query=query,
        limit=limit,
        cursor=cursor,
        filter_condition=condition,
        newest_first=True,
        page_size=_FILTERED_PAGE,
    )


def list_for_staff(wanted: Shown, *, limit: int, cursor: str | None) -> pages.Page[CardRecord]:
    """Newest first: one query per status and shard, and their cards. By custom fields, and of the shop itself, up to 350 are looked at in
    one call, 50 at a time (one request more each); then the page may be short and still have a cursor. Merchants have lists of their
    own."""
    query: dict[str, Any] = {"list": "admin/products", "statuses": [status.value for status in wanted.statuses]}
    query |= {"fields": wanted.fields} if wanted.fields else {}
    if wanted.merchants is not None:
        query["merchants"] = sorted(wanted.merchants)
        if PLATFORM not in wanted.merchants:
            return _of_merchants(wanted, wanted.merchants, query, limit=limit, cursor=cursor)
    before = pages.decode(cursor, query)
    if before is not None and not isinstance(before, str):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    newest = cards(wanted.statuses, after=before, newest_first=True, at_once=_LOOKED_AT if wanted.looks_inside else limit + 1)
    if wanted.looks_inside:
        found, last = _accepted(newest, wanted, limit)
    else:
        shown = list(islice(newest, limit + 1))
        found, last = shown[:limit], shown[limit - 1] if len(shown) > limit else None
    return pages.Page(found, pages.encode(product_id_of(last), query) if last else None)


def _of_merchants(
    wanted: Shown, merchants: frozenset[str], query: dict[str, Any], *, limit: int, cursor: str | None
) -> pages.Page[CardRecord]:
    def read(chunk: Sequence[Row]) -> dict[str, CardRecord]:
        there = read_rows(CardRecord, chunk)
        there = {at: card for at, card in there.items() if load(Card, card.body).status in wanted.statuses}
        if not wanted.fields:
            return there
        records = read_rows(ProductRecord, [row._replace(sk=PRODUCT_SK) for row in chunk if row.at in there])
        return {at: card for at, card in there.items() if wanted.accepts(records.get(at))}

    return picked(rows_of(CardRecord, PRODUCTS_OF, merchants, after=position_in(cursor, query)), read, limit=limit, query=query)


def list_by_barcode(barcode: str, wanted: Shown) -> pages.Page[CardRecord]:
    """The product that has it on one of its variants, if it is one of those."""
    variant = variant_of_barcode(barcode)
    card = find(CardRecord, product_pk(variant.product_id), CARD_SK, consistent=False) if variant else None
    found = [card] if card and load(Card, card.body).status in wanted.statuses else []
    if found and wanted.merchants is not None:
        record = find(ProductRecord, found[0].pk, PRODUCT_SK, consistent=False)
        found = found if record and within(wanted.merchants, load(_Held, record.body).merchant_id) else []
    return pages.Page(found, None)


def _accepted(newest: Iterator[CardRecord], wanted: Shown, limit: int) -> tuple[list[CardRecord], CardRecord | None]:
    """Those that are wanted, and the last one looked at if there are more."""
    found: list[CardRecord] = []
    for _ in range(_ROUNDS):
        cards = list(islice(newest, _LOOKED_AT))
        records = find_many({ProductRecord: [(card.pk, PRODUCT_SK) for card in cards]}, consistent=False) if cards else {}
        for card in cards:
            record = records.get((ProductRecord, card.pk, PRODUCT_SK))
            found += [card] if wanted.accepts(record if isinstance(record, ProductRecord) else None) else []
            if len(found) == limit:
                return found, card
        if len(cards) < _LOOKED_AT:
            return found, None
    return found, cards[-1]


@dataclass(frozen=True)
class _Held:
    """Of a product only this."""

    fields: dict[str, Any] = field(default_factory=dict)
    private_fields: dict[str, Any] = field(default_factory=dict)
    merchant_id: str = PLATFORM


def _any_category(category_ids: Sequence[str]) -> Condition:
    """IN takes 100 values at most."""
    chunks = [category_ids[start : start + _IN_AT_ONCE] for start in range(0, len(category_ids), _IN_AT_ONCE)]
    condition = CardRecord.category_id.is_in(*chunks[0])
    for chunk in chunks[1:]:
        condition = condition | CardRecord.category_id.is_in(*chunk)
    return condition
