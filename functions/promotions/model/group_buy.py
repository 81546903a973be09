"""Group buying as plain data: the offer, and a group that fills up or does not. Pure.

open ─► succeeded (its last place was paid)
     └► failed (its time is over, or its last member left)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

MAX_SIZE = 50
"""What ends with a group is told in one event, and its orders are moved by one message."""


class State(StrEnum):
    SCHEDULED = "scheduled"
    RUNNING = "running"
    CLOSED = "closed"


class GroupState(StrEnum):
    OPEN = "open"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Refusal(StrEnum):
    """Why the group price is not given; stable codes."""

    NOT_OPEN = "group_buy_not_open"
    CLOSED = "group_buy_closed"
    OVER = "group_over"
    FULL = "group_full"
    JOINED = "group_joined"
    LIMIT = "group_limit"
    NOT_IN_CART = "group_not_in_cart"
    ALONE = "group_alone"
    SIGN_IN = "group_sign_in"


@dataclass(frozen=True)
class GroupBuy:
    """The offer. `price` in minor units of `currency`; `leader_price` is for who begins a group. `size`: so many paid members make it
    succeed, within `hours` from the first one's payment. `per_customer`: pieces, over all groups of the offer."""

    id: str
    name: dict[str, str]
    variant_id: str
    price: int
    leader_price: int
    currency: str
    size: int
    hours: int
    per_customer: int
    opens_at: datetime
    closes_at: datetime
    created_at: str
    closed: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)

    def state(self, at: datetime) -> State:
        if self.closed or at >= self.closes_at:
            return State.CLOSED
        return State.SCHEDULED if at < self.opens_at else State.RUNNING


@dataclass(frozen=True)
class Seat:
    """A paid member. `at`: when they had paid."""

    customer_id: str
    order_id: str
    at: str


@dataclass(frozen=True)
class Group:
    """`began_at`: when its first member had paid; from `expires_at` on nobody joins."""

    id: str
    group_buy_id: str
    size: int
    began_at: str
    expires_at: str
    seats: list[Seat] = field(default_factory=list)
    state: GroupState = GroupState.OPEN
    ended_at: str = ""

    @property
    def missing(self) -> int:
        return self.size - len(self.seats)

    def refusal(self, at: str) -> Refusal | None:
        if self.state is GroupState.SUCCEEDED or not self.missing:
            return Refusal.FULL
        return Refusal.OVER if self.state is GroupState.FAILED or at >= self.expires_at else None

    def has(self, customer_id: str) -> bool:
        return any(seat.customer_id == customer_id for seat in self.seats)

    def takes(self, seat: Seat) -> bool:
        """Whether there is a place for them. It counts when they had paid, not when it was told."""
        return self.refusal(seat.at) is None and not self.has(seat.customer_id)

    def with_seat(self, seat: Seat, at: str) -> Group:
        """Full, it has succeeded."""
        seats = [*self.seats, seat]
        if len(seats) < self.size:
            return replace(self, seats=seats)
        return replace(self, seats=seats, state=GroupState.SUCCEEDED, ended_at=at)

    def without(self, order_id: str, at: str) -> Group:
        """Who leaves an open group makes room; a group that has ended stays as it is."""
        if self.state is not GroupState.OPEN:
            return self
        seats = [seat for seat in self.seats if seat.order_id != order_id]
        return replace(self, seats=seats) if seats else replace(self, seats=[], state=GroupState.FAILED, ended_at=at)

    def failed(self, at: str) -> Group:
        return replace(self, state=GroupState.FAILED, ended_at=at)


def first_that_takes(groups: Sequence[Group], seat: Seat) -> Group | None:
    """Of several with a place the one that needs fewest, then the one that ends first."""
    fitting = [group for group in groups if group.takes(seat)]
    return min(fitting, key=lambda group: (group.missing, group.expires_at, group.id), default=None)
