"""What the notification endpoints take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from functions.notifications.model.message import Message, State
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT

OrderId = Annotated[str, StringConstraints(pattern=r"^ord_[0-9A-HJKMNP-TV-Z]{26}$")]
CustomerId = Annotated[str, StringConstraints(pattern=r"^cus_[0-9A-HJKMNP-TV-Z]{26}$")]


class LogQuery(Schema):
    order: OrderId = Field(description="The order's id.")
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(None, max_length=500)


class MessagesQuery(Schema):
    order: OrderId | None = Field(None, description="About this order.")
    customer: CustomerId | None = Field(None, description="To this customer, about no order.")
    state: State | None = None
    channel: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$")] | None = None
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(None, max_length=2000)

    @model_validator(mode="after")
    def _of_one(self) -> MessagesQuery:
        if self.order and self.customer:
            raise ValueError("send order or customer")
        return self


class MessageOut(Schema):
    id: str
    order_id: str
    event: str = Field(description="Empty for what no event caused.")
    purpose: str = Field(description="transactional, service or marketing:…")
    channel: str
    recipient: str = Field(description="Masked.", examples=["l***@example.com"])
    language: str
    state: State
    attempts: int
    created_at: str
    sent_at: str | None
    told_at: str = Field(description="When the provider told what became of it; empty while it has not.")
    reason: str | None = Field(description="Why it was skipped, held, refused or not delivered.")


class MessagePage(Schema):
    data: list[MessageOut]
    next_cursor: str | None


def message_view(message: Message) -> MessageOut:
    return MessageOut(**{name: getattr(message, name) for name in MessageOut.model_fields})
