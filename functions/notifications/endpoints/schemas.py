"""Endpoints as staff sets and reads them."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints, field_validator

from functions.notifications.model.endpoint import Endpoint, EndpointKind, EndpointState
from functions.shared.http.validation import Schema, Text
from functions.shared.outside import clock
from functions.shared.plain import times

Url = Annotated[str, StringConstraints(min_length=1, max_length=2048)]
EventType = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,40}$")]
Events = Annotated[list[EventType], Field(min_length=1, max_length=200)]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Only = Annotated[dict[FieldName, Annotated[str, StringConstraints(max_length=100)]], Field(max_length=5)]
Description = Annotated[Text, StringConstraints(max_length=200)]
_URL = Field(examples=["https://hooks.example.com/shop"])
_EVENTS = Field(examples=[["order.paid", "order.cancelled"]], description="`GET /v1/admin/webhook_event_types` names them.")
_ONLY = "What an event must have in its data to be sent there."


def _each_once(events: list[str] | None) -> list[str] | None:
    return sorted(set(events)) if events else events


def _no_default(schema: dict[str, Any]) -> None:
    """What is left out is not set; so there is none to show."""
    schema.pop("default", None)


class EndpointIn(Schema):
    url: Url = _URL
    events: Events = _EVENTS
    only: Only = Field({}, description=_ONLY, examples=[{"merchant_id": "m1"}])
    description: Description | None = None
    enabled: bool = Field(True, strict=True)

    _once = field_validator("events")(_each_once)


class EndpointPatch(Schema):
    """What is left out stays as it is."""

    url: Url = Field("", examples=["https://hooks.example.com/shop"], json_schema_extra=_no_default)
    events: Events = Field(
        [], json_schema_extra=_no_default, description="Waiting messages of a type that is left out are not sent any more."
    )
    only: Only = Field({}, description=_ONLY)
    description: Description | None = None
    enabled: bool = Field(True, strict=True)

    _once = field_validator("events")(_each_once)


class RotateIn(Schema):
    MAY_BE_LEFT_OUT: ClassVar[bool] = True

    overlap_hours: int = Field(24, strict=True, ge=0, le=168, description="How long messages are signed with the secret of before besides.")


class EndpointOut(Schema):
    id: str
    kind: EndpointKind = Field(description="`wms`: a warehouse's outside system, set where the warehouse says so.")
    url: str
    description: str | None
    events: list[str]
    only: dict[str, str] = Field(description=_ONLY, examples=[{"warehouse_id": "main"}])
    state: EndpointState
    disabled_reason: str | None = Field(description="by_staff, failing (it took nothing for a day), gone (it answered 410).")
    disabled_at: str | None
    former_secret_until: str | None = Field(description="Messages are signed with the secret of before, too, until then.")
    created_at: str
    version: int

    @classmethod
    def of(cls, one: Endpoint) -> EndpointOut:
        now = times.iso(clock.now())
        return cls(
            id=one.id,
            kind=one.kind,
            url=one.url,
            description=one.description or None,
            events=one.events,
            only=one.only,
            state=one.state,
            disabled_reason=one.disabled_reason or None,
            disabled_at=one.disabled_at or None,
            former_secret_until=next((kept.until for kept in one.secrets if kept.until > now), None),
            created_at=one.made_at,
            version=one.version,
        )


class EndpointList(Schema):
    data: list[EndpointOut]
    next_cursor: str | None = None


class ToldOut(EndpointOut):
    secret: str = Field(description="Told this once. Messages are signed with it (Standard Webhooks).", examples=["whsec_…"])


class EventTypeOut(Schema):
    type: str
    description: str | None


class EventTypeList(Schema):
    data: list[EventTypeOut]
    next_cursor: str | None = None
