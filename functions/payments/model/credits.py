"""What pieces of an order brought towards others: money that no refund gives back, until its exchange is undone or its own refund takes it.
Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from functions.payments.model.refund import RefundPart
from functions.payments.model.refund_parts import too_much
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Credits:
    """Parts of lines of one order, by the case that put them aside."""

    of: dict[str, list[RefundPart]] = field(default_factory=dict)

    def parts(self, *, besides: str = "") -> list[RefundPart]:
        """Of all cases but the one."""
        return [part for case_id, parts in self.of.items() if case_id != besides for part in parts]

    def amount(self, *, besides: str = "") -> int:
        return sum(part.amount for part in self.parts(besides=besides))

    def of_case(self, case_id: str) -> int:
        return sum(part.amount for part in self.of.get(case_id, []))

    def with_parts(self, case_id: str, parts: Sequence[RefundPart]) -> Credits:
        """With these beside what the case has."""
        return self._holding(case_id, [*self.of.get(case_id, []), *parts])

    def without(self, case_id: str) -> Credits:
        return self._holding(case_id, [])

    def taken(self, case_id: str, amount: int) -> tuple[list[RefundPart], Credits]:
        """So much of what the case put aside, and what stays. Pieces go with the last of their money. Raises Invalid (422
        `refund_exceeds_captured`) for more than there is."""
        if amount > self.of_case(case_id):
            raise too_much()
        taken, stays = list[RefundPart](), list[RefundPart]()
        for part in self.of.get(case_id, []):
            share = min(part.amount, amount)
            amount -= share
            if share == part.amount and (share or not amount):
                taken.append(part)
                continue
            if share:
                taken.append(replace(part, amount=share, quantity=0))
            stays.append(replace(part, amount=part.amount - share))
        return taken, self._holding(case_id, stays)

    def _holding(self, case_id: str, parts: Sequence[RefundPart]) -> Credits:
        others = {name: kept for name, kept in self.of.items() if name != case_id}
        return Credits({**others, case_id: list(parts)} if parts else others)
