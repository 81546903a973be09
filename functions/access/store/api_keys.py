"""API keys in the access table, and what is noted of their use in the table of counters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from pynamodb.attributes import UnicodeAttribute

from functions.access.model.api_key import ApiKey
from functions.access.store.records import AccessTable
from functions.shared.auth.standing import forget
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.plain.settings import table_name
from functions.shared.store.listing import query_page
from functions.shared.store.records import Record, find, find_many
from functions.shared.store.transactions import Put, Write, put_new, transact
from functions.shared.store.versions import locked_put

KEYS_PARTITION = "API_KEYS"
_KEPT_AFTER = timedelta(days=1)
_USED = "USED"


class ApiKeyRecord(AccessTable):
    """pk = sk = `APIKEY#<id>`; body: ApiKey. gsi1: `API_KEYS` / id."""

    class Meta:
        table_name = table_name("access")


class SecretRecord(AccessTable):
    """pk = sk = `KEY#<hash of a secret>`; body: what every function is told of the key (`shared/auth/key_shape.py`)."""

    class Meta:
        table_name = table_name("access")


class UseRecord(Record):
    """pk `KEY#<id>`, sk `USED`, in the table of counters: written by whoever meets the key (`shared/limits/counters.py`)."""

    class Meta:
        table_name = table_name("limits")

    last_used_at = UnicodeAttribute(null=True)
    exposed_at = UnicodeAttribute(null=True)


@dataclass(frozen=True)
class Used:
    last_used_at: str | None = None
    exposed_at: str | None = None


def api_key_pk(key_id: str) -> str:
    return f"APIKEY#{key_id}"


def find_key(key_id: str) -> tuple[ApiKey, int]:
    """And its version. Raises NotFound."""
    record = find(ApiKeyRecord, api_key_pk(key_id), api_key_pk(key_id))
    if record is None:
        raise NotFound("There is no such API key.")
    return record.content(ApiKey), int(record.version)


def keys_page(limit: int, cursor: str | None) -> Page[ApiKey]:
    page = query_page(ApiKeyRecord, KEYS_PARTITION, index="gsi1", query={"list": "api_keys"}, limit=limit, cursor=cursor, newest_first=True)
    return Page([record.content(ApiKey) for record in page.data], page.next_cursor)


def uses_of(keys: Sequence[ApiKey]) -> dict[str, Used]:
    """Eventually; a process writes it once in some minutes."""
    if not keys:
        return {}
    found = find_many({UseRecord: [(f"KEY#{key.id}", _USED) for key in keys]}, consistent=False)
    records = {key.id: found.get((UseRecord, f"KEY#{key.id}", _USED)) for key in keys}
    return {key_id: Used(one.last_used_at, one.exposed_at) for key_id, one in records.items() if isinstance(one, UseRecord)}


def save(key: ApiKey, version: int, payload: Payload, actor: Actor, remember: Sequence[Write] = ()) -> None:
    """The key and what is told of its secrets, in one transaction. `version`: as it was read, 0 for a new one."""
    pk = api_key_pk(key.id)
    record = ApiKeyRecord(
        pk=pk, sk=pk, kind="api_key", body=dump(key), version=version + 1, gsi1pk=KEYS_PARTITION, gsi1sk=f"{key.created_at}#{key.id}"
    )
    written = put_new(record) if version == 0 else locked_put(record, version)
    secrets = list(_secrets(key))
    transact([written, *secrets, event_put(AccessTable, pk, payload, subject=key.id, actor=actor), *remember])
    for one in secrets:
        forget(one.record.pk)


def _secrets(key: ApiKey) -> Iterator[Put]:
    for secret in key.secrets:
        said, pk = key.at_edge(secret), f"KEY#{secret.hash}"
        ttl = int((times.parse(said.until) + _KEPT_AFTER).timestamp()) if said.until else None
        yield Put(SecretRecord(pk=pk, sk=pk, kind="api_key_secret", body=dump(said), ttl=ttl))
