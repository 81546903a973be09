"""Whoever gives an address is asked at that address first. The answer says nothing of who has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from functions.notifications.model.purpose import Purpose
from functions.notifications.model.subscriber import ASKED_FOR, Subscriber
from functions.notifications.store.preferences import still_there, subscriber_of, subscriber_put
from functions.notifications.store.records import NotificationsTable, customer_pk
from functions.privacy import email_key
from functions.shared.events.contracts.customers import SubscriptionRequested
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.sealing import Erased, key_for
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact

_PAUSE = timedelta(minutes=2)


def ask_address(
    email: str, language: str, text_version: str, *, purpose: Purpose = Purpose.NEWS, besides: Sequence[Write] = (), remember: Remember[()]
) -> None:
    """One mail in two minutes, however often it is asked. `besides` is written in any case, unless they were erased. Raises Unavailable
    while there is no key."""
    person = email_key(email)

    def attempt() -> None:
        known, now = subscriber_of(person), clock.now()
        until = times.iso(now + ASKED_FOR)
        if known is not None and known.asked_until > times.iso(now + ASKED_FOR - _PAUSE):
            transact([*besides, *remember()])
            return
        asked = fresh.new_id("ntc")
        key_for(person)
        before = known or Subscriber(person, email, language, text_version, asked, until)
        # Who confirmed stays so: a stranger who asks again takes nothing from them.
        one = Subscriber(person, email, language, text_version, asked, until, before.confirmed_at, before.version)
        told = SubscriptionRequested(person, asked, purpose)
        event = event_put(NotificationsTable, customer_pk(person), told, subject=person, actor=Actor("guest"), cause=asked)
        transact([still_there(person), subscriber_put(one), event, *besides, *remember()])

    try:
        again(attempt)
    except Erased:
        transact(remember())
