"""Goodwill as staff give and read it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.payments.model.compensation import Compensation, CompensationKind
from functions.shared.http.input_types import PlainText
from functions.shared.http.validation import Currency, MoneyModel, Schema
from functions.shared.plain.money import Money


class Given(MoneyModel):
    """Something, not nothing."""

    amount: int = Field(strict=True, ge=1, le=999_999_999_999, examples=[1000])
    currency: Currency = Field(examples=["CNY"])


class CompensationIn(Schema):
    """kind points is refused as long as the shop has none."""

    kind: CompensationKind
    amount: Given
    reason: Annotated[PlainText, StringConstraints(max_length=500)] = Field(examples=["The parcel was a week late."])


class CompensationOut(Schema):
    """`refunds`: by which the money goes. `code`: of the coupon, which its buyer is told by mail."""

    id: str
    order_id: str
    kind: CompensationKind
    amount: MoneyModel
    reason: str
    given_by: str
    roles: list[str]
    given_at: str
    refunds: list[str]
    coupon_id: str | None
    code: str | None
    expires_at: str | None

    @classmethod
    def of(cls, one: Compensation) -> CompensationOut:
        kept = {name: getattr(one, name) for name in ("id", "order_id", "kind", "reason", "given_by", "roles", "given_at", "refunds")}
        empty = {name: getattr(one, name) or None for name in ("coupon_id", "code", "expires_at")}
        return cls(amount=MoneyModel.of(Money(one.amount, one.currency)), **kept, **empty)


class CompensationList(Schema):
    data: list[CompensationOut]
    next_cursor: str | None = None
