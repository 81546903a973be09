"""HTTP operations for staff: how people buy, by segment."""

from __future__ import annotations

from pydantic import Field

from functions.reports.buyers.purchases import PurchasesBy, Some, in_order, purchases
from functions.reports.files.answers import FILES, TOO_MANY, Table, flat, told
from functions.reports.files.asking import WRONG, ComparedQuery, RangeOut, range_of
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.http.validation import Schema

purchases_api = Api("reports")
_NONE = Some(0, 0)


class PurchasesQuery(ComparedQuery):
    by: PurchasesBy = Field(PurchasesBy.ORDERS_PER_CUSTOMER, description="What orders are told apart by, within each segment.")


class PurchasesRow(Schema):
    """`key`: how many orders the buyer paid in the range; the hour of the day of the store (00 to 23); what the order came to when it was
    paid, from so many minor units up to the next of 1, 2, 5, 10 …; or the provider of the payment."""

    key: str = Field(examples=["2"])
    segment: str = Field(description="The buyer's of `rfm` in this range; unknown: guests, or nothing is left.", examples=["loyal"])
    orders: int
    buyers: int = Field(description="People with an account; by anything but `orders_per_customer` they do not add up.")
    orders_before: int | None = Field(None, description="Of the same key and segment, in the range that it is compared with.")


class PurchasesReport(RangeOut):
    """Orders that were paid in the range, also those that were taken back later. Where there are none is no row; rows add up to `orders`,
    which is that of the sales report."""

    by: PurchasesBy
    currency: str
    rows: list[PurchasesRow]
    orders: int
    orders_before: int | None = None
    compared: RangeOut | None = None


@purchases_api.operation(
    "GET", "/v1/admin/reports/purchases", summary="How people buy", permission="reports.read", query=PurchasesQuery,
    response=PurchasesReport, scope=WHOLE_SHOP, errors=[*WRONG, TOO_MANY], own_answers=FILES,
)  # fmt: skip
def get_purchases(req: Request[NoBody, PurchasesQuery]) -> Reply:
    """Orders by how many their buyer paid, by hour of the day, value or payment method, each by segment. Nobody is named."""
    span, currency = req.query.asked()
    compared = span.compared(req.query.compare) if req.query.compare else None
    now = purchases(span, currency, req.query.by)
    before = purchases(compared, currency, req.query.by) if compared else None
    places = sorted({*now, *(before or ())}, key=lambda place: in_order(*place))
    rows = [
        PurchasesRow(
            key=key, segment=segment, **vars(now.get((key, segment), _NONE)),
            orders_before=None if before is None else before.get((key, segment), _NONE).orders,
        )
        for key, segment in places
    ]  # fmt: skip

    def said() -> PurchasesReport:
        return PurchasesReport(
            **range_of(span), by=req.query.by, currency=currency, rows=rows, orders=sum(row.orders for row in rows),
            orders_before=None if before is None else sum(one.orders for one in before.values()),
            compared=RangeOut(**range_of(compared)) if compared else None,
        )  # fmt: skip

    return told(req, said, lambda: Table("purchases", list(PurchasesRow.model_fields), rows, lambda some: map(flat, some)))
