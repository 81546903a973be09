"""Which pieces of an order are in its cases: those that are open and those that were put right, never more than were sent. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import field, replace

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid

MOST_CASES = 100


@dataclass(frozen=True)
class CasePieces:
    """Pieces by line, by case; every case of the order is named, also one that holds none any more. `waiting`: of withdrawals, pieces that
    have not left. `version` is its item's."""

    order_id: str
    cases: dict[str, dict[str, int]] = field(default_factory=dict)
    version: int = 0
    waiting: dict[str, dict[str, int]] = field(default_factory=dict)

    def taken(self, *, besides: str = "") -> Counter[str]:
        """By line, of all cases but the one."""
        counted: Counter[str] = Counter()
        for case_id, pieces in self.cases.items():
            if case_id != besides:
                counted.update(pieces)
        return counted

    def kept_back(self, *, besides: str = "") -> Counter[str]:
        """By line, what withdrawals keep from leaving and the order does not know of yet."""
        counted: Counter[str] = Counter()
        for case_id, pieces in self.waiting.items():
            if case_id != besides:
                counted.update(pieces)
        return counted

    def holding(self, case_id: str, pieces: Mapping[str, int], waiting: Mapping[str, int] | None = None) -> CasePieces:
        kept = {one: lines for one, lines in self.waiting.items() if one != case_id}
        return replace(self, cases={**self.cases, case_id: dict(pieces)}, waiting={**kept, case_id: dict(waiting)} if waiting else kept)

    def check(self, wanted: Mapping[str, int], sent: Mapping[str, int]) -> None:
        """Raises Invalid (422) that names each line of which less is left."""
        taken = self.taken()
        free = {line_id: max(0, sent.get(line_id, 0) - taken[line_id]) for line_id in wanted}
        faults = [
            Fault(f"/lines/{n}/quantity", "line_quantity_exceeded", f"{free[line_id]} of it were sent and are in no case yet.")
            for n, (line_id, quantity) in enumerate(wanted.items())
            if taken[line_id] + quantity > sent.get(line_id, 0)
        ]
        if faults:
            raise Invalid("More pieces than were sent and are in no case yet.", faults=faults, code="line_quantity_exceeded")
