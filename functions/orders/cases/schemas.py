"""Cases as staff read and close them, and the limits that make one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.orders.model.cases.case import Case, CaseKind, advice_for
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import Remark, Schema
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT

MOST_HOURS = 90 * 24


Outcome = Annotated[str, StringConstraints(min_length=1, max_length=64, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$")]


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class ExceptionsQuery(Schema):
    """`order`: the id of one. `older_than_hours`: opened at least so long ago."""

    kind: CaseKind | None = None
    state: CaseState = CaseState.OPEN
    order: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    older_than_hours: int | None = Field(None, ge=0, le=24 * 3660)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None


class ClosedByOut(Schema):
    """kind: staff | system | courier | provider | customer …"""

    kind: str
    id: str


class ExceptionOut(Schema):
    """`detail`: what was told, as it was told. `suggested_action`: what usually puts it right. `closed_because`: what ended it, in a word;
    `resolved` where staff closed it, with their `outcome` and `note`."""

    id: str
    kind: CaseKind
    state: CaseState
    order_id: str
    number: str
    shipment_id: str
    carrier: str
    waybill: str
    detail: str
    at: str
    cause: str
    suggested_action: str
    closed_at: str | None
    closed_by: ClosedByOut | None
    closed_because: str | None
    outcome: str | None
    note: str | None
    return_id: str | None = Field(None, description="The after-sales case that it is about.")


class Exceptions(Schema):
    data: list[ExceptionOut]
    next_cursor: str | None


class ResolveIn(Schema):
    outcome: Outcome = Field("resolved", examples=["sent again"])
    note: Annotated[Remark, Field(max_length=1000)] = Field("", description="For staff only; it is told to nobody outside.")


class ExceptionLimitsModel(Versioned):
    """Hours, after which a state is a case: without a scan; after the end of the promised day; paid (or its pick asked for) and not packed;
    asked for and not paid back; on hold, and nobody has decided; waiting to be collected, and nobody came."""

    stuck_hours: int = Field(72, strict=True, ge=1, le=MOST_HOURS)
    late_hours: int = Field(0, strict=True, ge=0, le=MOST_HOURS)
    paid_not_picked_hours: int = Field(48, strict=True, ge=1, le=MOST_HOURS)
    refund_pending_hours: int = Field(72, strict=True, ge=1, le=MOST_HOURS)
    on_hold_hours: int = Field(24, strict=True, ge=1, le=MOST_HOURS)
    not_collected_hours: int = Field(48, strict=True, ge=1, le=MOST_HOURS)


class ExceptionLimitsOut(ExceptionLimitsModel):
    version: int


def exception_view(case: Case) -> ExceptionOut:
    advice = advice_for(case)
    shown = {
        name: getattr(case, name) for name in ("id", "kind", "order_id", "number", "shipment_id", "carrier", "waybill", "detail", "at")
    }
    return ExceptionOut(
        **shown,
        state=CaseState.OPEN if case.is_open else CaseState.CLOSED,
        cause=advice.cause,
        suggested_action=advice.action,
        closed_at=case.closed_at,
        closed_by=ClosedByOut(kind=case.closed_by.kind, id=case.closed_by.id) if case.closed_by else None,
        closed_because=case.because or None,
        outcome=case.outcome or None,
        note=case.note or None,
        return_id=case.return_id or None,
    )
