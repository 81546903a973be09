"""Lists of products from the table: for staff by status; for shoppers, while there is no search index, the published ones, newest first, by
category, brand and stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from pynamodb.expressions.condition import Condition

from functions.catalog.product import Status
from functions.catalog.records import CardRecord, brand_index, status_index
from functions.catalog.repository import stored_tree
from functions.catalog.stock import IN_STOCK, LOW
from functions.shared import pages
from functions.shared.errors import Unreadable
from functions.shared.listing import query_page

_IN_AT_ONCE = 100
_FILTERED_PAGE = 250


@dataclass(frozen=True)
class Wanted:
    category: str | None = None
    brand: str | None = None
    in_stock: bool | None = None


def list_products(wanted: Wanted, *, limit: int, cursor: str | None) -> pages.Page[CardRecord]:
    """Published products, newest first; a category means its whole subtree. An unknown category or brand has none."""
    published = status_index(Status.PUBLISHED)
    conditions: list[Condition] = []
    if wanted.category is not None:
        tree = stored_tree(consistent=False).tree
        conditions.append(any_category(tree.subtree(wanted.category)))
    if wanted.in_stock is not None:
        buyable = CardRecord.stock_state.is_in(IN_STOCK, LOW)
        conditions.append(buyable if wanted.in_stock else ~buyable)
    if wanted.brand is not None:
        conditions.append(CardRecord.gsi1pk == published)
    return query_page(
        CardRecord,
        published if wanted.brand is None else brand_index(wanted.brand),
        index="gsi1" if wanted.brand is None else "gsi2",
        query={"list": "products", **vars(wanted)},
        limit=limit,
        cursor=cursor,
        filter_condition=_all(conditions),
        newest_first=True,
        page_size=_FILTERED_PAGE if conditions else None,
    )


def list_for_staff(statuses: Sequence[Status], *, limit: int, cursor: str | None) -> pages.Page[CardRecord]:
    """Products of any of the statuses, newest first: one query per status, merged."""
    query = {"list": "admin/products", "statuses": [status.value for status in statuses]}
    before = pages.decode(cursor, query)
    if before is not None and not isinstance(before, str):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    key = CardRecord.gsi1sk < before if before is not None else None
    lists = [
        CardRecord.gsi1.query(status_index(status), key, limit=limit + 1, scan_index_forward=False, consistent_read=False)
        for status in statuses
    ]
    found = list(islice(merge(*lists, key=lambda card: card.gsi1sk, reverse=True), limit + 1))
    more = len(found) > limit
    return pages.Page(found[:limit], pages.encode(found[limit - 1].gsi1sk, query) if more else None)


def any_category(category_ids: Sequence[str]) -> Condition:
    """IN takes 100 values at most."""
    chunks = [category_ids[start : start + _IN_AT_ONCE] for start in range(0, len(category_ids), _IN_AT_ONCE)]
    condition = CardRecord.category_id.is_in(*chunks[0])
    for chunk in chunks[1:]:
        condition = condition | CardRecord.category_id.is_in(*chunk)
    return condition


def _all(conditions: Sequence[Condition]) -> Condition | None:
    whole: Condition | None = None
    for condition in conditions:
        whole = condition if whole is None else whole & condition
    return whole
