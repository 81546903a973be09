"""Value that somebody has at the shop and pays with: a gift card, or a customer's credit. As a ledger of double entry. Pure.

    issued ──issued──► held ──spent──► spent ──given_back──► held
                         ├──expired──► expired        held ◄──moved──► moved (a card becomes credit)
                         ├──taken──► issued           (staff correct what they gave)
                         ├──paid_out──► paid_out      (finance sent the money)
                         └──closed──► closed          (a card is closed, a person erased)

Each move takes value from one book and puts it into another, so all books of a currency together are 0; `held` is what the shop owes.
A card: inactive → active ⇄ disabled, and from each of them closed. Nothing is owed for one that is inactive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import MAX_AMOUNT

NEVER = ""
AT_LEAST = timedelta(days=30)
"""So long what goes back to a card can be used, whatever end the card had."""


class Form(StrEnum):
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"


class State(StrEnum):
    INACTIVE = "inactive"
    ACTIVE = "active"
    DISABLED = "disabled"
    CLOSED = "closed"


class ValueBook(StrEnum):
    ISSUED = "issued"
    HELD = "held"
    SPENT = "spent"
    EXPIRED = "expired"
    MOVED = "moved"
    PAID_OUT = "paid_out"
    CLOSED = "closed"


class ValueKind(StrEnum):
    ISSUED = "issued"
    SPENT = "spent"
    GIVEN_BACK = "given_back"
    EXPIRED = "expired"
    MOVED = "moved"
    TAKEN = "taken"
    PAID_OUT = "paid_out"
    CLOSED = "closed"


_B, _K = ValueBook, ValueKind


class TooLittle(ValueError):
    """There is not so much."""


class NotNow(ValueError):
    """Its state does not allow that."""


@dataclass(frozen=True)
class ValueEntry:
    """`amount` (above 0, minor units) from one book to another."""

    kind: ValueKind
    amount: int
    source: ValueBook
    target: ValueBook


@dataclass(frozen=True)
class Stored:
    """`id` of a card; a customer's credit is one per currency, and has none. `worth`: what the card was issued for.
    `batch`: with which others."""

    form: Form
    currency: str
    id: str = ""
    customer_id: str = ""
    balance: int = 0
    state: State = State.ACTIVE
    worth: int = 0
    expires_at: str = NEVER
    last4: str = ""
    batch: str = ""
    issued_at: str = ""
    version: int = 0

    @property
    def name(self) -> str:
        """By what payments know it."""
        return self.id or f"{self.customer_id}/{self.currency}"

    def is_over(self, now: datetime) -> bool:
        return self.expires_at != NEVER and times.iso(now) >= self.expires_at

    def usable(self, now: datetime) -> int:
        """0 from the very millisecond of its end, whatever the schedule has done."""
        return self.balance if self.state is State.ACTIVE and not self.is_over(now) else 0


@dataclass(frozen=True)
class Change:
    before: Stored
    after: Stored
    entries: Sequence[ValueEntry]


@dataclass(frozen=True)
class Cover:
    """So much of an order is paid by it."""

    by: Stored
    amount: int


def cover(total: int, by: Iterable[Stored], now: datetime) -> list[Cover]:
    """In the given order, each as much as is left to pay."""
    covers = []
    for one in by:
        amount = min(total, one.usable(now))
        if amount:
            covers.append(Cover(one, amount))
            total -= amount
    return covers


def activate(card: Stored) -> Change:
    """It is worth something from now on. Raises NotNow."""
    if card.state is not State.INACTIVE:
        raise NotNow
    after = replace(card, state=State.ACTIVE, balance=card.worth)
    return _change(card, after, _K.ISSUED, card.worth, _B.ISSUED, _B.HELD)


def switched(card: Stored, *, on: bool) -> Change:
    """Disabled, or enabled again: no value moves. Raises NotNow."""
    if card.state is not (State.DISABLED if on else State.ACTIVE):
        raise NotNow
    return Change(card, replace(card, state=State.ACTIVE if on else State.DISABLED), [])


def close(card: Stored) -> Change:
    """For good, and what is left on it is owed to nobody. Raises NotNow."""
    if card.state is State.CLOSED:
        raise NotNow
    after = replace(card, state=State.CLOSED, balance=0)
    return _change(card, after, _K.CLOSED, card.balance, _B.HELD, _B.CLOSED)


def spend(one: Stored, amount: int, now: datetime) -> Change:
    """Raises TooLittle."""
    if not 0 < amount <= one.usable(now):
        raise TooLittle
    return _change(one, replace(one, balance=one.balance - amount), _K.SPENT, amount, _B.HELD, _B.SPENT)


def give_back(one: Stored, amount: int, now: datetime) -> Change:
    """What was spent. A card that has ended, or ends soon, lives for thirty days more. Raises NotNow for one that is closed, or never
    was active."""
    if one.state in (State.CLOSED, State.INACTIVE):
        raise NotNow
    end = max(one.expires_at, times.iso(now + AT_LEAST)) if one.expires_at != NEVER else NEVER
    return _change(one, replace(one, balance=one.balance + amount, expires_at=end), _K.GIVEN_BACK, amount, _B.SPENT, _B.HELD)


def top_up(credit: Stored, amount: int) -> Change:
    """Raises OverflowError where it would be more than an amount can be."""
    if credit.balance + amount > MAX_AMOUNT:
        raise OverflowError
    return _change(credit, replace(credit, balance=credit.balance + amount), _K.ISSUED, amount, _B.ISSUED, _B.HELD)


def take(credit: Stored, amount: int, *, paid_out: bool = False) -> Change:
    """A correction of what was given, or `paid_out` as money. Raises TooLittle."""
    if amount > credit.balance:
        raise TooLittle
    kind, target = (_K.PAID_OUT, _B.PAID_OUT) if paid_out else (_K.TAKEN, _B.ISSUED)
    return _change(credit, replace(credit, balance=credit.balance - amount), kind, amount, _B.HELD, target)


def move(card: Stored, credit: Stored, now: datetime) -> list[Change]:
    """All that is on the card becomes credit. Raises TooLittle where there is nothing, OverflowError."""
    amount = card.usable(now)
    if not amount:
        raise TooLittle
    if credit.balance + amount > MAX_AMOUNT:
        raise OverflowError
    return [
        _change(card, replace(card, balance=0), _K.MOVED, amount, _B.HELD, _B.MOVED),
        _change(credit, replace(credit, balance=credit.balance + amount), _K.MOVED, amount, _B.MOVED, _B.HELD),
    ]


def expire(card: Stored, now: datetime) -> Change | None:
    """None where nothing has ended."""
    if not card.balance or not card.is_over(now):
        return None
    return _change(card, replace(card, balance=0), _K.EXPIRED, card.balance, _B.HELD, _B.EXPIRED)


def balances(entries: Iterable[ValueEntry]) -> dict[ValueBook, int]:
    """What each book holds after these entries; together they are 0."""
    held = dict.fromkeys(ValueBook, 0)
    for one in entries:
        held[one.source] -= one.amount
        held[one.target] += one.amount
    return held


def _change(before: Stored, after: Stored, kind: ValueKind, amount: int, source: ValueBook, target: ValueBook) -> Change:
    return Change(before, after, [ValueEntry(kind, amount, source, target)] if amount else [])
