"""What a wish to give money back amounts to: by line, quantity, shipping or amount, never more of anything than was paid for it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from functions.payments.model.refund import RefundPart
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid


@dataclass(frozen=True)
class LineWish:
    """A line's rest, so many pieces of it, or so much of its price. `withheld`: the pieces at their own share of the price, less so many
    hundredths of a per cent; what is kept is not given back with the last piece either."""

    line_id: str
    quantity: int | None = None
    amount: int | None = None
    withheld: int | None = None


@dataclass(frozen=True)
class RefundWish:
    """`amount` alone, or `lines` and `shipping`; nothing at all means everything that is left. In minor units of the order's currency.
    `with_delivery`: beside the lines what is left of the delivery fee; with `delivery_up_to` so that no more than that of it goes back in
    all. `at_most_left`: where less of the money is left than the lines cost (a part of it went back for nothing in particular), that is
    all."""

    amount: int | None = None
    lines: tuple[LineWish, ...] = ()
    shipping: int | None = None
    with_delivery: bool = False
    at_most_left: bool = False
    delivery_up_to: int | None = None


@dataclass(frozen=True)
class PaidLine:
    """What was bought: `amount` is what the whole line cost in the end."""

    line_id: str
    quantity: int
    amount: int


def parts_of(wish: RefundWish, *, lines: Sequence[PaidLine], shipping: int, done: Sequence[RefundPart], left: int) -> list[RefundPart]:
    """The parts of the wish, given those that are given back (or on their way) already and how much of the money is `left`.

    Lines alone whose share is 0 go back by 0, for as long as the order has money to give back, or when it never cost anything.
    Raises Invalid (422) with the pointer of what is too much.
    """
    if wish.amount is not None and (wish.lines or wish.shipping is not None):
        raise Invalid.field("/amount", "amount_and_parts", "Either an amount, or lines and shipping.")
    if wish.amount is not None or not (wish.lines or wish.shipping is not None):
        parts = [RefundPart("amount", left if wish.amount is None else wish.amount)]
    else:
        most = shipping if wish.delivery_up_to is None else min(shipping, wish.delivery_up_to)
        wanted = max(0, most - _given_shipping(done)) if wish.with_delivery else wish.shipping
        parts = _by_line(wish.lines, lines, done) + _of_shipping(wanted, shipping, done)
    parts = _within(parts, left) if wish.at_most_left else parts
    parts = [part for part in parts if part.amount or part.quantity]
    total = sum(part.amount for part in parts)
    cost = shipping + sum(line.amount for line in lines)
    if total > left or not (total or (parts and _by_their_price(wish, lines) and (left or not cost))):
        raise too_much()
    return parts


def _within(parts: Sequence[RefundPart], left: int) -> list[RefundPart]:
    """What is too much is taken off the last parts."""
    within, room = list[RefundPart](), left
    for part in parts:
        within.append(replace(part, amount=min(part.amount, room)))
        room -= within[-1].amount
    return within


def what_is_left(lines: Sequence[PaidLine], done: Sequence[RefundPart]) -> tuple[LineWish, ...]:
    """The lines of which pieces are left: all that there is to give back of an order that cost nothing."""
    given = Counter[str]()
    for part in done:
        given[part.line_id] += part.quantity
    return tuple(LineWish(line.line_id) for line in lines if given[line.line_id] < line.quantity)


def _by_their_price(wish: RefundWish, lines: Sequence[PaidLine]) -> bool:
    """Whether nobody named a 0 for pieces that cost something: those do not go back for nothing."""
    free = {line.line_id for line in lines if not line.amount}
    return all(one.amount is None or one.line_id in free for one in wish.lines)


def too_much() -> Invalid:
    return Invalid.field("/amount", "refund_exceeds_captured", "More than what was paid and not given back yet.")


def check_parts(parts: Sequence[RefundPart], *, lines: Sequence[PaidLine], shipping: int, done: Sequence[RefundPart]) -> None:
    """Whether parts that were decided earlier still fit. Raises Invalid (422)."""
    wishes = [LineWish(part.line_id, part.quantity or None, part.amount) for part in parts if part.kind == "line"]
    _by_line(wishes, lines, done)
    _of_shipping(sum(part.amount for part in parts if part.kind == "shipping"), shipping, done)


def spread(parts: Sequence[RefundPart], room: Sequence[int]) -> list[list[RefundPart]]:
    """The parts over payments with so much room each, in their order; together they have room enough."""
    spread_parts: list[list[RefundPart]] = []
    waiting, free = [part for part in parts if part.amount], [part for part in parts if not part.amount]
    for space in room:
        taken: list[RefundPart] = []
        while waiting and space > 0:
            part = waiting.pop(0)
            share = min(part.amount, space)
            taken.append(replace(part, amount=share))
            space -= share
            if share < part.amount:
                waiting.insert(0, replace(part, amount=part.amount - share, quantity=0))
        spread_parts.append(taken)
    # Pieces that cost nothing go with some of the money: no payment gives back 0.
    next(taken for taken in spread_parts if taken).extend(free)
    return spread_parts


def _by_line(wishes: Sequence[LineWish], lines: Sequence[PaidLine], done: Sequence[RefundPart]) -> list[RefundPart]:
    known, given = {line.line_id: line for line in lines}, list(done)
    parts = []
    for number, wish in enumerate(wishes):
        line = known.get(wish.line_id)
        if line is None:
            raise Invalid.field(f"/lines/{number}/line_id", "unknown_line", "The order has no such line.")
        part = _of_line(wish, line, given, f"/lines/{number}")
        given.append(part)
        parts.append(part)
    return parts


def _of_line(wish: LineWish, line: PaidLine, done: Sequence[RefundPart], pointer: str) -> RefundPart:
    ours = [part for part in done if part.kind == "line" and part.line_id == line.line_id]
    pieces, amount_left = sum(part.quantity for part in ours), line.amount - sum(part.amount for part in ours)
    whole_rest = wish.quantity is None and wish.amount is None
    quantity = line.quantity - pieces if whole_rest else wish.quantity or 0
    if pieces + quantity > line.quantity:
        raise Invalid.field(f"{pointer}/quantity", "line_quantity_exceeded", f"{line.quantity - pieces} are left.")
    if wish.amount is not None:
        amount = wish.amount
    elif wish.withheld is not None:
        share = _share(line, pieces + quantity) - _share(line, pieces)
        amount = min(amount_left, share - share * wish.withheld // 10_000)
    elif pieces + quantity == line.quantity:
        amount = amount_left
    else:
        amount = min(amount_left, _share(line, pieces + quantity) - _share(line, pieces))
    if not 0 <= amount <= amount_left:
        raise Invalid.field(f"{pointer}/amount", "line_amount_exceeded", f"{amount_left} of its price is left.")
    return RefundPart("line", amount, line.line_id, quantity)


def _share(line: PaidLine, pieces: int) -> int:
    """What the first so many pieces cost: however they are given back, together they cost what the line did."""
    return line.amount * pieces // line.quantity


def _of_shipping(wanted: int | None, shipping: int, done: Sequence[RefundPart]) -> list[RefundPart]:
    if wanted is None:
        return []
    left = shipping - _given_shipping(done)
    if not 0 <= wanted <= left:
        raise Invalid.field("/shipping", "shipping_exceeded", f"{left} of the delivery fee is left.")
    return [RefundPart("shipping", wanted)] if wanted else []


def _given_shipping(done: Sequence[RefundPart]) -> int:
    return sum(part.amount for part in done if part.kind == "shipping")
