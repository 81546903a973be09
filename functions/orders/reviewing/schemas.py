"""Orders on hold, as staff decide about them and list them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.orders.model.review.review import Review
from functions.orders.model.states import PaymentStatus, Status
from functions.orders.placed.staff.schemas import ReviewCauseOut
from functions.orders.placed.timeline.schemas import ActorOut
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord
from functions.shared.http.validation import LongText, MoneyModel, Schema, Text
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.pages import Page

Note = Annotated[LongText, StringConstraints(max_length=1000, strip_whitespace=True)]
Reason = Annotated[Text, StringConstraints(strip_whitespace=True)]


class HoldIn(Schema):
    """`reason` is for staff: the buyer reads that the order is being checked."""

    reason: Reason = Field(examples=["The buyer asked us to wait for another address."])


class ReleaseIn(Schema):
    note: Note = Field("", examples=["Called the buyer; the order is theirs."])


class RejectIn(Schema):
    """`reason` is the order's `cancel_reason`, which its buyer sees."""

    note: Note = Field("", examples=["The card was stolen."])
    reason: Literal["staff", "fraud"] = "staff"


class OnHoldOut(Schema):
    """`minutes`: for how long it is on hold. Held by rules it has `causes`, by staff a `reason`."""

    order_id: str
    number: str
    status: Status
    payment_status: PaymentStatus
    total: MoneyModel
    customer_id: str | None
    placed_at: str
    held_at: str
    minutes: int
    held_by: ActorOut
    causes: list[ReviewCauseOut]
    reason: str
    decide_by: str | None = Field(None, description="Then it ends or goes on by itself (`at_deadline`), if nobody has decided.")
    at_deadline: str | None = None


class OrdersOnHoldOut(Schema):
    data: list[OnHoldOut]
    next_cursor: str | None = None


def on_hold_view(page: Page[tuple[Review, OrderRecord]]) -> OrdersOnHoldOut:
    return OrdersOnHoldOut(data=[_row(review, record) for review, record in page.data], next_cursor=page.next_cursor)


def _row(review: Review, record: OrderRecord) -> OnHoldOut:
    order = order_of(record)
    return OnHoldOut(
        order_id=order.id,
        number=order.number,
        status=Status(record.status),
        payment_status=PaymentStatus(record.payment_status),
        total=MoneyModel.shown(order.totals.total, order.currency),
        customer_id=order.customer_id,
        placed_at=order.placed_at,
        held_at=review.held_at,
        minutes=int((clock.now() - times.parse(review.held_at)).total_seconds() // 60),
        held_by=ActorOut(kind=review.held_by.kind, id=review.held_by.id or None),
        causes=[ReviewCauseOut(code=one.code, reason=one.reason) for one in review.causes],
        reason=review.reason,
        decide_by=review.decide_by or None,
        at_deadline=review.at_deadline or None,
    )
