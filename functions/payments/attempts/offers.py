"""How a cart or an order can be paid: by every provider of this stage that takes its amount, currency and country."""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders import Payable, PayableCart, payable, payable_cart
from functions.payments.attempts.methods import Method, methods_for
from functions.payments.store.payment_settings import payment_settings
from functions.shared.auth.caller import Caller
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


@dataclass(frozen=True)
class Offers:
    """`reason`: why there is none, as a stable code."""

    amount: Money
    methods: Sequence[Method]
    reason: str | None
    next_steps: Sequence[str]


def offers_for_order(order_id: str, *, device: str | None, caller: Caller, order_token: str | None) -> Offers:
    """Raises NotFound."""
    order = payable(order_id, caller=caller, order_token=order_token)
    if not order.open:
        return Offers(order.amount, [], "order_not_payable" if order.amount.amount > 0 else "nothing_to_pay", [])
    return _offers(order, device, ["pay"])


def offers_for_cart(cart_id: str, *, device: str | None, caller: Caller, cart_token: str | None) -> Offers:
    """What its order would be offered. Raises NotFound, and Conflict (409) as `payable_cart` does."""
    cart = payable_cart(cart_id, caller=caller, cart_token=cart_token)
    if cart.empty or cart.amount.amount == 0:
        return Offers(cart.amount, [], "cart_empty" if cart.empty else "nothing_to_pay", cart.next_steps)
    return _offers(cart, device, cart.next_steps)


def _offers(of: Payable | PayableCart, device: str | None, next_steps: Sequence[str]) -> Offers:
    methods = methods_for(of.amount, of.country, device, payment_settings(), takes_cash=of.takes_cash, allowed=of.methods)
    return Offers(of.amount, methods, None if methods else "no_method", next_steps)
