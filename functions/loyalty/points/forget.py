"""Whoever is erased has no points: all they had and owed is let go, so that no figure counts them any more."""

from __future__ import annotations

from datetime import timedelta

from functions.loyalty.model.account import forfeit
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.moves import Cause, booked
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import data_of
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def forget_points(envelope: Envelope) -> None:
    person = data_of(envelope, ErasureRequested).person
    again(lambda: _forget(person))


def _forget(person: str) -> None:
    account = account_of(person)
    after, entries = forfeit(account)
    if entries:
        transact(booked(account, after, entries, Cause(SYSTEM), notice=timedelta()))
