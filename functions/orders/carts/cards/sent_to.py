"""Whom a gift card in the cart is sent to, and what a cart with gift cards may not do (ADR 156)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from functions.orders.model.cart import Cart, CartLine
from functions.shared.contact.card_to import GIFT_CARD, CardTo
from functions.shared.plain.errors import Conflict, Invalid

MOST_CARDS = 10
"""Of gift cards in one order: they are taken back in the transaction that ends or refunds it."""


def check_sent_to(tax_class: str | None, to: CardTo | None) -> None:
    """Raises Invalid (422 `no_gift_card`)."""
    if to is not None and tax_class != GIFT_CARD:
        raise Invalid.field("/send_to", "no_gift_card", "Only gift cards are sent to somebody.")


def sent_elsewhere(cart: Cart, line_id: str, to: CardTo) -> Cart:
    """Raises Invalid (422 `no_gift_card`); a line that is not there is for others to tell."""

    def changed(lines: Iterable[CartLine]) -> list[CartLine]:
        return [replace(line, send_to=to) if line.line_id == line_id else line for line in lines]

    for line in cart.every_line:
        if line.line_id == line_id:
            check_sent_to(line.tax_class, to)
    return replace(cart, lines=changed(cart.lines), saved=changed(cart.saved))


def check_cards(lines: Iterable[CartLine]) -> None:
    """Raises Invalid (422 `too_many_cards`)."""
    if sum(line.quantity for line in lines if line.is_card) > MOST_CARDS:
        raise Invalid(f"An order has at most {MOST_CARDS} gift cards.", code="too_many_cards", most=MOST_CARDS)


def no_cards(lines: Iterable[CartLine]) -> None:
    """Where nobody would issue them. Raises Conflict (409 `gift_card_line`)."""
    if cards := [line.variant_id for line in lines if line.is_card]:
        raise Conflict("Gift cards are bought in a cart, or in a draft order.", code="gift_card_line", variant_ids=cards)
