"""What stands behind the pieces of an exchange's order: what was paid for those that came back for them. Pure.

Of a new line it is `carries`, shared over its pieces: however they go back, or are exchanged again, together they bring exactly that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.case_steps import ReturnState
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import prorate

_DONE = frozenset({ReturnState.EXCHANGED, ReturnState.CLOSED})


@dataclass(frozen=True)
class Share:
    """`pieces` of a new line, and what stands behind them; no pieces, where a part of it goes and they stay (an offer)."""

    pieces: int
    amount: int


def is_behind(exchange: Case) -> bool:
    """Whether it has put aside what its order's pieces bring."""
    return bool(exchange.swap and exchange.swap.sources and not exchange.swap.off)


def is_done(exchange: Case) -> bool:
    """Its old pieces are back."""
    return exchange.state in _DONE


def shares(exchange: Case, pieces: Mapping[str, int]) -> dict[str, Share]:
    """By line of its order, for so many further pieces."""
    behind = {line.new_line: line for line in exchange.lines if line.new_line}
    return {name: Share(count, _behind(behind[name], count)) for name, count in pieces.items() if count and name in behind}


def _behind(line: CaseLine, pieces: int) -> int:
    """What an offer gave for other pieces of the line takes nothing from these."""
    upto = min(line.quantity, line.drawn_pieces + pieces)
    return max(0, min(line.carries * upto // line.quantity - line.drawn + line.offered, line.carries - line.drawn))


def drawn(exchange: Case, taken: Mapping[str, Share], sign: int = 1) -> Case:
    """The exchange after so much went back or on; -1: came back to it."""
    return replace(exchange, lines=[_drawn(line, taken.get(line.new_line), sign) for line in exchange.lines])


def _drawn(line: CaseLine, share: Share | None, sign: int) -> CaseLine:
    if share is None:
        return line
    amount = sign * share.amount
    offered = line.offered if share.pieces else line.offered + amount
    return replace(line, drawn=line.drawn + amount, drawn_pieces=line.drawn_pieces + sign * share.pieces, offered=offered)


def rest(exchange: Case) -> int:
    """What stands behind the pieces that are still with the buyer."""
    return sum(line.carries - line.drawn for line in exchange.lines)


def is_drawn(exchange: Case) -> bool:
    return any(line.drawn or line.drawn_pieces for line in exchange.lines)


def carries(worth: Sequence[int], free: Sequence[bool], back: int, weights: Sequence[int]) -> list[int]:
    """What stands behind each new line: a free one takes the place of its old one; the others share what was paid for theirs, less what
    goes `back`, by their prices (`weights`)."""
    pool = sum(amount for amount, one in zip(worth, free, strict=True) if not one) - back
    shared = iter(prorate(pool, [weight for weight, one in zip(weights, free, strict=True) if not one]))
    return [amount if one else next(shared) for amount, one in zip(worth, free, strict=True)]
