"""Messages to endpoints as staff reads them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field

from functions.notifications.model.delivery import Delivery, DeliveryState
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page


class AttemptOut(Schema):
    """`status` is null when there was no answer, for `error`."""

    at: str
    status: int | None
    error: str | None
    answer: str = Field(description="Its beginning.")
    took_ms: int


class DeliveryOut(Schema):
    id: str = Field(description="The event's, sent as `webhook-id` each time.")
    endpoint_id: str
    type: str
    state: DeliveryState
    dead_letter: bool = Field(description="Three tries or more failed since it was last delivered, or it is given up.")
    failures: int
    reason: str | None = Field(description="Why the last try failed, or why it is set aside.", examples=["status_500", "timeout"])
    created_at: str
    delivered_at: str | None
    next_attempt_at: str | None
    attempts: list[AttemptOut] = Field(description="The last 25, the oldest first.")

    @classmethod
    def of(cls, one: Delivery) -> DeliveryOut:
        return cls(**_values(one))


class DeliveryDetail(DeliveryOut):
    body: dict[str, Any] = Field(description="What is sent.")

    @classmethod
    def of(cls, one: Delivery) -> DeliveryDetail:
        return cls(**_values(one), body=json.loads(one.body))


class DeliveryPage(Schema):
    data: list[DeliveryOut]
    next_cursor: str | None = None

    @classmethod
    def of(cls, page: Page[Delivery]) -> DeliveryPage:
        return cls(data=[DeliveryOut.of(one) for one in page.data], next_cursor=page.next_cursor)


def _values(one: Delivery) -> dict[str, Any]:
    attempts = [
        AttemptOut(at=a.at, status=a.status or None, error=a.error or None, answer=a.answer, took_ms=a.took_ms) for a in one.attempts
    ]
    return {
        "id": one.id,
        "endpoint_id": one.endpoint_id,
        "type": one.type,
        "state": one.state,
        "dead_letter": one.is_dead_letter,
        "failures": one.failures,
        "reason": one.reason or None,
        "created_at": one.made_at,
        "delivered_at": one.delivered_at or None,
        "next_attempt_at": one.next_attempt_at or None,
        "attempts": attempts,
    }
