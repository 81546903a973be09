"""The button of a permalink: its goods become a cart of whoever pressed it, once; until that is ordered, emptied or over, it is theirs."""

from __future__ import annotations

from functions.agents.permalinks.asked import CHANNEL, Permalink
from functions.agents.sessions.checkout import gone
from functions.agents.store.link_carts import cart_of_link, link_put
from functions.orders import Basket, left_cart, look_at_basket, open_basket
from functions.shared.outside.observability import fact
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import OutOfStock
from functions.shared.store.again import again


@dataclass(frozen=True)
class LinkCart:
    """`token`: opens it, only where this press made it."""

    id: str
    token: str = ""


def standing_cart(link: Permalink, buyer: str) -> str:
    """The cart that this buyer has of it; empty for none."""
    cart_id = cart_of_link(buyer, link.goods) if buyer else ""
    return cart_id if cart_id and left_cart(cart_id) is not None else ""


def looked_at(link: Permalink, languages: list[str]) -> Basket:
    """What it costs now; nothing is written. Raises what a whole cart refuses of its lines, OutOfStock where none can be bought."""
    basket = look_at_basket(link.wish, channel=CHANNEL, languages=languages)
    if all(gone(line.notices) for line in basket.shown.lines):
        raise OutOfStock([line.variant_id for line in basket.shown.lines])
    return basket


def pressed(link: Permalink, buyer: str, languages: list[str]) -> LinkCart:
    """`buyer`: a secret of their browser. Raises as `looked_at` does."""

    def attempt() -> LinkCart:
        before = cart_of_link(buyer, link.goods)
        if before and left_cart(before) is not None:
            return LinkCart(before)
        looked_at(link, languages)
        basket = open_basket(
            link.wish, channel=CHANNEL, languages=languages, besides=lambda cart_id: [link_put(buyer, link.goods, before, cart_id)]
        )
        fact("agent.link_pressed", cart_id=basket.shown.cart_id)
        return LinkCart(basket.shown.cart_id, basket.token or "")

    return again(attempt)
