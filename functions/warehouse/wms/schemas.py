"""What staff sets and reads of a warehouse's outside system, and what it answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from functions.notifications import Endpoint, EndpointState
from functions.shared.http.input_types import Code
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema
from functions.shared.plain.settings import settings
from functions.warehouse.model.pick import Pick, PickState
from functions.warehouse.wms.set_wms import Told

_PIECES = 1_000_000_000


class WmsIn(Schema):
    url: Annotated[str, StringConstraints(min_length=1, max_length=2048)] = Field(examples=["https://wms.example.com/shop"])
    enabled: bool = Field(True, strict=True, description="Otherwise what is to be sent is set aside, and can be sent later.")


class WmsOut(Schema):
    """Deliveries: `/v1/admin/webhook_endpoints/{endpoint_id}/deliveries`."""

    warehouse_id: str
    endpoint_id: str
    url: str
    enabled: bool
    events: list[str]
    answers_url: str = Field(description="Where the outside system sends its answers.")
    created_at: str
    version: int

    @classmethod
    def of(cls, warehouse_id: str, one: Endpoint) -> WmsOut:
        return cls(
            warehouse_id=warehouse_id,
            endpoint_id=one.id,
            url=one.url,
            enabled=one.state is EndpointState.ENABLED,
            events=one.events,
            answers_url=f"{settings().public_base_url}/v1/webhooks/wms/{warehouse_id}",
            created_at=one.made_at,
            version=one.version,
        )


class WmsToldOut(WmsOut):
    """The secrets are told this once, when they are made: null otherwise."""

    secret: str | None = Field(description="Our messages are signed with it (Standard Webhooks).", examples=["whsec_…"])
    answers_secret: str | None = Field(description="Answers are to be signed with it, likewise.", examples=["whsec_…"])

    @classmethod
    def telling(cls, warehouse_id: str, one: Endpoint, told: Told) -> WmsToldOut:
        known = WmsOut.of(warehouse_id, one).model_dump()
        return cls(**known, secret=told.secret or None, answers_secret=told.answers_secret or None)


class UnansweredQuery(PageQuery):
    minutes: int = Field(240, ge=0, le=525_600, description="Requested so long ago, and not begun.")


class PickedIn(Schema):
    line_id: Code
    quantity: int = Field(strict=True, ge=0, le=_PIECES)


class AnswerData(Schema):
    pick_id: Code
    lines: list[PickedIn] = Field(
        [], max_length=100, description="How many pieces of a line are picked (or missing) in all so far, not how many more."
    )

    @field_validator("lines")
    @classmethod
    def _each_once(cls, lines: list[PickedIn]) -> list[PickedIn]:
        if len({line.line_id for line in lines}) != len(lines):
            raise ValueError("a line comes twice")
        return lines


class AnswerIn(Schema):
    """An answer of an outside system. `pick.packed` may bring the quantities along, if nothing told them before."""

    type: Literal["pick.picked", "pick.packed", "pick.short"]
    data: AnswerData

    @model_validator(mode="after")
    def _says_how_many(self) -> AnswerIn:
        if self.type == "pick.short" and not any(line.quantity for line in self.data.lines):
            raise ValueError("pick.short says how many pieces of which line are missing")
        return self


class AnswerOut(Schema):
    pick_id: str
    state: PickState
    duplicate: bool = Field(description="This message was taken in before.")

    @classmethod
    def of(cls, pick: Pick, *, duplicate: bool = False) -> AnswerOut:
        return cls(pick_id=pick.id, state=pick.state, duplicate=duplicate)
