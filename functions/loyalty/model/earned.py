"""What one order brings its buyer. Pure. Facts about it come in any order and more than once; what is due follows from all of them.

Points are for what the goods cost after all reductions, tax with them, delivery without: `points` for each full `amount`, rounded down once
for the order. What went back is taken off that sum first, so whatever the parts and their order, an order that went back whole keeps none.

    (nothing) ──paid──► pending ──completed and `pending_days` later──► released        less or more in either as refunds are told
"""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum

from functions.loyalty.model.account import MAX_POINTS
from functions.loyalty.model.programme import Rate
from functions.shared.plain.deferred import dataclass


class State(StrEnum):
    PENDING = "pending"
    RELEASED = "released"


@dataclass(frozen=True)
class Earned:
    """`goods`: what they cost at `revision` of the order. `rate`: that of the moment it was paid; None before. `refunds`: by id what went
    back for goods or for nothing in particular; `undone`: those that came back; `won`: what is ours again, by dispute. `points`: booked,
    in `state`. `expires_at`: of what was released. `due_at`: when it is looked at, as it is stored."""

    order_id: str
    customer_id: str = ""
    goods: int = 0
    revision: int = -1
    rate: Rate | None = None
    completed_at: str = ""
    gone: bool = False
    refunds: dict[str, int] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    points: int = 0
    state: State = State.PENDING
    expires_at: str = ""
    version: int = 0
    won: dict[str, int] = field(default_factory=dict)
    due_at: str = ""

    @property
    def due(self) -> int:
        """How many points it should have brought."""
        all_back = any(one not in self.undone for one in self.whole)
        if self.rate is None or self.gone or all_back:
            return 0
        back = (max(0, amount - self.won.get(one, 0)) for one, amount in self.refunds.items() if one not in self.undone)
        return min(max(0, self.goods - sum(back)) // self.rate.amount * self.rate.points, MAX_POINTS)

    def costs(self, goods: int, revision: int) -> Earned:
        """What its goods cost since its amendment `revision` (0: as it was placed)."""
        return replace(self, goods=goods, revision=revision) if revision > self.revision else self

    def refunded(self, refund_id: str, amount: int, *, whole: bool) -> Earned:
        """`whole`: nothing that was paid is left."""
        if refund_id in self.refunds:
            return self
        return replace(self, refunds=self.refunds | {refund_id: amount}, whole=[*self.whole, *([refund_id] if whole else [])])

    def came_back(self, refund_id: str) -> Earned:
        """A refund that had gone out came back: its order has cost that much after all."""
        return self if refund_id in self.undone else replace(self, undone=[*self.undone, refund_id])

    def is_won(self, dispute_id: str, amount: int) -> Earned:
        """So much of what the payer's bank had taken is ours again, which may be less than that."""
        return replace(self, won=self.won | {dispute_id: amount})
