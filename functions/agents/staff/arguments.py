"""What staff's tools take. The shop's API looks at all of it again; this tells an agent what there is to say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.shared.http.validation import Schema

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,99}$")]
Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Count = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class PageIn(Schema):
    limit: Annotated[int, Field(strict=True, ge=1, le=50)] = 20
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None


class FindOrdersIn(PageIn):
    q: Short | None = Field(None, description="A number, an id of an order or customer, an e-mail address, a telephone number, or a SKU.")
    status: Short | None = Field(None, description="One, or several with commas.")
    payment_status: Short | None = None
    tag: Short | None = None
    start: Day | None = Field(None, alias="from", description="Placed from this day on.")
    end: Day | None = Field(None, alias="to", description="Placed until the end of this day.")


class OrderIn(Schema):
    id: Id


class ExceptionsIn(PageIn):
    kind: Short | None = None
    order: Id | None = None
    older_than_hours: Annotated[int, Field(strict=True, ge=0, le=24 * 3660)] | None = None


class FindProductsIn(PageIn):
    q: Short
    status: Literal["draft", "published", "unpublished", "archived"] | None = None


class ProductIn(Schema):
    id: Id


class ReviewsIn(PageIn):
    id: Id


class VariantIn(Schema):
    variant_id: Id = Field(description="Or its SKU.")


class LowStockIn(PageIn):
    cover: Literal["gone", "short"] = Field("short", description="gone: nothing is left. short: what is left lasts less than 14 days.")


class ReportIn(Schema):
    report: Literal[
        "campaigns", "coupons", "couriers", "funnel", "live", "payments", "process_times", "product_health", "sales", "search_words",
        "turnover",
    ]  # fmt: skip
    start: Day | None = Field(None, alias="from", description="Every report but live needs both days.")
    end: Day | None = Field(None, alias="to")
    by: Annotated[list[Short], Field(max_length=2)] | None = Field(None, description="Of sales: channel, category, product …")
    grain: Literal["day", "week", "month"] | None = Field(None, description="Of sales.")
    limit: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    cursor: Annotated[str, StringConstraints(max_length=1000)] | None = None


class NoteIn(OrderIn):
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    idempotency_key: Annotated[str, StringConstraints(min_length=16, max_length=255)] | None = Field(
        None, description="The same for each try of the same note."
    )


class ConfirmedIn(Schema):
    confirm_token: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        None, description="From the call that told what would happen."
    )


class HoldIn(OrderIn, ConfirmedIn):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class ReleaseIn(OrderIn, ConfirmedIn):
    note: Annotated[str, StringConstraints(max_length=500)] = ""


class CancelIn(OrderIn, ConfirmedIn):
    reason: Literal["staff", "fraud"] = "staff"


class AmountIn(Schema):
    amount: Annotated[int, Field(strict=True, ge=0)] = Field(description="In the currency's smallest unit.")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class RefundLineIn(Schema):
    line_id: Id
    quantity: Count | None = None
    amount: AmountIn | None = None


class RefundIn(OrderIn, ConfirmedIn):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    amount: AmountIn | None = Field(None, description="Or lines and shipping; without all of them everything that is left goes back.")
    lines: Annotated[list[RefundLineIn], Field(max_length=200)] | None = None
    shipping: AmountIn | None = None
    restock: bool = True


class AdjustIn(VariantIn, ConfirmedIn):
    delta: Annotated[int, Field(strict=True, ge=-1_000_000, le=1_000_000)] = Field(description="Pieces that come or, below zero, go.")
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    warehouse_id: Id = "main"
    bin: Annotated[str, StringConstraints(max_length=40)] = ""


class PublishIn(ProductIn, ConfirmedIn):
    pass
