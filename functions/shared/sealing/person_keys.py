"""A data key per person, made and unwrapped by KMS, kept wrapped in one item. Whoever destroys that item has made unreadable all that was
sealed with it, wherever copies of it lie (ADR 62).

An order has a key of its own, too: it is made here and wrapped with the key of its year, which is wrapped by KMS, so that an order costs no
call of KMS (ADR 71).

A process asks once for a key, and remembers so many and so long: erasure reaches every process within `KEEP_SECONDS`. Keys of times are of
nobody, and are remembered for an hour.
"""

from __future__ import annotations

import base64
import os
import time
from collections import OrderedDict
from threading import Lock
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.shared.outside import aws, clock
from functions.shared.plain.errors import Conflict, NotFound, ShopError, Unauthenticated, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.sealing.ciphers import opened_with, sealed_with
from functions.shared.sealing.key_records import KEY_SK, KeyRecord, key_pk
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, put_new, transact

KEEP_SECONDS = 60
KEEP_TIMES_SECONDS = 3_600
KEEP_PERSONS = 1_000
PURPOSE = "personal-data"


class Erased(Unauthenticated):
    """The person was erased: nothing of them is kept any more, and nothing new is. Whoever still has a token of theirs is nobody (401); for
    everybody else, what they ask for is not there (404)."""

    code, title = "person_erased", "This person's data was erased"

    def __init__(self, detail: str, *, person: str, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.person = person

    def told_to(self, caller_id: str | None) -> ShopError:
        return self if caller_id == self.person else NotFound(self.detail, code=self.code, **self.extra)


class KeyGone(LookupError):
    """There never was a key of that person."""


class _MadeMeanwhile(Conflict):
    pass


_OF_ORDERS, _OF_TIMES = "ord_", "time:"
_WRAPPED_BY = "w1|"

_kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
_lock = Lock()


def key_of(person: str) -> bytes:
    """Raises Erased, KeyGone, Unavailable (503) while KMS cannot be asked."""
    if (known := _remembered(person)) is not None:
        return known
    record = find(KeyRecord, key_pk(person), KEY_SK)
    if record is None:
        raise KeyGone(person)
    return _remember(person, _unwrapped(person, _wrapped(record)))


def key_for(person: str) -> bytes:
    """The same; one is made for who has none. Raises Erased, Unavailable."""
    try:
        return key_of(person)
    except KeyGone:
        return _made(person)


def of_time(what: str, when: str) -> str:
    """The name of the key that all `what` of that time have (`carts`, `2026-11`)."""
    return f"{_OF_TIMES}{what}:{when}"


def of_this_month(what: str) -> str:
    """The name of the key that all `what` of this month have (UTC)."""
    return of_time(what, f"{clock.now():%Y-%m}")


def new_key(order_id: str) -> Put:
    """The key of an order that is being made, for the transaction that makes it: no request of its own. This process knows it at once."""
    key = os.urandom(32)
    _remember(order_id, key)
    return _put(order_id, _wrapped_here(order_id, key))


def forget(person: str | None = None) -> None:
    """What this process remembers of a person, or of all."""
    with _lock:
        if person is None:
            _kept.clear()
        else:
            _kept.pop(person, None)


def _made(person: str) -> bytes:
    if person.startswith(_OF_ORDERS):
        key = os.urandom(32)
        wrapped = _wrapped_here(person, key)
    else:
        answer = _ask("generate_data_key", KeyId=_master(), KeySpec="AES_256", EncryptionContext=_context(person))
        key, wrapped = answer["Plaintext"], base64.b64encode(answer["CiphertextBlob"]).decode()
    try:
        transact([_put(person, wrapped)])
    except _MadeMeanwhile:
        return key_of(person)
    return _remember(person, key)


def _put(person: str, wrapped: str) -> Put:
    return put_new(KeyRecord(pk=key_pk(person), sk=KEY_SK, kind="person_key", body=wrapped), _MadeMeanwhile())


def _wrapped_here(order_id: str, key: bytes) -> str:
    by = of_time("orders", f"{clock.now():%Y}")
    return f"{_WRAPPED_BY}{by}|{sealed_with(key_for(by), order_id, base64.b64encode(key).decode())}"


def _wrapped(record: KeyRecord) -> str:
    if record.body is None:
        raise Erased("This person's data was erased at their wish.", person=record.pk.removeprefix(key_pk("")), erased_at=record.erased_at)
    return record.body


def _unwrapped(person: str, wrapped: str) -> bytes:
    if wrapped.startswith(_WRAPPED_BY):
        _, by, sealed = wrapped.split("|")
        return base64.b64decode(opened_with(key_of(by), person, sealed))
    answer = _ask("decrypt", KeyId=_master(), CiphertextBlob=base64.b64decode(wrapped), EncryptionContext=_context(person))
    return bytes(answer["Plaintext"])


def _context(person: str) -> dict[str, str]:
    """KMS unwraps for nobody else than it wrapped for, and writes both into its own log."""
    return {"person": person, "purpose": PURPOSE}


def _master() -> str:
    if not settings().persons_key:
        raise Unavailable("This function is not told which key seals personal data.", code="misconfigured")
    return settings().persons_key


def _ask(operation: str, **parameters: Any) -> dict[str, Any]:
    try:
        return dict(getattr(aws.client("kms"), operation)(**parameters))
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The key of this person cannot be had at this moment.") from error


def _remembered(person: str) -> bytes | None:
    with _lock:
        until, key = _kept.get(person, (0.0, b""))
        if until <= time.monotonic():
            _kept.pop(person, None)
            return None
        _kept.move_to_end(person)
        return key


def _remember(person: str, key: bytes) -> bytes:
    with _lock:
        _kept[person] = (time.monotonic() + (KEEP_TIMES_SECONDS if person.startswith(_OF_TIMES) else KEEP_SECONDS), bytes(key))
        while len(_kept) > KEEP_PERSONS:
            _kept.popitem(last=False)
    return bytes(key)
