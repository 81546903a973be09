"""Gift cards are issued, one or several at a time. Their codes are in the answer of that call, and nowhere else but hashed."""

from __future__ import annotations

from collections.abc import Sequence

from functions.loyalty.model.stored import Change, activate
from functions.loyalty.store.bought import letter_put
from functions.loyalty.store.new_cards import IssuedCard, new_card
from functions.loyalty.store.values import Booking, booked_values, code_put
from functions.shared.contact.card_to import CardTo
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import Money
from functions.shared.store.transactions import Remember, transact

MOST_CARDS = 20
"""At a time: their accounts, codes, entries and events are one transaction."""


def issue_cards(
    worth: Money,
    count: int,
    *,
    expires_at: str,
    active: bool,
    booking: Booking,
    remember: Remember[Sequence[IssuedCard]],
    send_to: CardTo | None = None,
) -> list[IssuedCard]:
    """All of them, or none. Those that are not `active` are worth nothing before they are activated. `send_to`: whom one is sent to by
    mail. Raises Invalid (422 `no_value`, `over_already`, `one_card`, `nobody`)."""
    check_worth(worth, expires_at)
    if send_to and (count != 1 or not active):
        raise Invalid.field("/send_to", "one_card", "One active card is sent to one person.")
    if send_to and not send_to.email:
        raise Invalid.field("/send_to/email", "nobody", "Say whom it is sent to.")
    batch, issued, changes = fresh.new_id("bat"), list[IssuedCard](), list[Change]()
    for _ in range(count):
        made = new_card(fresh.new_id("gft"), worth, batch=batch, expires_at=expires_at)
        change = activate(made.card) if active else Change(made.card, made.card, [])
        changes.append(change)
        issued.append(IssuedCard(change.after, made.code))
    letters = [letter_put(one.card.id, worth.currency, "", one.code, send_to) for one in issued] if send_to else []
    transact([*[code_put(one.card, one.code) for one in issued], *letters, *booked_values(changes, booking), *remember(issued)])
    return issued


def check_worth(worth: Money, expires_at: str) -> None:
    """Raises Invalid (422 `no_value`, `over_already`)."""
    if worth.amount <= 0:
        raise Invalid.field("/worth/amount", "no_value", "A card is worth something.")
    if expires_at and expires_at <= times.iso(clock.now()):
        raise Invalid.field("/expires_at", "over_already", "Its end is over.")
