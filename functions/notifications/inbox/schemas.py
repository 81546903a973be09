"""What the inbox answers."""

from __future__ import annotations

from pydantic import Field

from functions.notifications.model.inbox import Entry
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT


class InboxQuery(Schema):
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(None, max_length=2000)


class InboxEntryOut(Schema):
    id: str
    event: str = Field(examples=["order.shipped"])
    about: str = Field(description="What it is of, such as an order's id.")
    title: str
    text: str = Field(description="Plain text.")
    at: str
    read_at: str | None


class InboxPage(Schema):
    data: list[InboxEntryOut]
    unread: int = Field(description="Of all entries; 1,000 are 1,000 or more.")
    next_cursor: str | None


class AllReadOut(Schema):
    read: int = Field(description="How many were unread; at most 1,000 in one call.")


def entry_view(entry: Entry) -> InboxEntryOut:
    return InboxEntryOut(**vars(entry))
