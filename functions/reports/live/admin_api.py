"""HTTP operation for staff: the board of today."""

from __future__ import annotations

from pydantic import Field

from functions.reports.live.board import board
from functions.reports.model.live import Moment
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings

live_api = Api("reports")


class Money(Schema):
    currency: str = Field(examples=["CNY"])
    orders: int = Field(description="Placed.")
    paid: int
    revenue: int = Field(description="Of the paid ones, in minor units.", examples=[12900])


class LiveHour(Schema):
    hour: str = Field(description="It begins then.", examples=["2026-01-31T16:00:00Z"])
    orders: int
    paid: int
    visitors: int = Field(description="Browsers that came in this hour first today.")
    counted: bool = Field(description="Counted from the lake; false: as the counters have it.")


class LiveBoard(Schema):
    """The day that it is in the store. Hours that are over were counted anew from all that happened; later ones are counters that move
    with every event."""

    day: str = Field(examples=["2026-01-31"])
    timezone: str
    at: str = Field(description="When this was read.")
    orders: int = Field(description="Placed.")
    paid: int
    visitors: int = Field(description="Browsers that agreed to be counted.")
    currencies: list[Money]
    hours: list[LiveHour] = Field(description="Those in which anything happened.")


@live_api.operation(
    "GET", "/v1/admin/reports/live", summary="Today as it is now", permission="reports.read", response=LiveBoard, scope=WHOLE_SHOP
)
def get_live(_req: Request[NoBody, NoQuery]) -> Reply:
    """Seconds old."""
    found = board()
    hours, currencies = dict[str, list[Moment]](), dict[str, list[Moment]]()
    for one in found.moments:
        hours.setdefault(one.hour, []).append(one)
        if one.currency:
            currencies.setdefault(one.currency, []).append(one)
    said = LiveBoard(
        day=found.day, timezone=settings().store_timezone, at=times.iso(clock.now()),
        orders=_sum(found.moments, "orders"), paid=_sum(found.moments, "paid"), visitors=_sum(found.moments, "visitors"),
        currencies=[
            Money(currency=name, orders=_sum(some, "orders"), paid=_sum(some, "paid"), revenue=_sum(some, "revenue"))
            for name, some in sorted(currencies.items())
        ],
        hours=[
            LiveHour(
                hour=f"{hour}:00:00Z", orders=_sum(some, "orders"), paid=_sum(some, "paid"), visitors=_sum(some, "visitors"),
                counted=hour < found.through,
            )
            for hour, some in hours.items()
        ],
    )  # fmt: skip
    return Reply(said.model_dump_json())


def _sum(moments: list[Moment], name: str) -> int:
    return sum(getattr(one, name) for one in moments)
