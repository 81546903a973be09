"""Carts and orders of many lines with long texts, made to fit an item of 400 KB (docs/adr/0019-what-an-item-holds.md).

A cart that does not fit forgets what the catalogue knows: its lines are `lean`, and whoever shows or prices them looks them up. An order is
what was bought and must not depend on the catalogue of later; one that does not fit keeps fewer languages, and at last shorter texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from functions.orders.model.cart import Cart, CartLine
from functions.orders.model.order import Order
from functions.shared.plain.bodies import dump

LARGEST_CART = 200_000
LARGEST_ORDER = 380_000
_TITLE, _OPTION, _PART = 80, 24, 40


def fitting_cart(cart: Cart) -> Cart:
    """The cart as it can be stored."""
    if len(dump(cart).encode()) <= LARGEST_CART:
        return cart
    return replace(cart, lines=[_lean(line) for line in cart.lines], saved=[_lean(line) for line in cart.saved])


def _lean(line: CartLine) -> CartLine:
    """Of its texts only the beginning of a title is kept: for a variant that the catalogue does not know any more."""
    first = dict(list(line.title.items())[:1])
    return replace(line, title=_cut(first, _TITLE), options={}, option_texts={}, image=None, tags=(), lean=True)


def fitting_order(order: Order, default_language: str) -> Order:
    """The order with as much of its texts as fits."""
    languages = (order.language, default_language)
    steps: tuple[Callable[[Order], Order], ...] = (
        lambda whole: whole,
        lambda whole: _in_languages(whole, languages),
        lambda whole: _shortened(_in_languages(whole, languages)),
    )
    fits = (smaller for step in steps if len(dump(smaller := step(order)).encode()) <= LARGEST_ORDER)
    return next(fits, None) or steps[-1](order)


def _in_languages(order: Order, languages: tuple[str, ...]) -> Order:
    def kept(texts: Mapping[str, str]) -> dict[str, str]:
        spoken = {tag: text for tag, text in texts.items() if tag.partition("-")[0] in {one.partition("-")[0] for one in languages}}
        exact = {tag: text for tag, text in spoken.items() if tag in languages}
        return exact or dict(list((spoken or texts).items())[:1])

    names = {name: kept(texts) for name, texts in order.tax_names.items()}
    return replace(order, lines=[replace(line, title=kept(line.title)) for line in order.lines], tax_names=names)


def _shortened(order: Order) -> Order:
    lines = [
        replace(
            line,
            title=_cut(line.title, _TITLE),
            options={name[:_OPTION]: value[:_OPTION] for name, value in line.options.items()},
            option_texts={},
            image=None,
        )
        for line in order.lines
    ]
    names = {name[:_PART]: _cut(texts, _PART) for name, texts in order.tax_names.items()}
    return replace(order, lines=lines, parts=[replace(part, title=part.title[:_PART]) for part in order.parts], tax_names=names)


def _cut(texts: Mapping[str, str], length: int) -> dict[str, str]:
    return {tag: text if len(text) <= length else text[: length - 1] + "…" for tag, text in texts.items()}
