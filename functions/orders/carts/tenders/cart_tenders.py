"""Gift cards and credit in a cart. How much they pay is the preview's business; here they are only kept."""

from __future__ import annotations

from dataclasses import replace

from functions.loyalty import open_card
from functions.orders.carts.carts import CodeEdit
from functions.orders.model.cart import MAX_CARDS, Cart, CartCard
from functions.shared.plain.errors import Conflict, Invalid, NotFound


def with_card(typed: str) -> CodeEdit:
    """Twice the same card is once. Raises UnknownCard (404), CardUnusable (409), Conflict (409 `wrong_currency`), Invalid (422
    `too_many_cards`)."""

    def edit(cart: Cart) -> Cart:
        card = open_card(typed)
        if card.currency != cart.currency:
            raise Conflict(f"The card is in {card.currency}, the cart in {cart.currency}.", code="wrong_currency")
        if any(one.card_id == card.id for one in cart.cards):
            return cart
        if len(cart.cards) >= MAX_CARDS:
            raise Invalid(f"A cart takes at most {MAX_CARDS} gift cards.", code="too_many_cards")
        return replace(cart, cards=[*cart.cards, CartCard(card.id, card.last4)])

    return edit


def without_card(card_id: str) -> CodeEdit:
    def edit(cart: Cart) -> Cart:
        rest = [one for one in cart.cards if one.card_id != card_id]
        if len(rest) == len(cart.cards):
            raise NotFound("There is no such gift card in the cart.")
        return replace(cart, cards=rest)

    return edit


def with_credit(cart: Cart) -> Cart:
    return replace(cart, credit=True)


def without_credit(cart: Cart) -> Cart:
    return replace(cart, credit=False)
