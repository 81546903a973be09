"""A customer's points, as a double-entry ledger books them. Pure.

    issued ──granted──► pending ──released──► usable ──spent──► spent
                                                 └──expired──► expired
    and back: pending or usable ──taken_back──► issued; spent ──given_back──► usable; adjusted ◄──► usable; pending, usable ──► forfeited

Each move takes points from one account and puts them into another, so all accounts together are 0. `pending` and `usable` are of a
customer. Usable points lie in buckets, by the moment they end. What is taken back and was spent before is `debt`: `usable` of the ledger is
the buckets less the debt, what the customer may use is never below 0, and what comes in pays the debt first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from functions.loyalty.model.programme import NEVER
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

MAX_POINTS = 1_000_000_000_000
"""An account's; what comes beyond is refused where people ask for it."""
_LAST = "~"


class Book(StrEnum):
    ISSUED = "issued"
    PENDING = "pending"
    USABLE = "usable"
    SPENT = "spent"
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
    FORFEITED = "forfeited"


class Kind(StrEnum):
    GRANTED = "granted"
    RELEASED = "released"
    TAKEN_BACK = "taken_back"
    SPENT = "spent"
    GIVEN_BACK = "given_back"
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
    FORFEITED = "forfeited"


@dataclass(frozen=True)
class Bucket:
    """`points` that can be used until just before `expires_at` (ISO 8601, UTC); empty: for ever."""

    expires_at: str
    points: int


@dataclass(frozen=True)
class Entry:
    """`points` (above 0) from one book to another. `expires_at`: of points that became usable, or were taken back before they were used."""

    kind: Kind
    points: int
    source: Book
    target: Book
    expires_at: str = NEVER


@dataclass(frozen=True)
class Account:
    """`told_until`: their owner was told of all points that end by then. `buckets` by their end, the soonest first.
    `gifts`: by variant, pieces that they have for points."""

    customer_id: str
    pending: int = 0
    buckets: list[Bucket] = field(default_factory=list)
    debt: int = 0
    told_until: str = ""
    gifts: dict[str, int] = field(default_factory=dict)
    version: int = 0

    @property
    def held(self) -> int:
        """All in the buckets, also what has ended and is not booked as that yet."""
        return sum(one.points for one in self.buckets)

    def usable(self, now: datetime) -> int:
        at = times.iso(now)
        return sum(one.points for one in self.buckets if _lives(one, at))

    def live(self, now: datetime) -> list[Bucket]:
        at = times.iso(now)
        return [one for one in self.buckets if _lives(one, at)]


Booked = tuple[Account, list[Entry]]


def grant(account: Account, points: int) -> Booked:
    """For an order that is paid, until returns are over."""
    return replace(account, pending=account.pending + points), [Entry(Kind.GRANTED, points, Book.ISSUED, Book.PENDING)]


def take_back_pending(account: Account, points: int) -> Booked:
    """Of what is still there: an account may have been forfeited since."""
    if not (points := min(points, account.pending)):
        return account, []
    return replace(account, pending=account.pending - points), [Entry(Kind.TAKEN_BACK, points, Book.PENDING, Book.ISSUED)]


def release(account: Account, points: int, expires_at: str) -> Booked:
    """Of what is still there, as above."""
    if not (points := min(points, account.pending)):
        return account, []
    after = _filled(replace(account, pending=account.pending - points), points, expires_at)
    return after, [Entry(Kind.RELEASED, points, Book.PENDING, Book.USABLE, expires_at)]


def issue(account: Account, points: int, expires_at: str) -> Booked:
    """Of points that were taken back after they could be used, and are due again."""
    return _filled(account, points, expires_at), [Entry(Kind.GRANTED, points, Book.ISSUED, Book.USABLE, expires_at)]


def take_back(account: Account, points: int, expires_at: str) -> Booked:
    """Of points that could be used already: those of the same end first, then what ends last; what is not there any more is owed."""
    own = [one for one in account.buckets if one.expires_at == expires_at]
    others = [one for one in reversed(account.buckets) if one.expires_at != expires_at]
    taken = _of(points, [*own, *others])
    missing = points - sum(one.points for one in taken)
    after = replace(_without(account, taken), debt=account.debt + missing)
    return after, [Entry(Kind.TAKEN_BACK, points, Book.USABLE, Book.ISSUED, expires_at)]


