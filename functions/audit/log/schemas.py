"""The log's contract."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.audit.model.chain import Row
from functions.shared.http.moments import From, Until
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page


class AuditQuery(PageQuery):
    actor: str | None = Field(default=None, min_length=1, max_length=100, description="A customer id (also of staff) or a key's.")
    subject: str | None = Field(default=None, min_length=1, max_length=200, description="What was acted on, as a rule its id.")
    action: str | None = Field(
        default=None, min_length=1, max_length=200, description="The whole of it, or a beginning: `PATCH /v1/admin/products`."
    )
    q: str | None = Field(default=None, min_length=1, max_length=100, description="A part of the action, the subject or what changed.")
    from_: From | None = Field(default=None, alias="from")
    to: Until | None = None


class AuditActorOut(Schema):
    kind: str = Field(description="staff, key, customer, guest, operator or system", examples=["staff"])
    id: str


class AuditRowOut(Schema):
    """`before` and `after` tell changed fields only, personal values and secrets as `***`."""

    id: str
    number: int = Field(description="Counts all rows from 1, without a gap.")
    day: str = Field(description="When it was chained (UTC).", examples=["2026-11-26"])
    at: str
    actor: AuditActorOut
    action: str = Field(examples=["PATCH /v1/admin/products/{id}"])
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]
    source_ip: str
    request_id: str
    hash: str
    previous: str = Field(description="The hash of the row before.")

    @classmethod
    def of(cls, row: Row) -> AuditRowOut:
        fact = row.fact
        return cls(
            id=fact.id, number=row.number, day=row.day, at=fact.at, actor=AuditActorOut(kind=fact.actor_kind, id=fact.actor),
            action=fact.action, subject=fact.subject, before=fact.before, after=fact.after, source_ip=fact.source_ip,
            request_id=fact.request_id, hash=row.hash, previous=row.previous,
        )  # fmt: skip


class AuditPage(Schema):
    data: list[AuditRowOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Row]) -> AuditPage:
        return cls(data=[AuditRowOut.of(row) for row in page.data], next_cursor=page.next_cursor)
