"""Whoever gives an address is asked at that address first. The answer says nothing of who has it."""

from __future__ import annotations

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
from functions.shared.store.transactions import Remember, transact

_PAUSE = timedelta(minutes=2)


def ask(email: str, language: str, text_version: str, *, remember: Remember[()]) -> None:
    """One mail in two minutes, however often it is asked. Raises Unavailable while there is no key."""
    person = email_key(email)

    def attempt() -> None:
        known, now = subscriber_of(person), clock.now()
        until = times.iso(now + ASKED_FOR)
        if known is not None and known.asked_until > times.iso(now + ASKED_FOR - _PAUSE):
            transact(remember())
            return
        asked = fresh.new_id("ntc")
        key_for(person)
        one = Subscriber(person, email, language, text_version, asked, until, version=known.version if known else 0)
        told = SubscriptionRequested(person, asked, Purpose.NEWS)
        event = event_put(NotificationsTable, customer_pk(person), told, subject=person, actor=Actor("guest"), cause=asked)
        transact([still_there(person), subscriber_put(one), event, *remember()])

    try:
        again(attempt)
    except Erased:
        transact(remember())
