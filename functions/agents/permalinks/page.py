"""The page of a permalink: its goods and what they cost now, and the button that makes a cart of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from functions.orders import Basket
from functions.shared.http.operation import Reply
from functions.shared.pages.page import Texts, framed
from functions.shared.plain.errors import ShopError
from functions.shared.plain.money import Money, money_text

_TEXTS: Texts = {
    "goods": {"zh": "为您选好的商品", "en": "Goods chosen for you"},
    "note": {
        "zh": "价格与库存以当前为准，下单前可修改。",
        "en": "Prices and stock are those of now; before you order, everything can be changed.",
    },
    "go_on": {"zh": "放入购物车", "en": "Put them into a cart"},
    "total": {"zh": "合计", "en": "Total"},
    "some_gone": {"zh": "部分商品数量不足。", "en": "There are not enough of some of them."},
    "out_of_stock": {"zh": "这些商品已售完。", "en": "These goods are sold out."},
    "not_sold": {"zh": "这些商品已不再销售。", "en": "These goods are not sold any more."},
}
_FOLDER = Path(__file__).parent / "templates"


def shown(basket: Basket, language: str, *, once: str, to: str) -> Reply:
    lines = [(line.title or line.sku, line.quantity) for line in basket.shown.lines]
    problem = "some_gone" if any(line.notices for line in basket.shown.lines) else ""
    total = basket.shown.totals.total
    told = money_text(Money(total.amount, total.currency))
    return _framed(language, lines=lines, total=told, problem=problem, once=once, to=to)


def refused(refusal: ShopError, language: str) -> Reply:
    problem = "out_of_stock" if refusal.code == "out_of_stock" else "not_sold"
    return _framed(language, lines=[], total="", problem=problem, once="", to="", status=refusal.status)


def _framed(language: str, *, problem: str, status: int = 200, **values: Any) -> Reply:
    said = _TEXTS[problem][language] if problem else ""
    return framed(_FOLDER, "goods", language, _TEXTS, status=status, title=_TEXTS["goods"][language], problem=said, **values)
