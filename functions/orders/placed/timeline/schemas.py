"""What is answered about what happened to an order."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.shared.fields.custom_fields import FieldsOut
from functions.shared.http.validation import Schema


class ActorOut(Schema):
    """kind: customer | guest | staff | provider | courier | system. `id` is told to staff only."""

    kind: str
    id: str | None = None


class TimelineEntry(Schema):
    id: str
    type: str
    at: str
    actor: ActorOut
    details: dict[str, Any]


class TimelineOut(Schema):
    data: list[TimelineEntry]
    next_cursor: str | None


class EventOut(Schema):
    id: str
    type: str
    version: int
    occurred_at: str
    subject: str
    actor: ActorOut
    data: dict[str, Any]
    correlation_id: str
    metadata: dict[str, str]
    custom_fields: FieldsOut = Field(default={}, description="The public ones.")


class EventsOut(Schema):
    """`position` is where this page ended: ask again with `cursor=position` for what came later, also when `next_cursor` is null."""

    data: list[EventOut]
    next_cursor: str | None
    position: str | None
