"""What happened to an order, from its event items: when, what, by whom."""

from __future__ import annotations

from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import envelope_of
from functions.shared.plain.pages import Page, encode
from functions.shared.store.listing import query_page


def timeline(order_id: str, *, limit: int, cursor: str | None) -> Page[Envelope]:
    """The order's events, oldest first. One Query."""
    page = query_page(
        OrdersTable,
        order_pk(order_id),
        query={"timeline of": order_id},
        limit=limit,
        cursor=cursor,
        range_condition=OrderRecord.sk.startswith("EVT#"),
    )
    return Page([envelope_of(item) for item in page.data], page.next_cursor)


def events_after(order_id: str, *, limit: int, cursor: str | None) -> tuple[Page[Envelope], str | None]:
    """The order's events after a position, and the position they end at, from which it goes on even when nothing more is there yet."""
    query = {"events of": order_id}
    page = query_page(
        OrdersTable,
        order_pk(order_id),
        query=query,
        limit=limit,
        cursor=cursor,
        range_condition=OrderRecord.sk.startswith("EVT#"),
    )
    position = encode({"sk": page.data[-1].sk}, query) if page.data else cursor
    return Page([envelope_of(item) for item in page.data], page.next_cursor), position
