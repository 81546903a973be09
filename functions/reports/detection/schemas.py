"""What staff see of what is not as usual."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.reports.detection.reasons import reason_of
from functions.reports.model.detection.examine import SHARES
from functions.reports.model.detection.pulse import Pulse, counted
from functions.reports.store.finding_items import Found
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page

Kind = Literal[
    "orders",
    "traffic",
    "channel",
    "payment_success",
    "conversion",
    "refunds",
    "cancellations",
    "searches_in_vain",
    "stock_accuracy",
    "discounts",
    "price",
]
Outcome = Literal["mended", "expected", "false_alarm"]


class FindingsQuery(PageQuery):
    state: Literal["open", "closed", "all"] = "open"


class FindingOutcomeIn(Schema):
    outcome: Outcome = Field(description="Something was wrong and is mended; it was known and meant; or nothing was wrong.")


class FindingOut(Schema):
    """`seen` and `usual` are counts over the last `hours`; of discounts shares of what was sold, of a price minor units of one piece."""

    id: str = Field(examples=["2026-01-31T05-5f2b8c1d9e7a"])
    kind: Kind
    subject: str = Field(description="The channel, or the variant and currency; else empty.", examples=["mini_program"])
    found_at: str = Field(description="The hour (UTC) at whose end it was found.", examples=["2026-01-31T05:00:00Z"])
    hours: int
    seen: float
    usual: float
    reason: dict[str, str] = Field(examples=[{"en": "In the last 3 hours 2 orders were placed; 31 are usual."}])
    outcome: Outcome | None
    resolved_at: str | None

    @classmethod
    def of(cls, found: Found) -> FindingOut:
        one = found.finding
        return cls.model_validate({
            "id": found.id, "kind": one.kind, "subject": one.subject, "found_at": f"{found.at}:00:00Z", "hours": one.hours,
            "seen": one.seen, "usual": one.usual, "reason": reason_of(one), "outcome": found.outcome or None,
            "resolved_at": found.resolved_at or None,
        })  # fmt: skip


class FindingPage(Schema):
    data: list[FindingOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Found]) -> FindingPage:
        return cls(data=[FindingOut.of(one) for one in page.data], next_cursor=page.next_cursor)


class ChartHour(Schema):
    hour: str = Field(examples=["2026-01-31T05:00:00Z"])
    value: float | None = Field(description="What the finding is about; null where nothing was sold that has a price.")
    of: int | None = Field(description="What the value is a part of, where it is one.")


class FindingDetail(FindingOut):
    chart: list[ChartHour] = Field(description="The week before it was found, hour by hour.")

    @classmethod
    def with_chart(cls, found: Found, week: list[Pulse]) -> FindingDetail:
        return cls(**FindingOut.of(found).model_dump(), chart=_chart(found, week))


_PARTS = {share.kind: (share.part, share.whole) for share in SHARES} | {"discounts": ("discount", "gross")}


def _chart(found: Found, week: list[Pulse]) -> list[ChartHour]:
    kind, subject = found.finding.kind, found.finding.subject
    if kind == "price":
        sold = [one.prices.get(subject, (0, 0)) for one in week]
        return [ChartHour(hour=f"{one.hour}:00:00Z", value=round(cost / pieces, 2) if pieces else None, of=pieces)
                for one, (pieces, cost) in zip(week, sold, strict=True)]  # fmt: skip
    if kind in _PARTS:
        part, whole = (counted(week, name) for name in _PARTS[kind])
        return [ChartHour(hour=f"{one.hour}:00:00Z", value=some, of=of) for one, some, of in zip(week, part, whole, strict=True)]
    name = {"orders": "placed", "traffic": "visits", "stock_accuracy": "stock_faults"}.get(kind, f"channel:{subject}")
    return [ChartHour(hour=f"{one.hour}:00:00Z", value=some, of=None) for one, some in zip(week, counted(week, name), strict=True)]
