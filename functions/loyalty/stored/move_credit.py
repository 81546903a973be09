"""A customer's credit: topped up or corrected by staff, paid out by finance, filled from a gift card by its owner."""

from __future__ import annotations

from enum import StrEnum

from functions.customers import choosing_facts
from functions.loyalty.model.stored import Change, Stored, TooLittle, move, take, top_up
from functions.loyalty.points.adjust import no_such_customer
from functions.loyalty.spending.card_ref import open_card
from functions.loyalty.store.moves import still_there
from functions.loyalty.store.values import Booking, ValueKey, booked_values, value_of
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.money import Money
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


class CreditMove(StrEnum):
    TOP_UP = "top_up"
    TAKE = "take"
    PAY_OUT = "pay_out"


class CreditShort(Conflict):
    code, title = "credit_short", "There is not so much credit"


def move_credit(customer_id: str, kind: CreditMove, money: Money, *, booking: Booking, remember: Remember[Stored]) -> Stored:
    """Raises NotFound for who is no customer, Invalid (422 `no_value`, `too_much`), CreditShort (409) with the `balance`."""
    if money.amount <= 0:
        raise Invalid.field("/amount/amount", "no_value", "Say how much.")
    if choosing_facts(customer_id) is None:
        raise no_such_customer()

    def attempt() -> Stored:
        credit = value_of(ValueKey(money.currency, customer_id=customer_id))
        change = _changed(credit, kind, money.amount)
        transact([still_there(customer_id), *booked_values([change], booking), *remember(change.after)])
        return change.after

    try:
        return again(attempt)
    except Erased as gone:
        raise no_such_customer() from gone


def _changed(credit: Stored, kind: CreditMove, amount: int) -> Change:
    try:
        return top_up(credit, amount) if kind is CreditMove.TOP_UP else take(credit, amount, paid_out=kind is CreditMove.PAY_OUT)
    except TooLittle as short:
        raise CreditShort(f"There are {credit.balance}.", balance=credit.balance) from short
    except OverflowError as full:
        raise Invalid.field("/amount/amount", "too_much", "That would be more credit than an account holds.") from full


def redeem_card(customer_id: str, typed: str, *, booking: Booking, remember: Remember[Stored]) -> Stored:
    """All that is on a gift card becomes the customer's credit. Raises what `open_card` does, Invalid (422 `too_much`)."""

    def attempt() -> Stored:
        card = open_card(typed)
        credit = value_of(ValueKey(card.currency, customer_id=customer_id))
        try:
            changes = move(card, credit, clock.now())
        except OverflowError as full:
            raise Invalid.field("/code", "too_much", "That would be more credit than an account holds.") from full
        after = changes[-1].after
        transact([still_there(customer_id), *booked_values(changes, booking), *remember(after)])
        return after

    try:
        return again(attempt)
    except Erased as gone:
        raise no_such_customer() from gone
