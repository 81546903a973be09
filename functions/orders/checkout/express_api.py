"""Buying in one call."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.customers import default_address
from functions.orders.carts.answers import visitor
from functions.orders.carts.cart_address import sent_to_saved
from functions.orders.carts.schemas import NewLine
from functions.orders.carts.views import preview_view
from functions.orders.carts.whole_cart import Wanted, WantedLine
from functions.orders.checkout.api import language_of
from functions.orders.checkout.express import Express, Expressed, express
from functions.orders.model.cart import MAX_COUPONS, MAX_LINES
from functions.orders.placed.schemas import OrderOut
from functions.orders.placed.views import order_view
from functions.orders.store.records import OrdersTable
from functions.payments import PaymentView
from functions.shared.auth.caller import Caller
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.contact.web import WebAddress
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Currency, Metadata, Schema, Text
from functions.shared.plain.errors import Invalid

express_api = Api("orders")
Code = Annotated[Text, StringConstraints(max_length=100)]


class ExpressOrder(Schema):
    """What is left out is the buyer's default: their address, their kept way to pay, the cheapest delivery to that address. Gift cards
    alone are delivered nowhere: they need none."""

    lines: Annotated[list[NewLine], Field(min_length=1, max_length=MAX_LINES)]
    currency: Currency | None = None
    address_id: Text | None = Field(None, description="One of the address book.")
    payment_method_id: Text | None = Field(None, description="One of `GET /v1/me/payment_methods`.")
    delivery_option_id: Text | None = Field(None, examples=["standard"])
    codes: Annotated[list[Code], Field(max_length=MAX_COUPONS)] = Field([], examples=[["SPRING"]])
    return_url: WebAddress | None = Field(None, description="Where the provider sends the buyer when their bank asks them.")
    metadata: Metadata = Field(default_factory=dict, description="Public. The order takes it over.")


class PaymentRefused(Schema):
    code: str
    detail: str


class ExpressOut(Schema):
    """`payment` as `POST /v1/orders/{id}/payments` answers it: its `next_action` is to be done where the bank asks, `failure` says that it
    was declined. `payment_refused`: the order is placed and waits to be paid in another way. Both null: it costs nothing."""

    order: OrderOut
    payment: PaymentView | None
    payment_refused: PaymentRefused | None


@express_api.operation(
    "POST", "/v1/orders/express", summary="Buy in one call", permission=SIGNED_IN, body=ExpressOrder, response=ExpressOut, status=201,
    idempotent=OrdersTable, headers=("Accept-Language", "X-Device-Id"), verified_only=True,
    errors=[(403, "verification_required"),
            (404, "payment_method_not_found"), (409, "payment_method_expired"), (422, "payment_method_missing"),
            (422, "idempotency_key_missing"), (422, "address_missing"), (422, "unknown_address"), (422, "address_not_covered"),
            (422, "unknown_delivery_option"), (422, "unknown_variant"), (422, "wrong_currency"), (422, "quantity_limit"),
            (422, "incomplete"), (409, "unpublished"), (409, "not_offered"), (409, "out_of_stock"),
            (409, "coupon_unusable"), (409, "promotion_spent"),
            (422, "order_refused"), (503, "hook_unavailable"),
            (503, "payment_outcome_unknown"), (503, "provider_busy"), (503, "provider_unavailable")],
)  # fmt: skip
def buy(req: Request[ExpressOrder, NoQuery]) -> Reply:
    """The same checks, prices and limits as a cart and its order. It needs an Idempotency-Key: repeated with it, also after a 503, the call
    goes on where it was and charges once."""
    if req.key is None:
        raise Invalid.field("/headers/Idempotency-Key", "idempotency_key_missing", "Send one, so that a repetition buys nothing twice.")

    def render(done: Expressed) -> Reply:
        refusal = done.refusal
        shown = ExpressOut(
            order=order_view(done.page, req.languages),
            payment=done.payment,
            payment_refused=PaymentRefused(code=refusal.code, detail=refusal.detail) if refusal else None,
        )
        return Reply(shown, 201)

    asked = Express(
        wanted=_wanted(req.body, req.caller),
        visitor=visitor(req),
        language=language_of(req),
        key=req.key,
        payment_method_id=req.body.payment_method_id,
        address_named=req.body.address_id is not None,
        return_url=req.body.return_url or "",
        client_ip=req.source_ip,
        device=req.headers.get("x-device-id", ""),
    )
    return render(express(asked, show_preview=lambda state: preview_view(state, req.languages).model_dump(), keep=req.remembering(render)))


def _wanted(body: ExpressOrder, caller: Caller) -> Wanted:
    address_id = body.address_id or default_address(caller.id)
    return Wanted(
        currency=body.currency,
        lines=[WantedLine(line.variant_id, line.quantity, line.metadata, line.sent_to) for line in body.lines],
        addressed=sent_to_saved(address_id, caller.id) if address_id else None,
        address_at="/address_id",
        delivery_option_id=body.delivery_option_id,
        codes=body.codes,
        metadata=body.metadata,
        any_delivery=True,
    )
