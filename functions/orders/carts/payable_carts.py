"""Face: what the payments domain needs to know of a cart to say how its order could be paid."""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.carts.cart_repository import Visitor, changeable, read_cart
from functions.orders.carts.carts import promoted_state
from functions.shared.auth.caller import Caller
from functions.shared.places import place_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.plain.money import Money


@dataclass(frozen=True)
class PayableCart:
    """`amount` is what would be left to pay of its order, without what gift cards and credit pay; `empty`: nothing is in it yet.
    `next_steps` as in the cart. `takes_cash`: whether it can be paid where it is handed over. `methods`: those of its market; none: all."""

    amount: Money
    country: str
    empty: bool
    next_steps: Sequence[str]
    takes_cash: bool = True
    methods: Sequence[str] = ()


def payable_cart(cart_id: str, *, caller: Caller, cart_token: str | None) -> PayableCart:
    """The cart as its visitor sees it. Raises NotFound, Conflict (409): `address_missing`, `cart_already_placed`, `cart_merged`.
    Two requests."""
    visitor = Visitor(caller, cart_token)
    record = read_cart(cart_id, visitor)
    cart = changeable(record, None)
    if cart.address is None and not cart.nothing_to_send:
        raise Conflict("Set the address first: how it can be paid depends on the country.", code="address_missing")
    state = promoted_state(record, visitor)
    to_pay = Money(state.quote.to_pay, cart.currency)
    quote = state.quote
    country = place_of(where).country if (where := cart.address or quote.sold_to) else ""
    return PayableCart(to_pay, country, cart.is_empty, state.next_steps, quote.takes_cash, quote.payment_methods)
