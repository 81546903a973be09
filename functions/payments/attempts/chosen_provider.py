"""The provider that somebody wants to pay by, where it takes this payment."""

from __future__ import annotations

from functions.orders import Payable
from functions.payments.model.cash_on_delivery import CASH_ON_DELIVERY, PaymentSettings, not_on_delivery
from functions.payments.model.offering import refused
from functions.payments.model.provider import PaymentProvider
from functions.payments.providers import is_provider, provider_named
from functions.shared.plain.errors import Invalid, Unavailable
from functions.shared.plain.selling.markets import is_allowed


def chosen_provider(code: str, method: str | None, capture: str, order: Payable, shop: PaymentSettings) -> PaymentProvider:
    """Raises Invalid (422) for one that does not fit, Unavailable (503 `provider_unavailable`)."""
    if not is_provider(code):
        raise Invalid.field("/provider", "unsupported_provider", "Use a provider of /v1/payment_methods.")
    provider = provider_named(code)
    if refusal := refused(provider.caps, order.amount, order.country):
        raise Invalid.field("/provider", refusal, "It does not take this order; use a provider of /v1/payment_methods.")
    wanted = method or provider.caps.methods[0]
    if not is_allowed(order.methods, code, wanted):
        raise Invalid.field("/method", "unsupported_in_market", "Not where this order goes; use a method of /v1/payment_methods.")
    if capture == "manual" and not provider.caps.manual_capture:
        raise Invalid.field("/capture", "unsupported_capture", "This provider captures at once.")
    if capture == "manual" and not order.may_hold:
        raise Invalid.field(
            "/capture", "unsupported_capture", "Gift cards are issued once they are paid: nothing is sent that money waits for."
        )
    if wanted == CASH_ON_DELIVERY:
        if not order.takes_cash:
            raise Invalid.field("/method", "point_takes_no_cash", "Nothing can be paid at the pick-up point of this order.")
        if refusal := not_on_delivery(order.amount, shop):
            raise Invalid.field("/method", refusal, "This order cannot be paid on delivery.")
    if not provider.ready():
        raise Unavailable("This provider cannot be used now.", retry_after=60, code="provider_unavailable")
    return provider
