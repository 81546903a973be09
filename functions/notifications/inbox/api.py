"""The inbox of whoever is signed in, over HTTP."""

from __future__ import annotations

from functions.notifications.inbox.schemas import AllReadOut, InboxEntryOut, InboxPage, InboxQuery, entry_view
from functions.notifications.model.inbox import Entry
from functions.notifications.store.inbox import delete_entry, entries_of, mark_all_read, mark_read, unread_count
from functions.notifications.store.records import NotificationsTable
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

inbox_api = Api("notifications")
_PATH = "/v1/me/messages"


@inbox_api.operation("GET", _PATH, summary="My inbox", permission=SIGNED_IN, query=InboxQuery, response=InboxPage)
def list_entries(req: Request[NoBody, InboxQuery]) -> InboxPage:
    """Newest first. An entry is kept for as long as the shop says (`inbox_days`), or until it is deleted."""
    page = entries_of(req.caller.id, limit=req.query.limit, cursor=req.query.cursor)
    return InboxPage(data=[entry_view(one) for one in page.data], unread=unread_count(req.caller.id), next_cursor=page.next_cursor)


@inbox_api.operation(
    "POST", f"{_PATH}/{{id}}/read", summary="I have read this message", permission=SIGNED_IN, response=InboxEntryOut,
    idempotent=NotificationsTable, errors=[(404, "not_found")],
)  # fmt: skip
def read_entry(req: Request[NoBody, NoQuery]) -> Reply:
    """Again: it stays read since the first time."""

    def render(entry: Entry) -> Reply:
        return Reply(entry_view(entry))

    return render(mark_read(req.caller.id, req.path["id"], remember=req.remembering(render)))


@inbox_api.operation(
    "POST", f"{_PATH}/read", summary="I have read all messages", permission=SIGNED_IN, response=AllReadOut, idempotent=NotificationsTable,
)  # fmt: skip
def read_all(req: Request[NoBody, NoQuery]) -> Reply:
    def render(read: int) -> Reply:
        return Reply(AllReadOut(read=read))

    return render(mark_all_read(req.caller.id, remember=req.remembering(render)))


@inbox_api.operation(
    "DELETE", f"{_PATH}/{{id}}", summary="Delete a message of my inbox", permission=SIGNED_IN, status=204, idempotent=NotificationsTable,
    errors=[(404, "not_found")],
)  # fmt: skip
def remove_entry(req: Request[NoBody, NoQuery]) -> Reply:
    def render() -> Reply:
        return Reply(None, 204)

    delete_entry(req.caller.id, req.path["id"], remember=req.remembering(render))
    return render()
