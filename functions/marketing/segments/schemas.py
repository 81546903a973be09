"""Segments as staff send and see them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.marketing.model.known import Known
from functions.marketing.model.rule import DEEPEST, FIELDS, MOST_CONDITIONS, OPS
from functions.marketing.model.segment import Segment
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema, ShortName

EXAMPLE = {
    "all": [
        {"field": "orders", "op": "at_least", "value": 2},
        {"field": "spent", "op": "at_least", "value": {"amount": 100_000, "currency": "CNY"}},
        {"not": {"field": "days_since_last_order", "op": "at_most", "value": 30}},
    ]
}
_FIELDS = "; ".join(f"{name} ({', '.join(OPS[kind])})" for name, kind in FIELDS.items())
RuleField = Field(
    description=f'`{{"all": […]}}`, `{{"any": […]}}`, `{{"not": …}}` or `{{"field", "op", "value"}}`, {DEEPEST} deep and of '
    f"{MOST_CONDITIONS} conditions at most. Fields: {_FIELDS}.",
    examples=[EXAMPLE],
)


class SegmentIn(Schema):
    name: ShortName = Field(examples=["Regulars who were long away"])
    rule: dict[str, Any] = RuleField


class SegmentOut(Schema):
    id: str = Field(examples=["seg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    name: str
    rule: dict[str, Any] = RuleField
    created_at: str
    edited_at: str
    edited_by: str
    version: int

    @classmethod
    def of(cls, one: Segment) -> SegmentOut:
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class SegmentList(Schema):
    data: list[SegmentOut]
    next_cursor: str | None = None


class SegmentGone(Schema):
    status: str = "removed"


class PreviewQuery(PageQuery):
    limit: int = Field(default=10, ge=0, le=50, description="How many people of the sample are shown.")
    cursor: str | None = Field(default=None, max_length=2000, description="Where to go on counting, from `next_cursor`.")


class SampleOut(Schema):
    """What the rule looked at. Who they are is no part of it (`/v1/admin/customers/{id}`)."""

    id: str
    has_account: bool
    language: str
    country: str
    orders: int
    last_order_at: str | None

    @classmethod
    def of(cls, one: Known) -> SampleOut:
        return cls(
            id=one.id, has_account=one.has_account, language=one.language, country=one.country, orders=one.orders,
            last_order_at=one.last_order_at or None,
        )  # fmt: skip


class SegmentPreview(Schema):
    """`count`: of those who were looked at in this call. With `next_cursor` there are more people to look at, and counts add up."""

    count: int
    looked_at: int
    by_language: dict[str, int]
    data: list[SampleOut]
    next_cursor: str | None = None
