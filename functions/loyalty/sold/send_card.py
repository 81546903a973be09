"""A card's code is sent by mail: at its time, once, or again when staff say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.loyalty.model.stored import State, Stored
from functions.loyalty.store.bought import CardToSend, to_send, to_send_put
from functions.loyalty.store.records import LoyaltyTable, card_pk
from functions.loyalty.store.values import ValueKey, value_of
from functions.shared.events.contracts.points import GiftCardSent
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact

_LATER = timedelta(minutes=15)


def send_card(card_id: str) -> None:
    """When it is due. One that cannot be used yet waits; one that is closed is not sent."""

    def attempt() -> None:
        one, now = to_send(card_id), clock.now()
        if one is None or one.sent or one.send_at > times.iso(now):
            return
        state = value_of(ValueKey(one.currency, card_id)).state
        if state is State.CLOSED:
            transact([to_send_put(one, due=None)])
        elif state is State.ACTIVE:
            transact(_sent(one, SYSTEM))
        else:
            transact([to_send_put(one, due=now + _LATER)])

    again(attempt)


def send_again(card: Stored, actor: Actor, remember: Remember[Stored]) -> Stored:
    """Raises Conflict (409 `card_state`, `not_sent`)."""

    def attempt() -> Stored:
        one = to_send(card.id)
        if card.state is not State.ACTIVE:
            raise Conflict(f"The card is {card.state}.", code="card_state", state=card.state.value)
        if one is None or not one.sent:
            raise Conflict("Its code was sent to nobody, or too long ago.", code="not_sent")
        transact([*_sent(one, actor), *remember(card)])
        return card

    return again(attempt)


def _sent(one: CardToSend, actor: Actor) -> list[Write]:
    number = one.sent + 1
    told = GiftCardSent(one.card_id, one.order_id, number)
    put = event_put(LoyaltyTable, card_pk(one.card_id), told, subject=one.card_id, actor=actor, cause=f"sent {number}")
    return [to_send_put(replace(one, sent=number), due=None), put]
