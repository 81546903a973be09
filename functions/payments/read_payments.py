"""Payments as their payer or staff may see them: whoever may see the order, may see its payments."""

from __future__ import annotations

from dataclasses import dataclass

from functions.orders import payable
from functions.payments.cash_on_delivery import CASH_ON_DELIVERY, not_on_delivery
from functions.payments.offering import fitting_methods, refused
from functions.payments.payment_settings import payment_settings
from functions.payments.providers import provider_codes, provider_named
from functions.payments.records import PaymentRecord
from functions.payments.repository import attempt_of, find_payment, payments_of
from functions.shared.auth.caller import Caller
from functions.shared.errors import NotFound
from functions.shared.pages import Page


@dataclass(frozen=True)
class Offer:
    provider: str
    method: str


def payment_for(payment_id: str, *, caller: Caller, order_token: str | None) -> PaymentRecord:
    """Raises NotFound for an unknown payment and for a stranger alike."""
    record = find_payment(payment_id)
    if record is None:
        raise NotFound("There is no such payment.")
    try:
        payable(attempt_of(record).order_id, caller=caller, order_token=order_token)
    except NotFound:
        raise NotFound("There is no such payment.") from None
    return record


def payments_for(order_id: str, *, caller: Caller, order_token: str | None, limit: int, cursor: str | None) -> Page[PaymentRecord]:
    """The payments of an order, oldest first."""
    payable(order_id, caller=caller, order_token=order_token)
    return payments_of(order_id, limit=limit, cursor=cursor)


def offers(order_id: str, *, device: str | None, caller: Caller, order_token: str | None) -> list[Offer]:
    """How this order can be paid on the device: by every provider of this stage that takes its amount, currency and country; none
    when there is nothing to pay."""
    order = payable(order_id, caller=caller, order_token=order_token)
    if not order.open:
        return []
    providers, kept = [provider_named(code) for code in provider_codes()], payment_settings()
    return [
        Offer(provider.code, method)
        for provider in providers
        if refused(provider.caps, order.amount, order.country) is None and provider.ready()
        for method in fitting_methods(provider.caps, device)
        if method != CASH_ON_DELIVERY or not_on_delivery(order.amount, kept) is None
    ]
