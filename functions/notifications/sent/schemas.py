"""What the notification endpoints take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.notifications.model.message import Message, State
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT


class LogQuery(Schema):
    order: Annotated[str, StringConstraints(pattern=r"^ord_[0-9A-HJKMNP-TV-Z]{26}$")] = Field(description="The order's id.")
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(None, max_length=500)


class MessageOut(Schema):
    id: str
    order_id: str
    event: str
    channel: str
    recipient: str = Field(description="Masked.", examples=["l***@example.com"])
    language: str
    state: State
    attempts: int
    created_at: str
    sent_at: str | None
    reason: str | None = Field(description="Why it was skipped or failed.")


class MessagePage(Schema):
    data: list[MessageOut]
    next_cursor: str | None


def message_view(message: Message) -> MessageOut:
    return MessageOut(**{name: getattr(message, name) for name in MessageOut.model_fields})
