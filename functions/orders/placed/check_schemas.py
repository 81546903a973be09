"""The last nightly check of orders, as staff read it."""

from __future__ import annotations

from pydantic import Field

from functions.shared.http.validation import Schema


class OrderDifferenceOut(Schema):
    order_id: str
    finding: str = Field(examples=["payment status is paid, its payments say partially_refunded"])


class OrderCheckOut(Schema):
    started_at: str
    finished_at: str = Field(description="Empty while it runs, and when it died on the way.")
    complete: bool = Field(description="Whether all orders of the last three months were looked at; else the next run goes on.")
    checked: int
    difference_count: int
    differences: list[OrderDifferenceOut] = Field(description="The first 100.")
