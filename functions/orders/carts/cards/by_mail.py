"""A cart, or an order, of gift cards alone: nothing of it is sent but mails (ADR 170)."""

from __future__ import annotations

from functions.orders.model.cart import Cart
from functions.orders.model.order import DeliveryOption
from functions.orders.model.shipping_rates import DeliveryKind
from functions.shared.plain.postal_address import Address
from functions.shared.plain.settings import settings

BY_MAIL = DeliveryOption("", "", "", 0, "", {"zh": "通过邮件发送", "en": "By e-mail"}, DeliveryKind.NONE)


def without_address(email: str | None) -> Address:
    """Of a buyer who said none: they buy in the country of the shop."""
    country = settings().default_country
    return Address("", "", country, "", "", "", "", email=email, country_code=country)


def is_reached(cart: Cart, customer_id: str | None) -> bool:
    """Whether it is known how its buyer is written to: an address has a telephone number, an account its e-mail."""
    return bool(cart.email or cart.address or customer_id)
