"""Which of an order's payments give back how much. Pure.

In the turn that the caller has them in. Only what gift cards and credit would otherwise have paid of the gift cards that are left in the
order goes back to them before: those are bought with money, also once the goods beside them go back (ADR 156).
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.payments.model.refund import RefundPart
from functions.payments.model.refund_parts import spread
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Room:
    """`amount`: what the payment can give back. `of_value`: it was paid by a gift card or by credit."""

    amount: int
    of_value: bool = False


def spread_in_turn(
    of_goods: Sequence[RefundPart], of_cards: Sequence[RefundPart], rooms: Sequence[Room], goods: int
) -> list[list[RefundPart]]:
    """The parts over the payments, which together have room enough. `of_cards`: of lines of gift cards. `goods`: what all that is no gift
    card still costs once the parts went back: more than that no gift card or credit has paid then."""
    too_much = sum(room.amount for room in rooms if room.of_value) - goods
    first = _first(rooms, min(too_much, sum(part.amount for part in of_goods)))
    rest = [room.amount - taken for room, taken in zip(rooms, first, strict=True)]
    shares = spread([*of_goods, *of_cards], [*first, *rest])
    return [early + late for early, late in zip(shares[: len(rooms)], shares[len(rooms) :], strict=True)]


def _first(rooms: Sequence[Room], amount: int) -> list[int]:
    """What goes back to each before the others have their turn."""
    first = list[int]()
    for room in rooms:
        first.append(max(0, min(room.amount, amount)) if room.of_value else 0)
        amount -= first[-1]
    return first
