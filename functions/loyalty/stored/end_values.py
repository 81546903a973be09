"""What ends: a card at its time, the credit of somebody who is erased."""

from __future__ import annotations

from functions.loyalty.model.stored import close, expire
from functions.loyalty.store.records import VALUES
from functions.loyalty.store.values import Booking, ValueKey, booked_values, credits_of, value_of
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def expire_card(card_id: str, sk: str) -> None:
    """Once, however often it is called; nothing where its end was moved."""

    def attempt() -> None:
        ended = expire(value_of(ValueKey(sk.removeprefix(VALUES), card_id)), clock.now())
        if ended is not None:
            transact(booked_values([ended], Booking(SYSTEM)))

    again(attempt)


def forget_credit(envelope: Envelope) -> None:
    """All they had is let go, so that no figure counts it any more."""
    person = data_of(envelope, ErasureRequested).person

    def attempt() -> None:
        closed = [close(one) for one in credits_of(person) if one.balance]
        if closed:
            transact(booked_values(closed, Booking(SYSTEM)))

    again(attempt)
