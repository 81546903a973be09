"""Addresses that are not written to, for staff: to see, and to write to again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.notifications.model.suppression import Suppression, Why
from functions.notifications.store.records import NotificationsTable
from functions.notifications.store.suppressions import lift, suppressions
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT

suppression_api = Api("notifications")
_PATH = "/v1/admin/suppressions"


class SuppressionsQuery(Schema):
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None


class SuppressionOut(Schema):
    id: str
    channel: str
    why: Why = Field(description="bounced: nothing but what the law asks is sent there. complained: nothing that is not owed.")
    recipient: str = Field(description="Masked.", examples=["l***@example.com"])
    at: str
    message_id: str

    @classmethod
    def of(cls, one: Suppression) -> SuppressionOut:
        return cls(id=one.id, channel=one.channel, why=one.why, recipient=one.shown, at=one.at, message_id=one.message_id)


class SuppressionPage(Schema):
    data: list[SuppressionOut]
    next_cursor: str | None


@suppression_api.operation(
    "GET", _PATH, summary="Addresses that are not written to", permission="notifications.read", query=SuppressionsQuery,
    response=SuppressionPage,
)  # fmt: skip
def get_suppressions(req: Request[NoBody, SuppressionsQuery]) -> SuppressionPage:
    """Newest first."""
    page = suppressions(limit=req.query.limit, cursor=req.query.cursor)
    return SuppressionPage(data=[SuppressionOut.of(one) for one in page.data], next_cursor=page.next_cursor)


@suppression_api.operation(
    "DELETE", f"{_PATH}/{{id}}", summary="Write to an address again", permission="notifications.write", response=SuppressionOut,
    idempotent=NotificationsTable, errors=[(404, "not_found")],
)  # fmt: skip
def delete_suppression(req: Request[NoBody, NoQuery]) -> Reply:
    """Its owner has told that it is theirs and read. The next bounce or complaint stops it again."""

    def render(one: Suppression) -> Reply:
        return Reply(SuppressionOut.of(one))

    return render(lift(req.path["id"], remember=req.remembering(render)))
