"""An order without the gift cards that it bought: stored value is a debt of the shop's, no sale; what it pays for later is one. Pure."""

from __future__ import annotations

from dataclasses import replace

from functions.shared.events.contracts.orders import OrderRefunded, OrderSummary


def goods_only(order: OrderSummary) -> OrderSummary:
    cards = [line for line in order.lines if line.gift_card]
    if not cards:
        return order
    worth = sum(line.total for line in cards)
    goods = [line for line in order.lines if not line.gift_card]
    return replace(order, lines=goods, subtotal=order.subtotal - worth, total=order.total - worth)


def goods_of_refund(told: OrderRefunded) -> OrderRefunded:
    cards = {line.line_id for line in told.order.lines if line.gift_card}
    if not cards:
        return told
    worth = sum(part.amount for part in told.lines if part.line_id in cards)
    goods = [part for part in told.lines if part.line_id not in cards]
    return replace(told, order=goods_only(told.order), lines=goods, amount=told.amount - worth)
