"""Events of customers' points, and of gift cards and credit: each is an entry of a ledger (functions/loyalty), from one book to another.

`points` above 0 went from `source` to `target`: issued | pending | usable | spent | expired | adjusted | forfeited. `usable` and
`pending`: what the customer has after it. `order_id` and `expires_at` (of the points, ISO 8601) are empty where there is none.
"""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class PointsGranted:
    """For what an order costs, or anew as a refund came back. They can be used when returns are over, or at once (`target` usable)."""

    TYPE: ClassVar[str] = "points.granted"
    VERSION: ClassVar[int] = 1
    customer_id: str
    points: int
    order_id: str
    source: str
    target: str
    expires_at: str
    usable: int
    pending: int


@dataclass(frozen=True)
class PointsReleased:
    """Returns of their order are over: they can be used until `expires_at`."""

    TYPE: ClassVar[str] = "points.released"
    VERSION: ClassVar[int] = 1
    customer_id: str
    points: int
    order_id: str
    source: str
    target: str
    expires_at: str
    usable: int
    pending: int


@dataclass(frozen=True)
class PointsTakenBack:
    """What they were for went back. Of what was spent before, the customer owes them: `usable` never falls below 0."""

    TYPE: ClassVar[str] = "points.taken_back"
    VERSION: ClassVar[int] = 1
    customer_id: str
    points: int
    order_id: str
    source: str
    target: str
    expires_at: str
    usable: int
    pending: int


@dataclass(frozen=True)
class PointsSpent:
    """They took something off an order that was placed."""

    TYPE: ClassVar[str] = "points.spent"
    VERSION: ClassVar[int] = 1
    customer_id: str
    points: int
    order_id: str
    source: str
    target: str
    expires_at: str
    usable: int
    pending: int


@dataclass(frozen=True)
class PointsGivenBack:
    """What an order had used is back, with the end that it had: it was not sold, or goods of it went back."""

    TYPE: ClassVar[str] = "points.given_back"
    VERSION: ClassVar[int] = 1
    customer_id: str
    points: int
    order_id: str
    source: str
    target: str
    expires_at: str
    usable: int
    pending: int


@dataclass(frozen=True)
class PointsExpired:
    """They had an end, `expires_at`, and it came."""

    TYPE: ClassVar[str] = "points.expired"
    VERSION: ClassVar[int] = 1
    customer_id: str
    points: int
    order_id: str
    source: str
    target: str
    expires_at: str
    usable: int
    pending: int


@dataclass(frozen=True)
class PointsAdjusted:
    """Staff gave some (`target` is usable) or took some away."""

    TYPE: ClassVar[str] = "points.adjusted"
    VERSION: ClassVar[int] = 1
    customer_id: str
    points: int
    order_id: str
    source: str
    target: str
    expires_at: str
    usable: int
    pending: int


@dataclass(frozen=True)
class PointsForfeited:
    """Their owner was erased; or what they owed was let go (`target` is usable)."""

    TYPE: ClassVar[str] = "points.forfeited"
    VERSION: ClassVar[int] = 1
    customer_id: str
    points: int
    order_id: str
    source: str
    target: str
    expires_at: str
    usable: int
    pending: int


@dataclass(frozen=True)
class PointsExpiring:
    """So many points of theirs end soon, the first of them at `expires_at`. Told once for each end."""

    TYPE: ClassVar[str] = "points.expiring"
    VERSION: ClassVar[int] = 1
    customer_id: str
    points: int
    expires_at: str


@dataclass(frozen=True)
class StoredValueMoved:
    """`amount` (minor units, above 0) went from `source` to `target`: issued | held | spent | expired | moved | paid_out | closed. `kind`:
    issued | spent | given_back | expired | moved | taken | paid_out | closed. `form`: gift_card (then `card_id`) | store_credit (then
    `customer_id`). `balance`: what is left. `order_id` is empty where there is none."""

    TYPE: ClassVar[str] = "stored_value.moved"
    VERSION: ClassVar[int] = 1
    form: str
    card_id: str
    customer_id: str
    kind: str
    amount: int
    currency: str
    source: str
    target: str
    balance: int
    order_id: str


@dataclass(frozen=True)
class GiftCardSent:
    """The code of a gift card goes to whom it is for, by mail, the `number`-th time. `order_id`: that bought it, empty where staff issued
    it."""

    TYPE: ClassVar[str] = "gift_card.sent"
    VERSION: ClassVar[int] = 1
    card_id: str
    order_id: str
    number: int


@dataclass(frozen=True)
class LevelRaised:
    """A member has a higher level now (`before`, `level`: codes; empty: none). `why`: reached | given | ended (what was given)."""

    TYPE: ClassVar[str] = "level.raised"
    VERSION: ClassVar[int] = 1
    customer_id: str
    before: str
    level: str
    why: str


@dataclass(frozen=True)
class LevelDropped:
    """A member has a lower level now, or none. `why`: dropped (by the clock: too little counted) | given | ended (what was given)."""

    TYPE: ClassVar[str] = "level.dropped"
    VERSION: ClassVar[int] = 1
    customer_id: str
    before: str
    level: str
    why: str
