"""What people want to be sent, and who subscribed without an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.notifications.model.purpose import Preferences
from functions.notifications.model.subscriber import SEALED_FIELDS, Subscriber
from functions.notifications.store.records import (
    PREFERENCES_SK,
    SUBSCRIBER_SK,
    NotificationsTable,
    PreferencesRecord,
    SubscriberRecord,
    customer_pk,
)
from functions.shared.events.contracts.customers import SubscriptionEnded
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump, load
from functions.shared.sealing import KEY_SK, Erased, KeyRecord, key_pk, opened_body, sealed_body
from functions.shared.store.again import again
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Check, Put, Remember, Write, transact
from functions.shared.store.versions import check_version, locked_put


def preferences_of(person: str) -> Preferences:
    """One GetItem. Nothing said: everything is on, as far as they agreed."""
    record = find(PreferencesRecord, customer_pk(person), PREFERENCES_SK)
    return replace(load(Preferences, record.body), version=int(record.version)) if record else Preferences()


def time_zones_of(people: Sequence[str]) -> dict[str, str]:
    """Where they said that they are, by person; who did not say is not in it. One BatchGetItem for a hundred."""
    keys = [(customer_pk(one), PREFERENCES_SK) for one in people]
    found = find_many({PreferencesRecord: keys}, consistent=False) if keys else {}
    zones = {record.pk.removeprefix(customer_pk("")): load(Preferences, record.body).time_zone for record in found.values()}
    return {person: zone for person, zone in zones.items() if zone}


def change_preferences(
    person: str,
    change: Callable[[Preferences], Preferences],
    *,
    if_match: int | None = None,
    besides: Sequence[Write] = (),
    remember: Remember[Preferences] = lambda _: [],
) -> Preferences:
    """What holds then; nothing is written where nothing changes. Raises Erased (401), VersionConflict, Overtaken's end (503)."""

    def attempt() -> Preferences:
        before = preferences_of(person)
        check_version(before.version, if_match)
        after = change(before)
        if after == before:
            transact([*besides, *remember(before)])
            return before
        written = replace(after, version=before.version + 1)
        ended = [
            event_put(NotificationsTable, customer_pk(person), SubscriptionEnded(person, *one), subject=person, actor=Actor("guest"))
            for one in after.ended_since(before)
        ]
        transact([still_there(person), _preferences_put(person, written), *ended, *besides, *remember(written)])
        return written

    return again(attempt)


def subscriber_of(person: str) -> Subscriber | None:
    """Without an address, if that was forgotten. One GetItem."""
    record = find(SubscriberRecord, customer_pk(person), SUBSCRIBER_SK)
    if record is None:
        return None
    return replace(opened_body(Subscriber, record.body, place=f"{record.pk}|{record.sk}"), version=int(record.version))


def is_confirmed(person: str) -> bool:
    """Whether somebody without an account said by the mail's button that the address is theirs. One GetItem."""
    one = subscriber_of(person)
    return bool(one and one.email and one.confirmed_at)


def subscriber_put(one: Subscriber) -> Put:
    """A new one or the next version. The transaction raises Overtaken."""
    pk = customer_pk(one.person)
    body = sealed_body(replace(one, version=0), SEALED_FIELDS, key=one.person, place=f"{pk}|{SUBSCRIBER_SK}")
    return locked_put(SubscriberRecord(pk=pk, sk=SUBSCRIBER_SK, kind="subscriber", body=body, version=one.version + 1), one.version)


def still_there(person: str) -> Check:
    """Whoever was erased is not brought back by what arrives late."""
    return Check(
        KeyRecord, key_pk(person), KEY_SK, KeyRecord.erased_at.does_not_exist(), Erased("This person's data was erased.", person=person)
    )


def _preferences_put(person: str, one: Preferences) -> Put:
    record = PreferencesRecord(
        pk=customer_pk(person), sk=PREFERENCES_SK, kind="message_preferences", body=dump(replace(one, version=0)), version=one.version
    )
    return locked_put(record, one.version - 1)
