"""What became of an amendment: it counts at once, or waits for the money that the order costs more by it. Pure.

open ─► applied: its money has come
     ├► lapsed: it did not come in time
     └► withdrawn: staff took it back, another one took its place, or the order ended

Only an order that is paid has an open one, and one at most. While it is open nothing of the order leaves; what it took out is kept, so that
the order can be what it was before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field, replace
from enum import StrEnum

from functions.orders.model.order import Order
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass

AMENDMENT = "amendment"
MAX_AMENDMENTS = 50
"""Per order: they are read with it."""


class AmendmentState(StrEnum):
    OPEN = "open"
    APPLIED = "applied"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ChangedLine:
    """How many pieces a line had, and has."""

    line_id: str
    variant_id: str
    sku: str
    before: int
    after: int


@dataclass(frozen=True)
class Amendment:
    """`number`: which one of the order's. `due`: what it waited for, until `expires_at`. `give_back`: what goes back of what was paid.
    `before`: the order as it was, while it is open."""

    number: int
    at: str
    by: Actor
    state: AmendmentState
    total_before: int
    total_after: int
    lines: list[ChangedLine] = field(default_factory=list)
    address_changed: bool = False
    delivery_changed: bool = False
    due: int = 0
    give_back: int = 0
    reason: str = ""
    expires_at: str = ""
    ended_at: str = ""
    before: Order | None = None

    @property
    def is_open(self) -> bool:
        return self.state is AmendmentState.OPEN

    def ended(self, state: AmendmentState, *, at: str, give_back: int = 0) -> Amendment:
        return replace(self, state=state, ended_at=at, give_back=give_back, before=None)


def open_amendment(amendments: Sequence[Amendment]) -> Amendment | None:
    """The newest, if it is."""
    return amendments[-1] if amendments and amendments[-1].is_open else None


def changed_lines(before: Order, after: Order) -> list[ChangedLine]:
    was, now = ({line.line_id: line for line in order.lines} for order in (before, after))
    both = was | now
    pieces = [
        ChangedLine(name, line.variant_id, line.sku, was[name].quantity if name in was else 0, now[name].quantity if name in now else 0)
        for name, line in both.items()
    ]
    return [one for one in pieces if one.before != one.after]


def pieces_held(order: Order, waiting: Amendment | None) -> Counter[str]:
    """By variant, what is set aside or sold for the order: while an amendment waits, all that it may come to be, either way."""
    now = pieces_by_variant(order)
    return now | pieces_by_variant(waiting.before) if waiting and waiting.before else now


def pieces_by_variant(order: Order) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for line in order.lines:
        pieces[line.variant_id] += line.quantity
    return pieces


def as_before(order: Order, before: Order) -> Order:
    """The order with lines, price and address of before; what was noted on it meanwhile stays."""
    names = ("lines", "totals", "parts", "tax_names", "coupons", "address", "delivery", "point", "revision", "agreed")
    return replace(order, **{name: getattr(before, name) for name in names})
