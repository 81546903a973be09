"""How can this be paid? Asked for an order, or for a cart before there is one."""

from __future__ import annotations

from typing import Any

from functions.payments.attempts.methods import method_views
from functions.payments.attempts.offers import Offers, offers_for_cart, offers_for_order
from functions.payments.attempts.schemas import MethodsOfOrder, MethodsOnDevice, PaymentMethodList
from functions.shared.http.operation import Api, Request
from functions.shared.http.validation import MoneyModel

methods_api = Api("payments")


@methods_api.operation(
    "GET",
    "/v1/payment_methods",
    summary="How an order can be paid",
    query=MethodsOfOrder,
    response=PaymentMethodList,
    headers=("X-Order-Token",),
    errors=[(404, "not_found")],
)
def of_order(req: Request[Any, MethodsOfOrder]) -> PaymentMethodList:
    token = req.headers.get("x-order-token")
    return _view(req, offers_for_order(req.query.order, device=req.query.device, caller=req.caller, order_token=token))


@methods_api.operation(
    "GET",
    "/v1/carts/{id}/payment_methods",
    summary="How an order of the cart could be paid",
    query=MethodsOnDevice,
    response=PaymentMethodList,
    headers=("Accept-Language",),
    errors=[(404, "not_found"), (409, "address_missing"), (409, "cart_already_placed"), (409, "cart_merged")],
)
def of_cart(req: Request[Any, MethodsOnDevice]) -> PaymentMethodList:
    """The list that the order would get, by the cart's country and what it would cost now; the delivery fee counts once it is chosen."""
    token = req.headers.get("x-cart-token")
    return _view(req, offers_for_cart(req.path["id"], device=req.query.device, caller=req.caller, cart_token=token))


def _view(req: Request[Any, Any], offers: Offers) -> PaymentMethodList:
    methods = method_views(offers.methods, req.languages)
    return PaymentMethodList(data=methods, amount=MoneyModel.of(offers.amount), reason=offers.reason, next_steps=list(offers.next_steps))
