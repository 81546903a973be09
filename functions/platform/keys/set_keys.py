"""Keys put into a provider's secret: read, changed and written by one at a time, since AWS keeps the last one who writes.

Whoever dies in between leaves the lease, which ends by itself; a function lives shorter than it. The secret is written first, what is told
of it afterwards: the same call, sent again, writes both anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from functions.platform.keys.known_providers import Provider, providers
from functions.platform.model.provider_entry import merged, public_end
from functions.shared.documents.records import SettingsTable
from functions.shared.events.envelope import Actor
from functions.shared.outside import aws, clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, Unavailable
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Put, Remember, Update, transact

LEASE = timedelta(seconds=30)
"""Longer than the function may run."""
LARGEST = 60_000
"""Bytes of a whole secret; AWS takes 65,536."""
_TRIES = 8
_FREE = "free"


@dataclass(frozen=True)
class Told:
    """What may be known of a provider's keys. `fields`: the names of what is set."""

    provider: str
    kind: str
    fields: tuple[str, ...] = ()
    since: str = ""
    by: str = ""
    public_id_last4: str | None = None


@dataclass(frozen=True)
class _Note:
    since: str
    by: str


def told_of(wanted: list[Provider]) -> list[Told]:
    """As the secrets are this moment, also where somebody put the keys in by hand; one call a secret."""
    notes = find_many({SettingsTable: [(_pk(one), one.name) for one in wanted]})
    secrets = {one.kind: _entries(one) for one in wanted}
    return [_told(one, secrets[one.kind].get(one.name), notes.get((SettingsTable, _pk(one), one.name))) for one in wanted]


def set_keys(whose: Provider, sent: Mapping[str, Any], *, by: Actor, remember: Remember[Told]) -> Told:
    """Raises Invalid (422 `too_large`), Overtaken (503 `contention`) while somebody else sets keys of this kind."""
    if not whose.secret:
        raise Unavailable("This stage has no secret for keys of this kind; deploy it.", code="secret_unreadable")
    with _lease(whose):
        entries = _entries(whose)
        before = entries.get(whose.name)
        after = merged(before if isinstance(before, dict) else {}, sent)
        if after != before:
            _write(whose, {name: entry for name, entry in entries.items() if name != whose.name} | ({whose.name: after} if after else {}))
    note = _Note(times.iso(clock.now()), by.id)
    record = SettingsTable(pk=_pk(whose), sk=whose.name, kind="keys_note", body=dump(note))
    told = _told(whose, after, record)
    transact([Put(record), *remember(told)])
    return told


def all_told() -> list[Told]:
    return told_of(list(providers().values()))


def _told(one: Provider, entry: Any, note: Any) -> Told:
    if not isinstance(entry, dict) or not entry:
        return Told(one.name, one.kind)
    said = load(_Note, note.body) if note is not None else _Note("", "")
    return Told(one.name, one.kind, tuple(sorted(entry)), said.since, said.by, public_end(entry, one.public))


def _entries(whose: Provider) -> dict[str, Any]:
    if not whose.secret:
        return {}
    client = aws.client("secretsmanager")
    try:
        text = client.get_secret_value(SecretId=whose.secret).get("SecretString", "")
    except client.exceptions.ResourceNotFoundException:
        return {}
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        # To write over it would lose what somebody meant to be there.
        raise Unavailable("The secret does not hold what it should; put it right by hand.", code="secret_unreadable")
    return found


def _write(whose: Provider, entries: Mapping[str, Any]) -> None:
    text = json.dumps(entries, ensure_ascii=False)
    if len(text.encode()) > LARGEST:
        raise Invalid("All keys of this kind together are too large for one secret.", code="too_large")
    client = aws.client("secretsmanager")
    try:
        client.put_secret_value(SecretId=whose.secret, SecretString=text)
    except client.exceptions.ResourceNotFoundException as missing:
        raise Unavailable("This stage has no secret for keys of this kind; deploy it.", code="secret_unreadable") from missing


@contextmanager
def _lease(whose: Provider) -> Iterator[None]:
    mine, key = fresh.new_ulid(), f"LEASE#{whose.kind}"

    def take() -> None:
        now = clock.now()
        free = SettingsTable.pk.does_not_exist() | (SettingsTable.body == _FREE) | (SettingsTable.ttl < int(now.timestamp()))
        until = int((now + LEASE).timestamp()) + 1
        transact([Update(SettingsTable, key, key, [SettingsTable.body.set(mine), SettingsTable.ttl.set(until)], free, Overtaken())])

    again(take, attempts=_TRIES)
    try:
        yield
    finally:
        # Overtaken: it ended before we did, and is another one's now.
        with suppress(Overtaken):
            transact([Update(SettingsTable, key, key, [SettingsTable.body.set(_FREE)], SettingsTable.body == mine, Overtaken())])


def _pk(one: Provider) -> str:
    return f"KEYS#{one.kind}"
