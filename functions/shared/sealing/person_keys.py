"""A data key per person, made and unwrapped by KMS, kept wrapped in one item. Whoever destroys that item has made unreadable all that was
sealed with it, wherever copies of it lie (ADR 62).

A process asks once for a person, and remembers so many and so long: erasure reaches every process within `KEEP_SECONDS`.
"""

from __future__ import annotations

import base64
import time
from collections import OrderedDict
from threading import Lock
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.shared.outside import aws
from functions.shared.plain.errors import Conflict, Unauthenticated, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.sealing.key_records import KEY_SK, KeyRecord, key_pk
from functions.shared.store.records import find
from functions.shared.store.transactions import put_new, transact

KEEP_SECONDS = 60
KEEP_PERSONS = 1_000
PURPOSE = "personal-data"


class Erased(Unauthenticated):
    """The person was erased: nothing of them is kept any more, and nothing new is. Whoever still has a token of theirs is nobody."""

    code, title = "person_erased", "This person's data was erased"


class KeyGone(LookupError):
    """There never was a key of that person."""


class _MadeMeanwhile(Conflict):
    pass


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


def forget(person: str | None = None) -> None:
    """What this process remembers of a person, or of all."""
    with _lock:
        if person is None:
            _kept.clear()
        else:
            _kept.pop(person, None)


def _made(person: str) -> bytes:
    answer = _ask("generate_data_key", KeyId=_master(), KeySpec="AES_256", EncryptionContext=_context(person))
    wrapped = base64.b64encode(answer["CiphertextBlob"]).decode()
    try:
        transact([put_new(KeyRecord(pk=key_pk(person), sk=KEY_SK, kind="person_key", body=wrapped), _MadeMeanwhile())])
    except _MadeMeanwhile:
        return key_of(person)
    return _remember(person, answer["Plaintext"])


def _wrapped(record: KeyRecord) -> bytes:
    if record.body is None:
        raise Erased("This person's data was erased at their wish.", erased_at=record.erased_at)
    return base64.b64decode(record.body)


def _unwrapped(person: str, wrapped: bytes) -> bytes:
    answer = _ask("decrypt", KeyId=_master(), CiphertextBlob=wrapped, EncryptionContext=_context(person))
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
        _kept[person] = (time.monotonic() + KEEP_SECONDS, bytes(key))
        while len(_kept) > KEEP_PERSONS:
            _kept.popitem(last=False)
    return bytes(key)
