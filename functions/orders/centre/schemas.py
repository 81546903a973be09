"""The member centre over HTTP."""

from __future__ import annotations

from pydantic import Field

from functions.orders.model.states import Status
from functions.shared.http.validation import Schema


class OrderCount(Schema):
    status: Status
    count: int


class CouponsOut(Schema):
    usable: int = Field(description="Those of `GET /v1/me/coupons` that are `claimed`.")
    expiring: int = Field(description="Of these, so many end within seven days.")


class PointsStanding(Schema):
    usable: int
    pending: int
    owed: int


class MySummaryOut(Schema):
    """Each number is that of its list: `GET /v1/me/orders?status=`, `/v1/me/coupons`, `/v1/me/points`, `/v1/me/favourites`,
    `/v1/me/history`."""

    orders: list[OrderCount] = Field(description="By state, those that there are.")
    order_count: int
    coupons: CouponsOut
    points: PointsStanding
    level: str | None = Field(description="Its code; `GET /v1/me/level` says more.")
    favourites: int
    history: int
