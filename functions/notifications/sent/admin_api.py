"""HTTP operations for staff: what was sent about an order, and what was not and why."""

from __future__ import annotations

from functions.notifications.model.message import Message
from functions.notifications.sent.schemas import LogQuery, MessagePage, message_view
from functions.notifications.store.records import NotificationsTable, order_pk
from functions.shared.http.operation import Api, NoBody, Request
from functions.shared.plain.bodies import load
from functions.shared.store.listing import query_page

admin_api = Api("notifications")


@admin_api.operation(
    "GET",
    "/v1/admin/notifications",
    summary="Messages about an order",
    permission="notifications.read",
    query=LogQuery,
    response=MessagePage,
)
def list_messages(req: Request[NoBody, LogQuery]) -> MessagePage:
    """Newest first within a page."""
    order, limit, cursor = req.query.order, req.query.limit, req.query.cursor
    page = query_page(NotificationsTable, order_pk(order), query={"order": order}, limit=limit, cursor=cursor)
    # An order has a handful of messages; their ids do not sort by time, so a page is sorted here.
    messages = sorted((load(Message, item.body) for item in page.data), key=lambda message: message.created_at, reverse=True)
    return MessagePage(data=[message_view(message) for message in messages], next_cursor=page.next_cursor)
