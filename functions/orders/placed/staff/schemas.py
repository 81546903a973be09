"""What order operations of staff answer."""

from __future__ import annotations

from pydantic import Field

from functions.orders.model.plans.allocation import Rule
from functions.orders.model.plans.plan import Waits
from functions.orders.model.review.review import Decision
from functions.orders.placed.amendment_schemas import PriceOverrideOut
from functions.orders.placed.schemas import OrderDetail, OrderLineOut, OrderSummaryOut
from functions.orders.placed.timeline.schemas import ActorOut
from functions.shared.fields.custom_fields import FieldsOut
from functions.shared.http.validation import MoneyModel, Schema


class OptionTextOut(Schema):
    name: dict[str, str]
    value: dict[str, str]


class AdminOrderLineOut(OrderLineOut):
    title: dict[str, str]  # type: ignore[assignment]
    option_texts: dict[str, OptionTextOut] = Field(default={}, description="By option: its name and its value in further languages.")
    category_id: str | None
    price_override: PriceOverrideOut | None = None


class WaitingPieces(Schema):
    line_id: str
    quantity: int
    reason: Waits


class OrderAllocation(Schema):
    """From where it is sent, in short; `GET …/plan` tells all. `reason`: the rule that decided."""

    reason: Rule
    warehouses: list[str]
    waiting: list[WaitingPieces] = Field(description="Pieces that can be sent from nowhere yet.")


class ReviewCauseOut(Schema):
    """A rule that held it, as it was then."""

    code: str
    reason: str


class ReviewOut(Schema):
    """Why it is or was on hold: `causes` are rules, `reason` is what staff wrote. `decision` is null while it is; ended: nothing of the
    order was left to send, so nobody had to decide."""

    held_at: str
    held_by: ActorOut
    causes: list[ReviewCauseOut]
    reason: str
    decision: Decision | None
    decided_at: str | None
    decided_by: ActorOut | None
    note: str
    decide_by: str | None = Field(None, description="Then `at_deadline` is done, if nobody has decided.")
    at_deadline: str | None = None


class CompensationOut(Schema):
    """Goodwill: kind is money or coupon."""

    id: str
    kind: str
    amount: MoneyModel
    reason: str
    given_at: str
    given_by: str


class PaymentRiskOut(Schema):
    """How a payment was judged, from 0 to 100. `verdict`: what was done for its sake (hold, decline); null where nothing was."""

    payment_id: str
    score: int
    reasons: list[str]
    verdict: str | None


class AsItWasOut(Schema):
    """`as_today`: fields that no event of the order tells, which are as they are now."""

    at: str
    as_today: list[str] = Field(examples=[["version", "metadata", "private_metadata", "custom_fields", "tags"]])


class AdminOrderOut(OrderDetail):
    as_it_was: AsItWasOut | None = Field(None, description="With `at`: this is the order of then.")
    risk: list[PaymentRiskOut] | None = Field(None, description="For whom may review orders: those of its payments that were judged.")
    channel: str
    language: str
    cart_id: str
    hooks: dict[str, str] = Field(
        default={},
        description="What became of the hooks that had a say in it (ADR 96): `answered`, or `own`, the shop's own calculation.",
        examples=[{"price": "answered", "tax": "own"}],
    )
    allocation: OrderAllocation | None = Field(None, description="Null until the order is planned.")
    reviews: list[ReviewOut] = Field(default=[], description="Why it is or was on hold, newest first.")
    compensations: list[CompensationOut] = Field(default=[], description="What was given by goodwill, oldest first.")
    lines: list[AdminOrderLineOut]
    private_metadata: dict[str, str] = Field(default={})
    custom_fields: FieldsOut = Field(default={})
    tags: list[str] = Field(default=[], description="What staff find it by.")


class AdminOrderSummaryOut(OrderSummaryOut):
    tags: list[str] = Field(default=[], description="What staff find it by.")


class AdminOrdersOut(Schema):
    data: list[AdminOrderSummaryOut]
    next_cursor: str | None = None
