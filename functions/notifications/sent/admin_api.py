"""HTTP operations for staff: what was sent about an order, and what was not and why."""

from __future__ import annotations

from functions.notifications.model.message import Message
from functions.notifications.sent.schemas import LogQuery, MessagePage, MessagesQuery, message_view
from functions.notifications.store.messages import messages_by_state, messages_in_partition
from functions.notifications.store.records import customer_pk, order_pk
from functions.shared.http.operation import Api, NoBody, Request
from functions.shared.plain.pages import Page

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
    return _shown(messages_in_partition(order_pk(order), limit=limit, cursor=cursor))


@admin_api.operation(
    "GET", "/v1/admin/messages", summary="What was sent, and what was not and why", permission="notifications.read", query=MessagesQuery,
    response=MessagePage, errors=[(422, "invalid")],
)  # fmt: skip
def search_messages(req: Request[NoBody, MessagesQuery]) -> MessagePage:
    """Of one order or one customer (newest first within a page), or by what became of them, newest first. `state`
    and `channel` narrow either."""
    asked = req.query
    pk = order_pk(asked.order) if asked.order else customer_pk(asked.customer) if asked.customer else ""
    if not pk:
        page = messages_by_state(asked.state, channel=asked.channel, limit=asked.limit, cursor=asked.cursor)
        return MessagePage(data=[message_view(one) for one in page.data], next_cursor=page.next_cursor)
    return _shown(messages_in_partition(pk, state=asked.state, channel=asked.channel, limit=asked.limit, cursor=asked.cursor))


def _shown(page: Page[Message]) -> MessagePage:
    # An order has a handful of messages; their ids do not sort by time, so a page is sorted here.
    messages = sorted(page.data, key=lambda message: message.created_at, reverse=True)
    return MessagePage(data=[message_view(message) for message in messages], next_cursor=page.next_cursor)
