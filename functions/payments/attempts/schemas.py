"""What callers send to and get from payments."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.payments.attempts.methods import PaymentMethodView
from functions.payments.model.capture import Capture, CaptureStatus
from functions.payments.model.declined import advice
from functions.payments.store.next_actions import NOTHING, action_of
from functions.payments.store.records import PaymentRecord
from functions.payments.store.repository import attempt_of
from functions.shared.contact.web import WebAddress
from functions.shared.http.validation import Metadata, MoneyModel, Price, Schema, Text
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import Money
from functions.shared.plain.pages import MAX_LIMIT

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,32}$")]


class StartPayment(Schema):
    """`provider`, or `payment_method_id`: one of the caller's own kept ways to pay (`GET /v1/me/payment_methods`)."""

    provider: Code | None = Field(default=None, examples=["sandbox"])
    payment_method_id: Text | None = Field(
        default=None, examples=[None], description="Pay without entering it again. The bank may still ask the payer."
    )
    save: bool = Field(
        default=False, description="Its payer agrees that the provider's token of how they pay is kept for their later payments."
    )
    method: Code | None = Field(default=None, examples=["wallet"])
    capture: Literal["auto", "manual"] = Field(
        default="auto", description="`manual`: the money is held now and taken when the goods are shipped, or by staff before."
    )
    return_url: WebAddress | None = Field(
        default=None, examples=["https://shop.example.com/orders"], description="Where the provider sends the customer afterwards."
    )
    payer_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,128}$")] | None = Field(
        default=None,
        examples=["oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"],
        description="The customer's id at the provider, where a method needs it (`openid` for WeChat Pay jsapi).",
    )
    metadata: Metadata = Field(default_factory=dict, description="Public: whoever may see the payment sees it, and events tell it.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.provider is None) == (self.payment_method_id is None):
            raise PydanticCustomError("one_way", "Send `provider` or `payment_method_id`.", {"at": "provider"})
        if self.payment_method_id is not None and (self.save or self.method is not None):
            raise PydanticCustomError("one_way", "What is kept says its method, and is kept.", {"at": "payment_method_id"})
        return self


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
    capture: str = Field(description="auto, manual or on_delivery.")
    authorized_amount: MoneyModel = Field(description="What is or was held, or promised on delivery.")
    captured: MoneyModel
    refunded: MoneyModel
    refund_pending: MoneyModel = Field(description="What is to be given back and is not gone yet.")
    next_action: NextActionView
    failure: str | None = Field(default=None, description="Why it failed, as a stable code.")
    advice: str | None = Field(
        default=None, description="What to do after a failure: retry, other_method, contact_bank, or none when the time to pay is over."
    )
    created_at: str
    expires_at: str
    payment_deadline: str = Field(description="Until when it can be paid: later than before where its method takes days.")
    metadata: dict[str, str] = Field(default={})


class Paged(Schema):
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = MAX_LIMIT
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None


class PaymentList(Schema):
    data: list[PaymentView]
    next_cursor: str | None = None


class StaffPaymentView(PaymentView):
    version: int = Field(description="For If-Match.")
    order_number: str
    private_metadata: dict[str, str] = Field(default={})


class StaffPaymentList(Schema):
    data: list[StaffPaymentView]
    next_cursor: str | None = None


class PaymentMethodList(Schema):
    """`amount` is what is to be paid as things stand. `reason`: why there is no method: nothing_to_pay (it costs nothing, or is paid) |
    cart_empty | order_not_payable (over, or too late) | no_method (none takes this amount, currency and country); null when there is one.
    `next_steps` as in the cart; of an order `pay` while it can be paid."""

    data: list[PaymentMethodView]
    next_cursor: str | None = None
    amount: MoneyModel
    reason: str | None
    next_steps: list[str]


class MethodsOnDevice(Schema):
    """`device` leaves out what makes no sense there."""

    device: Literal["desktop", "mobile", "app", "wechat", "alipay"] | None = None


class MethodsOfOrder(MethodsOnDevice):
    """`order` is the order's id."""

    order: Text = Field(examples=["ord_01JD0000000000000000000000"])


class CaptureWish(Schema):
    """Without `amount`, all that is authorised and not captured. `final`: no more will be taken, the rest is let go; a provider that
    captures once does that in any case, so there less than all is refused (409 `capture_would_release`) without it."""

    amount: Price | None = None
    final: bool = False


class CaptureView(Schema):
    """status: pending, succeeded or failed; the payment shows what is captured."""

    id: str
    payment_id: str
    status: str
    amount: MoneyModel
    created_at: str


class VoidView(Schema):
    """status: `voiding` until the provider has done it; then the payment is `voided`, or stays `captured` where a part was taken.
    `released`: what of held money is let go."""

    payment_id: str
    status: str
    released: MoneyModel | None = None


class AskedPayments(Paged):
    """`order` is an order's id: its payments, oldest first. Without one those of the shop, newest first."""

    order: Text | None = Field(default=None, examples=["ord_01JD0000000000000000000000"])
    status: Literal["pending", "failed", "authorized", "voided", "captured"] | None = None
    provider: Code | None = Field(default=None, examples=["sandbox"])


class RecordReceipt(Schema):
    """`receipt` is the bank's number of the incoming transfer: it counts once for the whole shop, however it is typed."""

    receipt: Annotated[Text, StringConstraints(max_length=100)] = Field(examples=["2025-0001"])
    amount: Price


class ReceiptView(Schema):
    payment_id: str
    receipt: str
    status: str
    amount: MoneyModel


def payment_view(record: PaymentRecord) -> PaymentView:
    return PaymentView(**_shown(record))


def staff_payment_view(record: PaymentRecord) -> StaffPaymentView:
    attempt = attempt_of(record)
    own = {"order_number": attempt.order_number, "private_metadata": attempt.private_metadata}
    return StaffPaymentView(**_shown(record), version=int(record.version), **own)


def _shown(record: PaymentRecord) -> dict[str, Any]:
    attempt = attempt_of(record)
    action = action_of(record) if record.status == "pending" else NOTHING
    currency = attempt.money.currency
    failure = (record.failure or "declined") if record.status == "failed" else None
    return {
        "id": attempt.id,
        "order_id": attempt.order_id,
        "provider": attempt.provider,
        "method": attempt.method,
        "status": record.status,
        "reference": attempt.reference,
        "amount": MoneyModel.of(attempt.money),
        "capture": attempt.capture,
        "authorized_amount": MoneyModel.of(Money(int(record.authorized), currency)),
        "captured": MoneyModel.of(Money(int(record.captured), currency)),
        "refunded": MoneyModel.of(Money(int(record.refunded), currency)),
        "refund_pending": MoneyModel.of(Money(int(record.refunding), currency)),
        "next_action": NextActionView(kind=action.kind, url=action.url, params=action.params),
        "failure": failure,
        "advice": advice(failure, now=times.iso(clock.now()), pay_until=attempt.expires_at) if failure else None,
        "created_at": attempt.created_at,
        "expires_at": attempt.expires_at,
        "payment_deadline": attempt.expires_at,
        "metadata": attempt.metadata,
    }


def capture_view(capture: Capture) -> CaptureView:
    return CaptureView(
        id=capture.id,
        payment_id=capture.payment_id,
        status=CaptureStatus.PENDING.value,
        amount=MoneyModel.of(capture.money),
        created_at=capture.created_at,
    )
