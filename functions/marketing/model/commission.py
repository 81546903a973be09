"""What an order that came by a share link brings its owner. Pure. Facts come in any order and more than once; what is due follows from all
of them, and only the difference to what is booked is booked.

    cost ──granted──► pending ──released──► payable ──paid──► paid         taken_back and forfeited lead from pending or payable to cost

Commission is the rate of what the goods cost after reductions, without tax and delivery, rounded down once for the order; what went back
takes the same part of it away.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass


class Book(StrEnum):
    COST = "cost"
    PENDING = "pending"
    PAYABLE = "payable"
    PAID = "paid"


class Step(StrEnum):
    GRANTED = "granted"
    RELEASED = "released"
    TAKEN_BACK = "taken_back"
    FORFEITED = "forfeited"
    PAID = "paid"


@dataclass(frozen=True)
class Move:
    """`amount` from one book to another; never below 0."""

    step: Step
    source: Book
    target: Book
    amount: int


@dataclass(frozen=True)
class SharedOrder:
    """`why`: why it counts nothing; empty where it does. `net`, `gross`: what its goods cost without and with tax, at `revision` of the
    order. `rate`: of the moment it was paid; None before. `refunds`: by id what went back, and of it `won` what is ours again. `booked`: in
    the book `payable` once it was `released`, else in `pending`."""

    order_id: str
    number: str = ""
    code: str = ""
    owner: str = ""
    product_id: str = ""
    currency: str = ""
    placed_at: str = ""
    why: str = ""
    net: int = 0
    gross: int = 0
    revision: int = -1
    rate: int | None = None
    completed_at: str = ""
    gone: bool = False
    refunds: dict[str, int] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    won: dict[str, int] = field(default_factory=dict)
    booked: int = 0
    released: bool = False
    forfeited: bool = False
    version: int = 0

    @property
    def counts(self) -> bool:
        """As an order of its link: paid, and not gone whole."""
        all_back = any(one not in self.undone for one in self.whole)
        return self.rate is not None and not self.why and not self.gone and not all_back and self.kept > 0

    @property
    def kept(self) -> int:
        """What is left of what its goods cost."""
        left = (max(0, amount - self.won.get(one, 0)) for one, amount in self.refunds.items() if one not in self.undone)
        return max(0, self.gross - sum(left))

    @property
    def due(self) -> int:
        """What it should have brought. What was let go after its release is closed by its owner's whole account."""
        if self.forfeited:
            return self.booked if self.released else 0
        if not self.counts or self.rate is None:
            return 0
        return self.net * self.rate * self.kept // (10_000 * self.gross)

    def costs(self, net: int, gross: int, revision: int) -> SharedOrder:
        return replace(self, net=net, gross=gross, revision=revision) if revision > self.revision else self

    def refunded(self, refund_id: str, amount: int, *, whole: bool) -> SharedOrder:
        if refund_id in self.refunds:
            return self
        return replace(self, refunds=self.refunds | {refund_id: amount}, whole=[*self.whole, *([refund_id] if whole else [])])

    def lost(self, dispute_id: str, amount: int) -> SharedOrder:
        """What was disputed is decided: so much went back, whatever was said at its opening."""
        return replace(self, refunds=self.refunds | {dispute_id: amount})

    def is_won(self, dispute_id: str, amount: int) -> SharedOrder:
        """So much of what was disputed is ours again, which may be less than was taken."""
        return replace(self, won=self.won | {dispute_id: amount})

    def came_back(self, refund_id: str) -> SharedOrder:
        return self if refund_id in self.undone else replace(self, undone=[*self.undone, refund_id])

    def ready(self, pending_days: int) -> datetime | None:
        """When what it brought can be paid out."""
        return times.parse(self.completed_at) + timedelta(days=pending_days) if self.completed_at else None


def booked_at(before: SharedOrder, now: datetime, pending_days: int) -> tuple[SharedOrder, list[Move]]:
    """The order with what is due booked, and what that moves."""
    more, held = before.due - before.booked, Book.PAYABLE if before.released else Book.PENDING
    moves = []
    if more > 0:
        moves.append(Move(Step.GRANTED, Book.COST, held, more))
    elif more < 0:
        moves.append(Move(Step.FORFEITED if before.forfeited else Step.TAKEN_BACK, held, Book.COST, -more))
    after, ready = replace(before, booked=before.due), before.ready(pending_days)
    if after.rate is not None and not after.released and ready is not None and ready <= now:
        after = replace(after, released=True)
        moves += [Move(Step.RELEASED, Book.PENDING, Book.PAYABLE, after.booked)] if after.booked else []
    return after, moves


def months_from(first: str, last: str) -> list[str]:
    """Both included, as `2026-11`."""
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(begin, end + 1)]
