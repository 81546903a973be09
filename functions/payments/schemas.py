"""What callers send to and get from payments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.payments.attempt import NextAction
from functions.payments.records import PaymentRecord
from functions.payments.refund import Refund, RefundStatus
from functions.payments.repository import attempt_of
from functions.shared.money import Money
from functions.shared.records import load
from functions.shared.validation import MoneyModel, Price, Schema, Text

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,32}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00-\x1f]+$", max_length=2048)]


class StartPayment(Schema):
    provider: Code = Field(examples=["sandbox"])
    method: Code | None = Field(default=None, examples=["wallet"])
    return_url: Url | None = Field(
        default=None, examples=["https://shop.example.com/orders"], description="Where the provider sends the customer afterwards."
    )
    payer_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,128}$")] | None = Field(
        default=None,
        examples=["oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"],
        description="The customer's id at the provider, where a method needs it (`openid` for WeChat Pay jsapi).",
    )


class NextActionView(Schema):
    """kind: none, redirect, qr_code, form_post, sdk_params, client_secret or instructions."""

    kind: str = Field(examples=["redirect"])
    url: str | None = None
    params: dict[str, str] = Field(default_factory=dict)


class PaymentView(Schema):
    """status: pending, failed, authorized, voided or captured; what was given back shows in `refunded`."""

    id: str
    order_id: str
    provider: str
    method: str
    status: str
    reference: str = Field(description="The payment's name at the provider.")
    amount: MoneyModel
    captured: MoneyModel
    refunded: MoneyModel
    next_action: NextActionView
    failure: str | None = None
    created_at: str
    expires_at: str


class PaymentList(Schema):
    data: list[PaymentView]
    next_cursor: str | None = None


class PaymentMethodView(Schema):
    provider: str
    method: str
    title: str


class PaymentMethodList(Schema):
    data: list[PaymentMethodView]
    next_cursor: str | None = None


class MethodsOfOrder(Schema):
    """`order` is the order's id; `device` leaves out what makes no sense there."""

    order: Text = Field(examples=["ord_01JD0000000000000000000000"])
    device: Literal["desktop", "mobile", "app", "wechat", "alipay"] | None = None


class OfOrder(Schema):
    """`order` is the order's id."""

    order: Text = Field(examples=["ord_01JD0000000000000000000000"])


class RecordReceipt(Schema):
    """`receipt` is the bank's number of the incoming transfer: the same one counts once."""

    receipt: Annotated[str, StringConstraints(max_length=64, pattern=r"^[\x21-\x7e]+$")] = Field(examples=["2025-0001"])
    amount: Price


class ReceiptView(Schema):
    payment_id: str
    receipt: str
    status: str
    amount: MoneyModel


class RequestRefund(Schema):
    """Without `amount`, everything that is left."""

    amount: Price | None = None
    reason: Text


class RefundView(Schema):
    """status: pending, succeeded or failed."""

    id: str
    payment_id: str
    order_id: str
    status: str
    amount: MoneyModel
    reason: str
    created_at: str


class RefundList(Schema):
    data: list[RefundView]
    next_cursor: str | None = None


def payment_view(record: PaymentRecord) -> PaymentView:
    attempt = attempt_of(record)
    action = load(NextAction, record.next_action) if record.next_action and record.status == "pending" else NextAction("none")
    currency = attempt.money.currency
    return PaymentView(
        id=attempt.id,
        order_id=attempt.order_id,
        provider=attempt.provider,
        method=attempt.method,
        status=record.status,
        reference=attempt.reference,
        amount=MoneyModel.of(attempt.money),
        captured=MoneyModel.of(Money(int(record.captured), currency)),
        refunded=MoneyModel.of(Money(int(record.refunded), currency)),
        next_action=NextActionView(kind=action.kind, url=action.url, params=action.params),
        failure=record.failure if record.status == "failed" else None,
        created_at=attempt.created_at,
        expires_at=attempt.expires_at,
    )


def refund_view(refund: Refund, status: str = RefundStatus.PENDING) -> RefundView:
    return RefundView(
        id=refund.id,
        payment_id=refund.payment_id,
        order_id=refund.order_id,
        status=status,
        amount=MoneyModel.of(refund.money),
        reason=refund.reason,
        created_at=refund.created_at,
    )
