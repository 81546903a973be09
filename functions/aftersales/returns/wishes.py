"""What a case asks of the payments domain: its pieces at their own share of what was paid, or what was offered instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnKind
from functions.aftersales.model.reasons import OF_THE_SHOP
from functions.payments import LineWish, RefundPart, RefundWish
from functions.shared.plain.money import prorate


def wish_of(case: Case, *, is_last: bool) -> RefundWish:
    """`is_last`: with it all pieces of the order are back: where the shop is to blame for all of it, the delivery was for nothing too."""
    if case.swap and case.swap.gave_back:
        # The difference went back when they were exchanged: now the rest does.
        return RefundWish(lines=tuple(LineWish(line.line_id, line.quantity, line.credit - line.back) for line in case.lines))
    pieces = [(line, line.paid_back - case.elsewhere.get(line.line_id, 0)) for line in case.lines]
    wishes = [LineWish(line.line_id, count, withheld=line.clause.fee_bp) for line, count in pieces if count > 0]
    if case.kind is ReturnKind.WITHDRAWAL:
        # Standard delivery, once, with the last pieces (Directive 2011/83/EU, Article 13(1) and (2)).
        up_to = case.delivery_up_to
        # A wish without anything would be one for all that is left.
        none = None if wishes else 0
        return RefundWish(lines=tuple(wishes), shipping=none, at_most_left=True, with_delivery=up_to is not None, delivery_up_to=up_to)
    return RefundWish(
        lines=tuple(wishes), at_most_left=True, with_delivery=is_last and all(line.reason in OF_THE_SHOP for line in case.lines)
    )


def difference_of(case: Case) -> RefundWish:
    """What an exchange gives back: parts of prices, since for the pieces themselves others go out."""
    return RefundWish(lines=tuple(LineWish(line.line_id, amount=line.back) for line in case.lines if line.back))


def less_freight(wish: RefundWish, parts: list[RefundPart], freight: int) -> RefundWish:
    """What it would bring (`parts`), less what the way back costs the buyer: off the lines in their order, and never below nothing."""
    if not freight:
        return wish
    lines = []
    for part in parts:
        if part.kind == "line":
            taken = min(freight, part.amount)
            freight -= taken
            lines.append(LineWish(part.line_id, part.quantity or None, part.amount - taken))
    return replace(wish, lines=tuple(one for one in lines if one.quantity or one.amount))


def less_lost(wish: RefundWish, parts: list[RefundPart], lost: Mapping[str, int]) -> tuple[RefundWish, list[RefundPart]]:
    """What it would bring (`parts`), less what the pieces have lost, by line."""
    kept = [replace(part, amount=max(0, part.amount - lost.get(part.line_id, 0))) if part.kind == "line" else part for part in parts]
    lines = tuple(LineWish(part.line_id, part.quantity or None, part.amount) for part in kept if part.kind == "line")
    return replace(wish, lines=lines), kept


def amount_of(parts: list[RefundPart]) -> int:
    return sum(part.amount for part in parts)


def offered_wish(amount: int, parts: list[RefundPart]) -> RefundWish:
    """What was offered, over the lines by what their pieces would bring (`parts`), and of none more than that, then of the delivery; the
    money of no piece is paid back, only a part of its price."""
    lines = [part for part in parts if part.kind == "line" and part.amount]
    on_lines = min(amount, amount_of(lines))
    shares = prorate(on_lines, [part.amount for part in lines])
    wishes = tuple(LineWish(part.line_id, amount=share) for part, share in zip(lines, shares, strict=True) if share)
    return RefundWish(lines=wishes, shipping=amount - on_lines or None)
