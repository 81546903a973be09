"""What the report endpoints take and answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import AliasChoices, Field

from functions.reports.model.dimensions import Dimension
from functions.reports.model.measures import net_of, profit_of, tax_of
from functions.reports.model.periods import Grain
from functions.reports.sales.report import Line, Report
from functions.shared.http.validation import Schema, SumModel
from functions.shared.plain import times
from functions.shared.plain.money import Money


class FiguresOut(Schema):
    """They add up over all rows. `orders`: an order counts once, with its greatest line (crossed by coupon or campaign, with the one that
    took
    most); `orders_with`: orders that have some of it. `coupon_off`: what coupons took off, goods and delivery. `refunds`: money that went
    back. `net` is revenue less what refunds and cancellations
    took back, no amount twice; `tax_net` the tax in it, beside the prices or in them; `profit`: `net` without tax, `cost` (of the pieces
    sold,
    as it was when they were) and `fees` (of providers). `uncosted`: pieces sold whose cost nobody knew. What a delivery costs the shop is
    in none of it."""

    orders: int
    orders_with: int
    units: int
    subtotal: SumModel
    discount: SumModel
    coupon_off: SumModel
    shipping: SumModel
    tax: SumModel
    tax_included: SumModel
    revenue: SumModel
    cancelled_orders: int
    cancelled: SumModel
    refunds: SumModel
    units_back: int
    net: SumModel
    tax_net: SumModel
    cost: SumModel
    uncosted: int
    captured: SumModel
    paid_back: SumModel
    disputed: SumModel
    fees: SumModel
    profit: SumModel
    paid_attempts: int
    failed_attempts: int


_COUNTS = frozenset(name for name, field in FiguresOut.model_fields.items() if field.annotation is int)
NAMES = tuple(FiguresOut.model_fields)


class SalesRow(FiguresOut):
    period: str = Field(description="Of the store's, or the time zone's own calendar.", examples=["2025-01-31"])
    start: str
    key: str | None = Field(description="The first dimension's; null for none: what belongs to no product is the delivery.")
    keys: list[str | None] = Field(description="One for each dimension.", examples=[["web", "cat_01JQ0000000000000000000000"]])
    comparison: FiguresOut | None = Field(None, description="Of the period in the same place of what it is compared with.")


class Compared(Schema):
    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2025-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2025-02-01"])
    totals: list[FiguresOut]


class SalesReport(Schema):
    """Periods in which nothing happened are there, with null keys and zeros. `totals` has one entry per currency, of the whole range,
    whatever
    the page. What is shared: an order with several coupons (or campaigns) is shared among them by what each took off. What belongs to the
    order as a whole (delivery, its tax, refunds for nothing in particular) has no product, SKU, category or brand: its key is null."""

    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-02-01"])
    grain: Grain
    by: Dimension = Field(description="The first dimension.")
    dimensions: list[Dimension]
    timezone: str
    data: list[SalesRow]
    totals: list[FiguresOut]
    compared: Compared | None = None
    next_cursor: str | None = None


def figures_of(sums: Mapping[str, int], orders_with: int) -> dict[str, int]:
    """All of them, in minor units and pieces."""
    made = {"orders_with": orders_with, "net": net_of(sums), "tax_net": tax_of(sums), "profit": profit_of(sums)}
    return {name: made[name] if name in made else sums.get(name, 0) for name in NAMES}


def figures_out(sums: Mapping[str, int], currency: str, orders_with: int = 0) -> FiguresOut:
    return FiguresOut(**figures_fields(sums, currency, orders_with))


def is_count(name: str) -> bool:
    return name in _COUNTS


def figures_fields(sums: Mapping[str, int], currency: str, orders_with: int) -> dict[str, Any]:
    known = figures_of(sums, orders_with)
    return {name: amount if name in _COUNTS else SumModel.of(Money(amount, currency)) for name, amount in known.items()}


def sales_row(line: Line) -> SalesRow:
    row = line.row
    keys = [key or None for key in row.keys]
    before = None if line.before is None else figures_out(line.before, row.currency, line.before.get("orders", 0))
    return SalesRow(
        **figures_fields(row.sums, row.currency, row.orders_with), period=row.period, start=line.start, key=keys[0] if keys else None,
        keys=keys, comparison=before,
    )  # fmt: skip


def sales_report(found: Report, lines: Sequence[Line], next_cursor: str | None) -> SalesReport:
    def outs(totals: Mapping[str, Mapping[str, int]]) -> list[FiguresOut]:
        return [figures_out(sums, currency, sums.get("orders", 0)) for currency, sums in totals.items()]

    compared = None
    if found.compared is not None and found.before is not None:
        start, end = times.iso(found.compared.start), times.iso(found.compared.end)
        compared = Compared(start=start, end=end, totals=outs(found.before))
    return SalesReport(
        start=times.iso(found.span.start), end=times.iso(found.span.end), grain=found.span.grain,
        by=found.by[0] if found.by else Dimension.NONE, dimensions=found.by, timezone=found.span.zone,
        data=[sales_row(line) for line in lines], totals=outs(found.totals), compared=compared, next_cursor=next_cursor,
    )  # fmt: skip
