"""The last word before an order is written is the validation hook's, if there is one."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.carts.quote import Quote
from functions.orders.hooks.in_flow import InFlow
from functions.shared.auth.caller import Caller
from functions.shared.places import place_of


def check_allowed(quote: Quote, caller: Caller) -> Quote:
    """The quote, with what became of the hook. Raises Invalid (422 `order_refused`) with what it says, HookUnavailable (503)."""
    hooks, cart, totals = InFlow(), quote.cart, quote.breakdown.totals
    goes_to = place_of(cart.goes_to) if cart.goes_to else None
    hooks.check(
        {
            "cart_id": cart.id,
            "customer_id": caller.id or cart.customer_id,
            "channel": caller.channel or "web",
            "currency": cart.currency,
            "country": goes_to.country if goes_to else "",
            "subdivision": goes_to.subdivision if goes_to else "",
            "delivery": {"id": quote.delivery.id, "fee": quote.delivery.fee} if quote.delivery else None,
            "codes": [coupon.code for coupon in cart.coupons],
            "lines": [
                {
                    "id": checked.line.line_id,
                    "variant_id": checked.line.variant_id,
                    "product_id": checked.line.product_id,
                    "sku": checked.line.sku,
                    "quantity": checked.line.quantity,
                    "unit_price": checked.line.unit_price,
                    "total": priced.total,
                }
                for checked, priced in zip(quote.lines, quote.breakdown.lines, strict=True)
            ],
            "totals": {name: getattr(totals, name) for name in ("subtotal", "discount", "shipping", "tax", "total")},
        }
    )
    return replace(quote, hooks={**quote.hooks, **hooks.outcomes})
