"""Gift cards and credit pay for an order: read in the caller's own BatchGetItem, taken in the transaction that places it, given back by its
refunds. Tenders, not reductions (ADR 134): price, tax and invoice of the order are what they are without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from functions.loyalty.model.stored import Cover, NotNow, Stored, TooLittle, cover, give_back, spend
from functions.loyalty.store.accounts import Found
from functions.loyalty.store.moves import still_there
from functions.loyalty.store.records import GIVEN_SK, GivenRecord, given_pk
from functions.loyalty.store.values import Booking, ValueKey, booked_values, value_in, value_keys, value_of
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump_brief
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.plain.money import Money
from functions.shared.sealing import Erased
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import Record
from functions.shared.store.transactions import Write, put_new, transact


@dataclass(frozen=True)
class ValueOffer:
    """What a cart's cards and its buyer's credit can pay at this moment, in the order in which they do."""

    accounts: Sequence[Stored]
    at: datetime

    def covers(self, total: int) -> list[Cover]:
        return cover(total, self.accounts, self.at)


class NowhereToGo(Conflict):
    """The card is closed, and its payer has no account."""

    code = "card_closed"


class _AlreadyGiven(Exception):
    """A call that died, or runs beside this one, has done it."""


def keys_to_pay(card_ids: Sequence[str], credit_of: str | None, currency: str) -> list[ValueKey]:
    """Cards first, as they were put in; then the credit."""
    return [*(ValueKey(currency, one) for one in card_ids), *([ValueKey(currency, customer_id=credit_of)] if credit_of else [])]


def value_items(keys: Sequence[ValueKey]) -> Mapping[type[Record], list[tuple[str, str]]]:
    return value_keys(keys)


def values_in(found: Found, keys: Sequence[ValueKey], now: datetime) -> ValueOffer:
    return ValueOffer([value_in(found, key) for key in keys], now)


def cover_writes(covers: Sequence[Cover], order_id: str, actor: Actor) -> list[Write]:
    """For the transaction that places the order; it raises Overtaken where an account was changed since it was read."""
    try:
        changes = [spend(one.by, one.amount, clock.now()) for one in covers]
    except TooLittle as ended:
        # A card ended between reading and writing.
        raise Overtaken from ended
    return booked_values(changes, Booking(actor, order_id))


def give_value_back(account: str, money: Money, *, refund: str, order_id: str, customer_id: str | None) -> None:
    """Once per `refund`, however often it is asked. `account`: the `name` of what had paid, or empty: the customer's credit. What was paid
    by a card that is closed becomes credit of the order's customer. Raises NowhereToGo (409)."""

    def attempt() -> None:
        key = _key(account, money.currency, customer_id)
        try:
            change = give_back(value_of(key), money.amount, clock.now())
        except NotNow as closed:
            if not customer_id:
                raise NowhereToGo("The card is closed.") from closed
            key = ValueKey(money.currency, customer_id=customer_id)
            change = give_back(value_of(key), money.amount, clock.now())
        given = GivenRecord(pk=given_pk(refund), sk=GIVEN_SK, kind="value_given", body=dump_brief({"to": change.after.name}))
        there = [still_there(key.customer_id)] if key.customer_id else []
        transact([put_new(given, _AlreadyGiven()), *there, *booked_values([change], Booking(SYSTEM, order_id))])

    try:
        again(attempt)
    except _AlreadyGiven:
        return
    except Erased as gone:
        raise NowhereToGo("Its owner was erased.") from gone


def _key(account: str, currency: str, customer_id: str | None) -> ValueKey:
    if ids.is_id("gft", account):
        return ValueKey(currency, account)
    owner = account.partition("/")[0] or customer_id or ""
    if not owner:
        raise NowhereToGo("Its payer has no account.")
    return ValueKey(currency, customer_id=owner)