def spend(account: Account, points: int, now: datetime) -> tuple[Account, list[Entry], list[Bucket]]:
    """The soonest to end first; which were taken is told too. Raises ValueError."""
    if points > account.usable(now):
        raise ValueError("fewer points can be used")
    taken = _of(points, account.live(now))
    return _without(account, taken), [Entry(Kind.SPENT, points, Book.USABLE, Book.SPENT)], taken


def give_back(account: Account, parts: Iterable[Bucket]) -> Booked:
    """What an order had used, with the end that it had: what is past it cannot be used, and ends with the next sweep."""
    entries = []
    for one in parts:
        account = _filled(account, one.points, one.expires_at)
        entries.append(Entry(Kind.GIVEN_BACK, one.points, Book.SPENT, Book.USABLE, one.expires_at))
    return account, entries


def with_gifts(account: Account, pieces: Mapping[str, int]) -> Account:
    """By variant, more pieces that they have for points; below 0 fewer, as those went back."""
    counted = account.gifts | {name: account.gifts.get(name, 0) + more for name, more in pieces.items()}
    return replace(account, gifts={name: count for name, count in counted.items() if count > 0})


def expire(account: Account, now: datetime) -> Booked:
    """Everything that has ended by now."""
    at = times.iso(now)
    gone = [one for one in account.buckets if not _lives(one, at)]
    return _without(account, gone), [Entry(Kind.EXPIRED, one.points, Book.USABLE, Book.EXPIRED, one.expires_at) for one in gone]


def adjust(account: Account, points: int, expires_at: str, now: datetime) -> Booked:
    """By staff: more, or (below 0) fewer. Raises ValueError where fewer can be used than are to be taken."""
    if points > 0:
        return _filled(account, points, expires_at), [Entry(Kind.ADJUSTED, points, Book.ADJUSTED, Book.USABLE, expires_at)]
    if -points > account.usable(now):
        raise ValueError("fewer points can be used")
    return _without(account, _of(-points, account.live(now))), [Entry(Kind.ADJUSTED, -points, Book.USABLE, Book.ADJUSTED)]


def forfeit(account: Account) -> Booked:
    """All of somebody who is erased; what they owed is let go."""
    entries = []
    if account.pending:
        entries.append(Entry(Kind.FORFEITED, account.pending, Book.PENDING, Book.FORFEITED))
    if account.held:
        entries.append(Entry(Kind.FORFEITED, account.held, Book.USABLE, Book.FORFEITED))
    if account.debt:
        entries.append(Entry(Kind.FORFEITED, account.debt, Book.FORFEITED, Book.USABLE))
    return replace(account, pending=0, buckets=[], debt=0, gifts={}), entries


def balances(entries: Iterable[Entry]) -> dict[Book, int]:
    """What each book holds after these entries; together they are 0."""
    held = dict.fromkeys(Book, 0)
    for one in entries:
        held[one.source] -= one.points
        held[one.target] += one.points
    return held


def _filled(account: Account, points: int, expires_at: str) -> Account:
    paid = min(points, account.debt)
    account = replace(account, debt=account.debt - paid)
    return _with(account, points - paid, expires_at) if points > paid else account


def _with(account: Account, points: int, expires_at: str) -> Account:
    held = {one.expires_at: one.points for one in account.buckets}
    held[expires_at] = held.get(expires_at, 0) + points
    return replace(account, buckets=_ordered(Bucket(at, count) for at, count in held.items()))


def _without(account: Account, taken: Sequence[Bucket]) -> Account:
    held = {one.expires_at: one.points for one in account.buckets}
    for one in taken:
        held[one.expires_at] -= one.points
    return replace(account, buckets=_ordered(Bucket(at, count) for at, count in held.items() if count))


def _of(points: int, buckets: Iterable[Bucket]) -> list[Bucket]:
    taken = []
    for one in buckets:
        part = min(points, one.points)
        if part:
            taken.append(Bucket(one.expires_at, part))
            points -= part
    return taken


def _ordered(buckets: Iterable[Bucket]) -> list[Bucket]:
    return sorted(buckets, key=lambda one: one.expires_at or _LAST)


def _lives(one: Bucket, at: str) -> bool:
    return one.expires_at == NEVER or one.expires_at > at
