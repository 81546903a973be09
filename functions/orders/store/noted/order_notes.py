"""Notes of staff on an order: in its partition, before what its page reads; what they say is sealed with the key of the order."""

from __future__ import annotations

from functions.orders.model.noted.note import OrderNote
from functions.orders.store.people.bodies import note_body, opened
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.shared.plain import ids
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Check, Write
from functions.shared.store.versions import locked_delete, locked_put

KIND = "note"
PREFIX = "NOTE#"


class BuyerErased(Conflict):
    code, title = "buyer_erased", "The buyer was erased"


def note_sk(note_id: str) -> str:
    return f"{PREFIX}{note_id}"


def notes_of(order_id: str, *, limit: int, cursor: str | None) -> Page[tuple[OrderNote, int]]:
    """Newest first, each with its version. One Query."""
    page = query_page(
        OrdersTable, order_pk(order_id), query={"notes on": order_id}, limit=limit, cursor=cursor,
        range_condition=OrdersTable.sk.startswith(PREFIX), newest_first=True,
    )  # fmt: skip
    return Page([(opened(OrderNote, record), int(record.version)) for record in page.data], page.next_cursor)


def note_at(order_id: str, note_id: str) -> tuple[OrderNote, int]:
    """Raises NotFound."""
    record = find(OrdersTable, order_pk(order_id), note_sk(note_id)) if ids.is_id("note", note_id) else None
    if record is None:
        raise NotFound("There is no such note.")
    return opened(OrderNote, record), int(record.version)


def note_writes(order_id: str, note: OrderNote, version: int) -> list[Write]:
    """A new one (0), or in place of what was read at `version`. The transaction raises BuyerErased (409): no word about who was forgotten
    comes back; Overtaken."""
    sk = note_sk(note.id)
    record = OrdersTable(pk=order_pk(order_id), sk=sk, kind=KIND, version=version + 1, body=note_body(order_id, note, sk))
    gone = BuyerErased("Who bought this was erased; nothing more is written on it.")
    there = OrderRecord.pk.exists() & OrderRecord.erased_at.does_not_exist()
    return [Check(OrderRecord, order_pk(order_id), ORDER_SK, there, gone), locked_put(record, version)]


def note_removal(order_id: str, note: OrderNote, version: int) -> Write:
    """The transaction raises Overtaken."""
    return locked_delete(OrdersTable(pk=order_pk(order_id), sk=note_sk(note.id)), version)
