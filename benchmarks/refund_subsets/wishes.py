"""Wishes to give money back, as cases, withdrawals and staff make them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.case_steps import ReturnKind
from functions.aftersales.model.policy import Clause, Freight
from functions.aftersales.model.reasons import Reason
from functions.aftersales.returns.wishes import wish_of
from functions.orders.model.order import Order
from functions.orders.placed.contract_facts import standard_delivery
from functions.payments import LineWish, RefundWish

Pieces = Mapping[str, int]


def of_return(order: Order, pieces: Pieces, *, is_last: bool, fault: bool, fee_bp: int = 0) -> RefundWish:
    return wish_of(_case(order, pieces, ReturnKind.RETURN, fault=fault, fee_bp=fee_bp), is_last=is_last)


def of_withdrawal(order: Order, pieces: Pieces, *, is_last: bool) -> RefundWish:
    return wish_of(_case(order, pieces, ReturnKind.WITHDRAWAL, up_to=standard_delivery(order) if is_last else None), is_last=False)


def of_staff(dice: Random, order: Order, pieces: Pieces, shipping: int, left: int) -> RefundWish:
    """Pieces, a part of a price, of the delivery fee, or of no particular thing."""
    line = dice.choice(order.lines)
    kinds = (
        RefundWish(lines=tuple(LineWish(one, count) for one, count in pieces.items() if count)),
        RefundWish(lines=(LineWish(line.line_id, amount=dice.randint(0, max(1, line.total))),)),
        RefundWish(lines=(LineWish(line.line_id),), shipping=dice.randint(0, max(1, shipping))),
        RefundWish(shipping=dice.randint(0, max(1, shipping))),
        RefundWish(amount=dice.randint(1, max(1, left))),
    )
    return dice.choice(kinds)


def _case(
    order: Order, pieces: Pieces, kind: ReturnKind, *, fault: bool = False, fee_bp: int = 0, up_to: int | None = None,
) -> Case:  # fmt: skip
    clause, why = Clause("law", 14, "", Freight.BUYER, fee_bp, {}), Reason.DEFECTIVE if fault else Reason.CHANGED_MIND
    lines = [CaseLine(one, one, one, count, why, clause) for one, count in pieces.items() if count]
    return Case("ret", order.id, "1", "", kind, lines, order.currency, 0, "", delivery_up_to=up_to)
