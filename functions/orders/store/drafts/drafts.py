"""A draft lies in the partition of the order that it becomes; open ones are listed by when they were made."""

from __future__ import annotations

from itertools import islice

from functions.orders.model.drafts.draft import Draft, DraftState
from functions.orders.store.people.bodies import draft_body, opened
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.plain import ids, pages
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound, Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import place, rows
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put

DRAFT_SK = "DRAFT"
_LIST = "DRAFTS"


def drafts_key(customer_id: str) -> str:
    return f"DRAFTS#{customer_id}"


@dataclass(frozen=True)
class KnownDraft:
    draft: Draft
    version: int


def known_draft(draft_id: str) -> KnownDraft:
    """One GetItem. Raises NotFound."""
    found = find(OrdersTable, order_pk(draft_id), DRAFT_SK) if ids.is_id("ord", draft_id) else None
    if found is None:
        raise NotFound("There is no such draft.")
    return KnownDraft(opened(Draft, found), int(found.version))


def draft_put(draft: Draft, version: int) -> Put:
    """In place of the one that was read at `version`; 0: a new one. The transaction raises Overtaken."""
    order_id = draft.order.id
    item = OrdersTable(pk=order_pk(order_id), sk=DRAFT_SK, kind="draft", body=draft_body(draft, DRAFT_SK), version=version + 1)
    if draft.order.customer_id:
        # Found with their person, until the order that it becomes is.
        item.gsi1pk, item.gsi1sk = drafts_key(draft.order.customer_id), draft.created_at
    if draft.state is DraftState.OPEN:
        item.listed_pk, item.listed_sk = place(_LIST, f"{draft.created_at}#{order_id}", of=order_id)
    return locked_put(item, version)


def open_drafts(*, limit: int, cursor: str | None) -> Page[KnownDraft]:
    """The oldest first. One Query per shard and one BatchGetItem; a page may be short and still have a cursor."""
    query = {"list": "drafts"}
    after = pages.decode(cursor, query)
    if after is not None and not (isinstance(after, str) and after):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    listed = list(islice(rows(OrdersTable, _LIST, after=after, page_size=limit + 1), limit + 1))
    found = find_many({OrdersTable: [(row.pk, row.sk) for row in listed[:limit]]}) if listed else {}
    items = [found.get((OrdersTable, row.pk, row.sk)) for row in listed[:limit]]
    known = [KnownDraft(opened(Draft, item), int(item.version)) for item in items if item is not None]
    # The index may lag behind the item.
    data = [one for one in known if one.draft.state is DraftState.OPEN]
    return Page(data, pages.encode(listed[limit - 1].at, query) if len(listed) > limit else None)
