"""Refunds as staff ask for them and read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from functions.payments.model.refund import Refund
from functions.payments.model.refund_parts import LineWish, RefundWish
from functions.shared.http.validation import Metadata, MoneyModel, Price, Schema, Text
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import Money


class RefundLine(Schema):
    """So many pieces, so much of the line's price (with the pieces that come back), or without both all that is left of the line."""

    line_id: Text = Field(examples=["line_01JD0000000000000000000000"])
    quantity: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None = None
    amount: Price | None = None


class RequestRefund(Schema):
    """Either `amount`, or `lines` and `shipping`; without all of them, everything that is left. Lines that cost nothing go back by 0."""

    amount: Price | None = None
    lines: list[RefundLine] = Field(default_factory=list, max_length=200)
    shipping: Price | None = None
    reason: Text
    metadata: Metadata = Field(default_factory=dict, description="Public: events tell it.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")
    to: Literal["store_credit"] | None = Field(
        default=None,
        description="As credit of the order's customer; null: back as it was paid, first what came from outside the shop, "
        "then to gift cards, then as credit.",
    )
    restock: bool = Field(default=True, description="Whether pieces that have not left go back on sale; they are not sent either way.")

    def wish(self) -> RefundWish:
        """Raises Invalid (422 `refunds_nothing`) for a 0, or a list of no lines, that is all there is."""
        if "lines" in self.model_fields_set and not self.lines and self.amount is None and self.shipping is None:
            raise Invalid.field("/lines", "refunds_nothing", "No line goes back. Without `lines` all that is left does.")
        for name, money in (("amount", self.amount), ("shipping", self.shipping)):
            if money is not None and not money.amount and not self.lines:
                raise Invalid.field(f"/{name}/amount", "refunds_nothing", "Nothing goes back by 0. Without amounts all that is left does.")
        lines = tuple(LineWish(line.line_id, line.quantity, line.amount.amount if line.amount else None) for line in self.lines)
        return RefundWish(self.amount.amount if self.amount else None, lines, self.shipping.amount if self.shipping else None)

    def currency(self) -> str | None:
        """The one currency of all amounts, None without any. Raises Invalid for several."""
        amounts = [money for money in (self.amount, self.shipping, *(line.amount for line in self.lines)) if money]
        named = {money.currency for money in amounts}
        if len(named) > 1:
            raise Invalid.field("/amount/currency", "currency_mismatch", "All amounts are in the order's currency.")
        return named.pop() if named else None


class RefundPartView(Schema):
    """kind: line, shipping or amount."""

    kind: str
    line_id: str | None = None
    quantity: int | None = None
    amount: MoneyModel


class RefundView(Schema):
    """status: pending, succeeded or failed. origin: shop, or provider for one made in its own console. `by_hand`: pending until finance
    confirm that they sent it (`/v1/admin/payment_tasks`, under the same id). `payment_id` is empty where nothing but pieces of price 0
    goes back: no money moves, and it has succeeded at once."""

    id: str
    payment_id: str
    order_id: str
    status: str
    amount: MoneyModel
    parts: list[RefundPartView]
    reason: str
    retry_of: str | None = None
    origin: str = "shop"
    by_hand: bool = False
    to: str | None = Field(default=None, description="`store_credit` where it went there instead.")
    created_at: str
    metadata: dict[str, str] = Field(default={})
    private_metadata: dict[str, str] = Field(default={})
    version: int = Field(default=1, description="For If-Match where notes are kept on it.")


class MadeRefund(RefundView):
    """`others`: the refunds of further payments, where one could not bear it all."""

    others: list[RefundView] = Field(default_factory=list)


class RefundShare(Schema):
    """`by_hand`: finance must send it themselves."""

    payment_id: str
    amount: MoneyModel
    by_hand: bool


class RefundPreview(Schema):
    """`parts`: the pieces and the money of each line, shipping, or an amount; `left`: what could be given back after it; `payments`: which
    bear it."""

    amount: MoneyModel
    left: MoneyModel
    parts: list[RefundPartView]
    payments: list[RefundShare]


class RefundList(Schema):
    data: list[RefundView]
    next_cursor: str | None = None


def refund_preview(refunds: Sequence[Refund], left: Money) -> RefundPreview:
    shares = [
        RefundShare(payment_id=one.payment_id, amount=MoneyModel.of(one.money), by_hand=one.by_hand) for one in refunds if one.payment_id
    ]
    return RefundPreview(
        amount=MoneyModel.shown(sum(one.money.amount for one in refunds), left.currency),
        left=MoneyModel.of(left),
        parts=[part for one in refunds for part in _parts(one)],
        payments=shares,
    )


def refund_view(refund: Refund, status: str = "", version: int = 1) -> RefundView:
    return RefundView(**_refund_fields(refund, status or refund.first_status), version=version)


def made_refund(refunds: Sequence[Refund]) -> MadeRefund:
    first, *others = refunds
    return MadeRefund(**_refund_fields(first, first.first_status), others=[refund_view(other) for other in others])


def _parts(refund: Refund) -> list[RefundPartView]:
    return [
        RefundPartView(
            kind=part.kind,
            line_id=part.line_id or None,
            quantity=part.quantity or None,
            amount=MoneyModel.shown(part.amount, refund.money.currency),
        )
        for part in refund.parts
    ]


def _refund_fields(refund: Refund, status: str) -> dict[str, Any]:
    return {
        "id": refund.id,
        "payment_id": refund.payment_id,
        "order_id": refund.order_id,
        "status": str(status),
        "amount": MoneyModel.of(refund.money),
        "parts": _parts(refund),
        "reason": refund.reason,
        "retry_of": refund.retry_of or None,
        "to": refund.to or None,
        "origin": refund.origin,
        "by_hand": refund.by_hand,
        "created_at": refund.created_at,
        "metadata": refund.metadata,
        "private_metadata": refund.private_metadata,
    }
