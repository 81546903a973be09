"""Which of the pieces that were sent are in no case yet and not paid back in another way: staff can give money back without a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Protocol

from functions.aftersales.model.case import Case
from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.model.refund_tries import tries_of
from functions.aftersales.store.cases import cases_of


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


def free_pieces(ledger: CasePieces, lines: Iterable[SentLine]) -> dict[str, int]:
    """By line. One BatchGetItem where something of the order was paid back."""
    known, taken = list(lines), ledger.taken()
    owed = _owed(ledger, {line.line_id: line for line in known}) if any(line.paid_back for line in known) else Counter[str]()
    free = {}
    for line in known:
        most = line.sent - taken[line.line_id]
        if line.paid_back:
            most = min(most, line.quantity - sum(line.paid_back.values()) - owed[line.line_id])
        free[line.line_id] = max(0, most)
    return free


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
    names = {name for refund_id in case.refunds for name in tries_of(refund_id)}
    return sum(pieces for refund_id, pieces in line.paid_back.items() if refund_id in names)
