"""Which of the pieces that were sent are in no case yet and not paid back in another way: staff can give money back without a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from functions.aftersales.model.carried import is_behind
from functions.aftersales.model.case import Case
from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.model.refund_tries import tries_of
from functions.aftersales.store.cases import cases_of, find_case, pieces_of

MOST_EXCHANGES = 50
"""So far a chain of exchanges is followed."""


class SentLine(Protocol):
    """A line as orders tell it. `paid_back`: pieces by refund."""

    @property
    def line_id(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def sent(self) -> int: ...
    @property
    def paid_back(self) -> Mapping[str, int]: ...


def free_pieces(ledger: CasePieces, lines: Iterable[SentLine], *, follows: str = "") -> dict[str, int]:
    """By line. `follows`: the case that placed the order. Of an exchange's order only its own money went back besides: pieces are free for
    as long as something stands behind them. One BatchGetItem where something of the order was paid back, one GetItem more where it follows
    from a case, and two requests for each order of an exchange whose pieces went back."""
    known, taken = list(lines), ledger.taken()
    owed = _owed(ledger, {line.line_id: line for line in known}) if any(line.paid_back for line in known) else Counter[str]()
    stands = _stands_behind(follows) if any(line.paid_back for line in known) else frozenset[str]()
    free = {}
    for line in known:
        most = line.sent - taken[line.line_id]
        if line.paid_back and line.line_id not in stands:
            most = min(most, line.quantity - sum(line.paid_back.values()) - owed[line.line_id])
        free[line.line_id] = max(0, most)
    return free


def unsettled_pieces(order_id: str, lines: Iterable[SentLine]) -> dict[str, int]:
    """Face: the same of an order, by its id. One GetItem more."""
    return free_pieces(pieces_of(order_id), lines)


def _owed(ledger: CasePieces, lines: Mapping[str, SentLine]) -> Counter[str]:
    """Pieces of cases that no refund has brought yet. What people ended by hand is owed no more."""
    owed = Counter[str]()
    for case in cases_of(ledger):
        if case.ended_because == "by_hand":
            continue
        for line_id, pieces in (case.held or case.waiting).items():
            owed[line_id] += max(0, pieces - _brought(case, lines[line_id]))
    return owed


def _brought(case: Case, line: SentLine) -> int:
    names = _names([case])
    if case.swap and not line.paid_back.keys() <= names:
        names |= _names(_further(case))
    return sum(pieces for refund_id, pieces in line.paid_back.items() if refund_id in names)


def _names(cases: Iterable[Case]) -> set[str]:
    return {name for case in cases for refund_id in case.refunds for name in tries_of(refund_id)}


def _further(exchange: Case) -> Iterator[Case]:
    """Cases about what its pieces were exchanged for, however often: their refunds give back what it put aside."""
    orders, seen = [exchange.replacement], set[str]()
    while orders and len(seen) < MOST_EXCHANGES:
        seen.add(order_id := orders.pop())
        for case in cases_of(pieces_of(order_id)):
            yield case
            if case.swap and case.replacement not in seen:
                orders.append(case.replacement)


def _stands_behind(follows: str) -> frozenset[str]:
    """Lines of an exchange's order for which what was paid for the old pieces has not all gone back."""
    exchange = find_case(follows) if follows else None
    if exchange is None or not is_behind(exchange):
        return frozenset()
    return frozenset(line.new_line for line in exchange.lines if line.new_line and line.carries > line.drawn)
