"""What an order moves in the stock, and whether it waits for money at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from functions.orders.model.order import Order
from functions.stock import StockLine


def is_free(order: Order) -> bool:
    return order.totals.total == 0


def stock_lines(order: Order, set_aside: Mapping[str, int] = MappingProxyType({})) -> list[StockLine]:
    """What the order moves in the stock; not the pieces `set_aside` (by variant) that a flash sale's quota holds."""
    wanted = Counter[str]()
    for line in order.lines:
        wanted[line.variant_id] += line.quantity
    wanted.subtract(set_aside)
    return [StockLine(variant_id, quantity) for variant_id, quantity in wanted.items() if quantity > 0]
