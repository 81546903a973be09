"""All parts of a bundle into a cart, or none. They are lines like any others: the bundle's price comes off while all of them are there."""

from __future__ import annotations

from functions.catalog import sellables
from functions.orders.carts.cart_checks import as_line
from functions.orders.carts.carts import CodeEdit, sold
from functions.orders.model.cart import Cart, add_line
from functions.promotions import bundle_called
from functions.shared.outside import clock, fresh
from functions.shared.plain.errors import Invalid, NotFound


def with_bundle(bundle_id: str, quantity: int) -> CodeEdit:
    """Raises NotFound; Invalid (422): `wrong_currency`, `unknown_variant`, `quantity_limit`, `too_many_lines`; Conflict (409):
    `unpublished`."""

    def edit(cart: Cart) -> Cart:
        rule = bundle_called(bundle_id, clock.now())
        if rule.currency != cart.currency:
            raise Invalid.field("/bundle_id", "wrong_currency", f"The cart is in {cart.currency}, the bundle is sold in {rule.currency}.")
        found = sellables([variant_id for variant_id, _ in rule.components], currency=cart.currency)
        if any(not part.visibility.is_open for part in found.values()):
            raise NotFound("There is no such bundle.")
        for variant_id, pieces in rule.components:
            part = sold(found.get(variant_id), cart.currency)
            cart = add_line(cart, as_line(part, line_id=fresh.new_id("line"), quantity=pieces * quantity))
        return cart

    return edit
