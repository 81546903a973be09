"""The page of a cart that was left."""

from __future__ import annotations

from pathlib import Path

from functions.orders.carts.left.left_cart import LeftCart
from functions.shared.http.operation import Reply
from functions.shared.pages.page import Texts, framed
from functions.shared.plain.i18n import localized

TEXTS: Texts = {
    "cart": {"zh": "您的购物车", "en": "Your cart"},
    "cart_note": {"zh": "价格与库存以当日为准。", "en": "Prices and stock are those of today."},
    "go_on": {"zh": "继续购物", "en": "Go on"},
    "gone": {"zh": "找不到该购物车", "en": "This cart is over"},
    "gone_note": {"zh": "它可能已下单、已清空或已过期。", "en": "It was ordered or emptied, or the link has ended."},
}
_FOLDER = Path(__file__).parent / "templates"


def shown(cart: LeftCart, language: str) -> Reply:
    lines = [(localized(line.title, [language]) or line.sku, line.quantity) for line in cart.lines]
    return _framed(language, "cart", lines=lines)


def gone(language: str) -> Reply:
    return _framed(language, "gone", status=404)


def _framed(language: str, what: str, *, lines: list[tuple[str, int]] | None = None, status: int = 200) -> Reply:
    title, note = TEXTS[what][language], TEXTS[f"{what}_note"][language]
    return framed(_FOLDER, "cart", language, TEXTS, status=status, title=title, note=note, lines=lines or [])
