"""What is carried from exchange to exchange: read, put aside, moved on, let go. The money is at payments, by order and case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.aftersales.model.carried import Share, drawn, is_behind, is_done, is_drawn, shares
from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.case_steps import ReturnState
from functions.aftersales.store.cases import case_writes, find_case
from functions.payments import FromCredit, credit_left, free_credit, move_credit
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Write


@dataclass(frozen=True)
class Carried:
    """`exchange`: the case that put it aside, as it is; `shares` by line of its order."""

    exchange: Case
    shares: Mapping[str, Share]

    @property
    def amount(self) -> int:
        return sum(one.amount for one in self.shares.values())

    def drawn_writes(self, taken: Mapping[str, Share] | None = None) -> list[Write]:
        """The exchange with its shares gone. The transaction raises Overtaken."""
        return case_writes(self.exchange, drawn(self.exchange, self.shares if taken is None else taken))


def behind(follows: str, pieces: Mapping[str, int], *, put_back: Sequence[CaseLine] = ()) -> Carried | None:
    """What stands behind these pieces, by line; None where no exchange put anything aside. `put_back`: as if what these lines of a further
    exchange carry were back. Raises Conflict (409 `exchange_not_over`) until the old pieces are back."""
    exchange = find_case(follows) if follows else None
    if exchange is None or not is_behind(exchange):
        return None
    if not is_done(exchange):
        raise Conflict("The pieces that these were exchanged for are not back yet.", code="exchange_not_over")
    exchange_then = drawn(exchange, _carried(put_back), -1) if put_back else exchange
    return Carried(exchange, shares(exchange_then, pieces))


def behind_case(case: Case) -> Carried | None:
    """What stands behind the pieces that the case pays back."""
    put_back = case.lines if case.swap and any(line.carried for line in case.lines) else ()
    return behind(case.follows, {line.line_id: line.paid_back for line in case.lines}, put_back=put_back)


def from_sources(exchange: Case, amount: int) -> list[FromCredit]:
    """So much of what it put aside, order by order; less where there is less."""
    found, left = list[FromCredit](), amount
    for order_id in exchange.swap.sources if exchange.swap else ():
        share = min(left, credit_left(order_id, exchange.id)) if left else 0
        if share:
            found.append(FromCredit(order_id, exchange.id, share))
            left -= share
    return found


def moved_on(carried: Carried, *, to_case: str) -> tuple[list[str], list[Write]]:
    """What stands behind pieces that are exchanged again is that exchange's; and of which orders' money it is."""
    taken = from_sources(carried.exchange, carried.amount)
    writes = [write for one in taken for write in move_credit(one, to_case=to_case)]
    return [one.order_id for one in taken], [*carried.drawn_writes(), *writes]


def let_go(before: Case, after: Case) -> tuple[Case, list[Write]]:
    """What an exchange that ends put aside is its orders' again, or the exchange's before it. Where some of it went back already, it stays
    for the rest to go the same way."""
    swap = before.swap
    if swap is None or not swap.sources or after.swap is None or swap.gave_back or is_drawn(before):
        return after, []
    carried = _carried(before.lines)
    writes = list[Write]()
    for order_id in swap.sources:
        writes += free_credit(order_id, before.id, to_case="" if order_id == before.order_id else before.follows)
    if carried and (exchange := find_case(before.follows)):
        writes += case_writes(exchange, drawn(exchange, carried, -1))
    lines = [replace(line, carried=0) for line in after.lines]
    return replace(after, lines=lines, swap=replace(after.swap, sources=[])), writes


def ended_by_hand(before: Case, after: Case) -> list[Write]:
    """People saw to the money: of an exchange that goes on to its difference, else to all of it. So they can give it back."""
    swap = before.swap
    if swap is None or not swap.sources or after.state is not ReturnState.CLOSED or after.ended_because != "by_hand":
        return []
    if swap.off:
        return [write for order_id in swap.sources for write in free_credit(order_id, before.id)]
    return [write for one in from_sources(before, 0 if swap.gave_back else swap.back) for write in move_credit(one)]


def _carried(lines: Sequence[CaseLine]) -> dict[str, Share]:
    return {line.line_id: Share(line.quantity, line.carried) for line in lines if line.carried}
