"""Messages to endpoints as staff reads them."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import AliasChoices, Field, model_validator

from functions.notifications.model.delivery import Delivery, DeliveryState, told_body
from functions.notifications.model.errand import Errand
from functions.shared.http.moments import From, Until
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
    resource: str = Field(description="What it is about; what is told of one resource goes out in order.")
    sequence: int | None = Field(description="Its number among what the endpoint is told of the resource; null before the first try.")
    state: DeliveryState
    dead_letter: bool = Field(description="Three tries or more failed since it was last delivered, or it is given up.")
    failures: int
    reason: str | None = Field(
        description="Why the last try failed, or why it is set aside.", examples=["status_500", "timeout", "too_late"]
    )
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
        return cls(**_values(one), body=json.loads(told_body(one.body, one.number) if one.number else one.body))


class ReplayIn(Schema):
    """Messages that were made from `from` until before `to` (now, if left out)."""

    begin: From = Field(alias="from")
    end: Until | None = Field(None, alias="to")
    states: list[Literal["failed", "cancelled", "delivered"]] = Field(["failed"], min_length=1, max_length=3)

    @model_validator(mode="after")
    def _forward(self) -> ReplayIn:
        if self.end is not None and self.end <= self.begin:
            raise ValueError("`to` is not after `from`")
        return self


class ReplayOut(Schema):
    """What was asked for; it is done bit by bit, and shows in the list of deliveries."""

    id: str
    endpoint_id: str
    begin: str = Field(validation_alias=AliasChoices("begin", "from"), serialization_alias="from", examples=["2026-01-01T00:00:00Z"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-02-01T00:00:00Z"])
    states: list[str]

    @classmethod
    def of(cls, one: Errand) -> ReplayOut:
        return cls(id=one.name, endpoint_id=one.endpoint_id, begin=one.begin, end=one.end, states=one.states)


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
        "resource": one.resource,
        "sequence": one.number or None,
        "state": one.state,
        "dead_letter": one.is_dead_letter,
        "failures": one.failures,
        "reason": one.reason or None,
        "created_at": one.made_at,
        "delivered_at": one.delivered_at or None,
        "next_attempt_at": one.next_attempt_at or None,
        "attempts": attempts,
    }
