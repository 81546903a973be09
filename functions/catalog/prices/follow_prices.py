"""When a price begins or ends, what sorts and filters by price is told. Prices themselves need nobody: they are computed when read."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from functions.catalog.model.card import Card
from functions.catalog.model.price_steps import next_change
from functions.catalog.store.records import CARD_SK, PRICES_DUE, CardRecord
from functions.shared.events.batches import Run
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.store.again import Overtaken
from functions.shared.store.due_tries import counted_try
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, transact

AHEAD = timedelta(seconds=50)
"""The schedule runs once a minute, and one run at a time: what is due before this one must end is waited for."""


def touch_due_prices(wait: Callable[[float], None] = time.sleep) -> int:
    """Every product whose lowest price changes now or within AHEAD is touched once, at that moment, so that the stream has it indexed
    anew; how many."""
    run, touched = Run("prices-due"), 0
    for due in CardRecord.due.query(PRICES_DUE, CardRecord.due_at <= times.iso(clock.now() + AHEAD)):
        if (early := (times.parse(due.due_at) - clock.now()).total_seconds()) > 0:
            wait(early)
        with run.item(due.pk, partial(_put_off, due.pk)):
            card, now = find(CardRecord, due.pk, CARD_SK), times.iso(clock.now())
            if card is not None and card.due_at is not None and card.due_at <= now:
                touched += _touch(card, now)
    if touched:
        fact("prices.changed", products=touched)
    run.end()
    return touched


def _put_off(pk: str) -> None:
    """What fails is not tried every minute, and in the end no more: whoever edits the product has it tried again."""
    card = find(CardRecord, pk, CARD_SK)
    if card is not None and card.due_at is not None:
        with suppress(Overtaken):
            transact([counted_try(card, clock.now())])


def _touch(card: CardRecord, now: str) -> int:
    upcoming = next_change(load(Card, card.body).price_steps, now)
    changes = [CardRecord.due_at.set(upcoming)] if upcoming else [CardRecord.due_at.remove(), CardRecord.due_pk.remove()]
    actions = [*changes, CardRecord.due_tries.remove()]
    try:
        transact([Update(CardRecord, card.pk, CARD_SK, actions, CardRecord.due_at == card.due_at, Overtaken())])
    except Overtaken:
        return 0
    return 1
