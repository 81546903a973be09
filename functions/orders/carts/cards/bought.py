"""What loyalty is told of an order's gift cards in the transaction that places it."""

from __future__ import annotations

from functions.loyalty import CardLine, bought_writes
from functions.orders.model.order import Order
from functions.shared.store.transactions import Write


def cards_bought(order: Order) -> list[Write]:
    """What a piece costs is what will be on it. Nothing for an order without gift cards."""
    lines = [line for line in order.lines if line.is_card and line.unit_price]
    cards = [CardLine(line.line_id, line.unit_price, line.quantity, line.send_to) for line in lines]
    return bought_writes(order.id, order.currency, cards, waits=bool(order.group_id))
