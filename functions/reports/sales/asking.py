"""What a sales report is asked, and which range that is."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from functions.reports.files.asking import known_currency
from functions.reports.model.asked import Comparison, Span, span_of
from functions.reports.model.dimensions import Dimension
from functions.reports.model.periods import Grain
from functions.shared.http.validation import Schema
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings

Moment = Annotated[str, StringConstraints(min_length=10, max_length=40)]
MOST_ROWS = 1_000


def _listed(value: Any) -> Any:
    known = value if isinstance(value, list) else [value]
    if unknown := [one for one in known if one not in list(Dimension)]:
        raise ValueError(f"{unknown[0]!r} is none of {', '.join(Dimension)}")
    return known


class ReportQuery(Schema):
    start: Moment = Field(alias="from", description="A date of the time zone, or a time.", examples=["2025-01-01"])
    end: Moment = Field(alias="to", description="A date (included), or a time (excluded).", examples=["2025-01-31"])
    grain: Grain = Grain.DAY
    by: Annotated[list[Dimension], BeforeValidator(_listed)] = Field(
        [Dimension.NONE], max_length=2, description="One, or two that are crossed (`by=channel&by=category`)."
    )
    compare: Comparison | None = Field(None, description="With as long before, or with the year before.")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = Field(None, description="One only.", examples=["CNY"])
    timezone: Annotated[str, StringConstraints(max_length=64)] | None = Field(
        None,
        description="By the clock of this zone. Unless given, days are the store's, each order in the zone that the store had when it was "
        "placed, and figures are those of the books.",
    )


class SalesQuery(ReportQuery):
    limit: int = Field(MOST_ROWS, ge=1, le=MOST_ROWS)
    cursor: Annotated[str, StringConstraints(max_length=1_000)] | None = None


def span_asked(query: ReportQuery) -> tuple[Span, list[Dimension]]:
    """With its dimensions. Raises Invalid (422): `unknown_currency`, `same_dimension`, and those of `span_of`."""
    known_currency(query.currency)
    by: list[Dimension] = [one for one in query.by if one is not Dimension.NONE]
    if len(set(by)) < len(by):
        raise Invalid.field("/by", "same_dimension", "Cross two that are not the same.")
    return span_of(query.start, query.end, query.grain, asked_zone=query.timezone, store_zone=settings().store_timezone), by
