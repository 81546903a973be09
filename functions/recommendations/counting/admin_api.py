"""How often what is recommended is clicked and bought, for staff."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.recommendations.store.counts import clicks_between
from functions.shared.http.moments import Day
from functions.shared.http.operation import Api, Request
from functions.shared.http.validation import Schema
from functions.shared.plain.errors import Invalid

clicks_api = Api("recommendations")
_MOST_DAYS = 400


class ClicksQuery(Schema):
    from_: Day = Field(alias="from", description="A day of UTC.")
    to: Day = Field(description="Included.")


class ClicksRow(Schema):
    day: str
    list: str = Field(description="`for_you` or `related`.")
    shown: int = Field(description="How often browsers told that it was shown.")
    clicked: int = Field(description="How many of its products were clicked.")
    bought: int = Field(description="How many of those were bought in the same visit.")
    click_rate: float | None = Field(description="Clicked of shown; null where it was not shown.")


class ClicksView(Schema):
    data: list[ClicksRow]


@clicks_api.operation(
    "GET", "/v1/admin/recommendation_clicks", summary="How often recommendations are clicked", permission="reports.read", query=ClicksQuery,
    response=ClicksView, errors=[(422, "range_reversed"), (422, "range_too_long")],
)  # fmt: skip
def get_clicks(req: Request[Any, ClicksQuery]) -> ClicksView:
    """As of the last night; late events change the last eight days."""
    first, last = req.query.from_, req.query.to
    if first > last:
        raise Invalid.field("/query/from", "range_reversed", "`from` is after `to`.")
    if (last - first).days > _MOST_DAYS:
        raise Invalid.field("/query/to", "range_too_long", f"At most {_MOST_DAYS} days.")
    rows = clicks_between(first.isoformat(), last.isoformat())
    return ClicksView(data=[ClicksRow(**vars(one), click_rate=round(one.clicked / one.shown, 4) if one.shown else None) for one in rows])
