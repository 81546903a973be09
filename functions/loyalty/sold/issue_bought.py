"""Gift cards of a paid order are issued: each piece once, however often its order is told, and whatever died in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from functions.loyalty.model.bought import Bought, CardPiece
from functions.loyalty.model.stored import Change, State, Stored, activate, close, switched
from functions.loyalty.store.bought import bought_of, bought_put, letter_put, sent_to_of
from functions.loyalty.store.new_cards import new_card
from functions.loyalty.store.values import Booking, ValueKey, booked_values, code_put, value_of
from functions.shared.contact.card_to import CardTo
from functions.shared.events.contracts.order_reviews import OrderGroupCompleted, OrderHeld, OrderReviewReleased
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import data_of
from functions.shared.outside.observability import fact
from functions.shared.plain.money import Money
from functions.shared.sealing import Erased, key_of
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact

_AT_ONCE = 5
"""Pieces of a transaction: each is six writes."""


def note_paid_cards(envelope: Envelope) -> None:
    _note(data_of(envelope, OrderPaid).order.order_id, lambda bought: replace(bought, paid=True))


def note_group_of_cards(envelope: Envelope) -> None:
    _note(data_of(envelope, OrderGroupCompleted).order.order_id, lambda bought: replace(bought, waits=False))


def note_held_cards(envelope: Envelope) -> None:
    """Whoever holds a code buys nothing with it while people look at the order that paid for it."""
    told = data_of(envelope, OrderHeld)
    _note(told.order_id, lambda bought: replace(bought, held=max(bought.held, told.review)), fit=_disabled)


def note_released_cards(envelope: Envelope) -> None:
    told = data_of(envelope, OrderReviewReleased)
    _note(told.order_id, lambda bought: replace(bought, released=max(bought.released, told.review)), fit=_enabled)


def note_cancelled_cards(envelope: Envelope) -> None:
    """What is left on them is owed to nobody: their price goes back."""
    _note(data_of(envelope, OrderCancelled).order.order_id, lambda bought: replace(bought, gone=True), fit=_closed)


Fit = Callable[[Bought, Stored], Change | None]


def _note(order_id: str, change: Callable[[Bought], Bought], fit: Fit = lambda _bought, _card: None) -> None:
    """`change` adds a fact to what is known of the order's cards, and what follows from it is done. Nothing for an order without any."""
    if again(lambda: _noted(order_id, change)) is None:
        return
    while again(lambda: _issued(order_id)):
        pass
    bought = bought_of(order_id)
    for piece in bought.there if bought else ():
        again(partial(_fitted, order_id, piece.card_id, fit))


def _noted(order_id: str, change: Callable[[Bought], Bought]) -> Bought | None:
    before = bought_of(order_id)
    if before is not None and (after := change(before)) != before:
        transact([bought_put(after)])
    return before


def _issued(order_id: str) -> bool:
    """The next pieces; whether there were any. One transaction under the version that was read: it is not lost, and not done twice."""
    bought = bought_of(order_id)
    if bought is None or not (pieces := bought.next_pieces(_AT_ONCE)):
        return False
    to = _addressees(order_id)
    writes, changes = list[Write](), list[Change]()
    for piece in pieces:
        issued = new_card(piece.card_id, Money(piece.worth, bought.currency), batch=order_id)
        change = activate(issued.card)
        changes.append(replace(change, after=replace(change.after, state=State.DISABLED)) if bought.on_hold else change)
        writes += [code_put(issued.card, issued.code), *_letter(bought, piece, issued.code, to)]
    after = replace(bought, issued=bought.issued + len(pieces))
    transact([bought_put(after), *writes, *booked_values(changes, Booking(SYSTEM, order_id))])
    fact("gift_cards.issued", order_id=order_id, cards=len(pieces))
    return True


def _addressees(order_id: str) -> Mapping[str, CardTo] | None:
    """None where who bought them was erased: nobody is written to."""
    try:
        key_of(order_id)
        return sent_to_of(order_id)
    except Erased:
        return None


def _letter(bought: Bought, piece: CardPiece, code: str, to: Mapping[str, CardTo] | None) -> list[Write]:
    return [] if to is None else [letter_put(piece.card_id, bought.currency, bought.order_id, code, to.get(piece.line_id, CardTo()))]


def _fitted(order_id: str, card_id: str, fit: Fit) -> None:
    """Under the version of both: what its order is told of meanwhile has its own turn."""
    bought = bought_of(order_id)
    if bought and (change := fit(bought, value_of(ValueKey(bought.currency, card_id)))):
        transact([bought_put(bought), *booked_values([change], Booking(SYSTEM, order_id))])


def _disabled(bought: Bought, card: Stored) -> Change | None:
    return switched(card, on=False) if bought.on_hold and card.state is State.ACTIVE else None


def _enabled(bought: Bought, card: Stored) -> Change | None:
    return switched(card, on=True) if not bought.on_hold and card.state is State.DISABLED else None


def _closed(_bought: Bought, card: Stored) -> Change | None:
    return None if card.state is State.CLOSED else close(card)
