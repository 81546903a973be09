"""Endpoints as staff reads them."""

from __future__ import annotations

from pydantic import Field

from functions.notifications.model.endpoint import Endpoint, EndpointState
from functions.shared.http.validation import Schema


class EndpointOut(Schema):
    id: str
    url: str
    events: list[str]
    only: dict[str, str] = Field(description="What an event must have in its data to be sent there.", examples=[{"warehouse_id": "main"}])
    state: EndpointState
    created_at: str
    version: int

    @classmethod
    def of(cls, one: Endpoint) -> EndpointOut:
        return cls(id=one.id, url=one.url, events=one.events, only=one.only, state=one.state, created_at=one.made_at, version=one.version)


class EndpointList(Schema):
    data: list[EndpointOut]
    next_cursor: str | None = None


class RotatedOut(EndpointOut):
    secret: str = Field(description="Told this once. The one of before counts beside it for 24 hours.", examples=["whsec_…"])
