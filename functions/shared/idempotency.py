"""Idempotency keys on writes: same key + same body → the first answer again; same key + other body → 422.

The record of a key is written in the same transaction as the effect (`remember`), so there is no moment in which one exists
without the other, and no lock: of two parallel calls one commits, the other's transaction fails on the record and is answered
from it. Nothing is read on the usual way; a record is only looked up when the use case refused or its transaction failed.
Refusals that depend on the state (409, 422 of a use case) are remembered too; 5xx and 429 never are.

A kept answer can hold what is stored nowhere else in clear (an order's token). It is sealed with a secret made from the key itself,
which only the caller has: whoever reads the table reads no answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta

from functions.shared import clock
from functions.shared.errors import Conflict, Invalid
from functions.shared.records import Record, dump, find, load
from functions.shared.sealing import seal, unseal
from functions.shared.transactions import Put

KEEP = timedelta(hours=24)
MAX_KEY_LENGTH = 255


@dataclass(frozen=True)
class Answer:
    """What was answered the first time, and a fingerprint of what was asked."""

    fingerprint: str
    status: int
    body: str
    etag: str | None = None


class AlreadyAnswered(Conflict):
    """The transaction met the record of an earlier call with the same key; the edge answers from that record."""

    code = "idempotency_conflict"


@dataclass(frozen=True)
class IdempotencyKey:
    """A caller's key for one operation. `scope` separates callers and operations; `fingerprint` identifies the body; `secret` seals
    the answer."""

    scope: str
    fingerprint: str
    model: type[Record]
    secret: bytes = field(repr=False)

    def remember(self, status: int, body: str, etag: str | None = None) -> Put:
        """The write that keeps the answer; add it to the transaction of the effect."""
        record = self.model(
            pk=self.scope,
            sk=self.scope,
            kind="idem",
            body=dump(Answer(self.fingerprint, status, seal(self.secret, body), etag)),
            ttl=int((clock.now() + KEEP).timestamp()),
        )
        # DynamoDB deletes expired items late (hours); the record of a key that is over may be replaced.
        free = self.model.pk.does_not_exist() | (self.model.ttl <= int(clock.now().timestamp()))
        return Put(record, free, AlreadyAnswered("A call with this Idempotency-Key was answered before."))

    def first_answer(self) -> Answer | None:
        """The answer of an earlier call. Raises Invalid (422 `idempotency_key_reused`) when that call had another body."""
        record = find(self.model, self.scope, self.scope)
        if record is None or (record.ttl or 0) <= clock.now().timestamp():
            return None
        answer = load(Answer, record.body)
        if answer.fingerprint != self.fingerprint:
            raise Invalid("This Idempotency-Key was used with another request.", code="idempotency_key_reused")
        return replace(answer, body=unseal(self.secret, answer.body))


def key_for(model: type[Record], key: str, *, caller: str, operation: str, path: str, body: bytes) -> IdempotencyKey:
    """The key of one call. Raises Invalid when it is empty or too long."""
    if not 0 < len(key) <= MAX_KEY_LENGTH or not key.isprintable():
        raise Invalid.field("/headers/Idempotency-Key", "invalid_idempotency_key", "1 to 255 printable characters.")
    whole = "\x1f".join((caller, operation, key)).encode()
    scope, secret = hashlib.sha256(whole).hexdigest(), hashlib.sha256(b"answer\x1f" + whole).digest()
    fingerprint = hashlib.sha256(path.encode() + b"\x1f" + body).hexdigest()
    return IdempotencyKey(f"IDEM#{scope}", fingerprint, model, secret)
