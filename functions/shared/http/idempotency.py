"""Idempotency keys on writes: same key + same body → the first answer again; same key + other body → 422.

The record of a key is written in the same transaction as the effect (`remember`), so there is no moment in which one exists
without the other, and no lock: of two parallel calls one commits, the other's transaction fails on the record and is answered
from it. Nothing is read on the usual way; a record is only looked up when the use case refused or its transaction failed.
Refusals that depend on the state (409, 422 of a use case) are remembered too; 5xx and 429 never are.

Keys of different callers never meet (ADR 0018). A key belongs to what the caller has *proven*: the cart or order that was opened
(`proof.py`), else the person of the access token. A guest who has proven nothing is known by the key alone, so it must be unguessable;
the network address and headers that anybody can write decide nothing.

A kept answer can hold what is stored nowhere else in clear (an order's token). It is sealed with a secret made from the key itself,
which only the caller has: whoever reads the table reads no answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import timedelta

from functions.shared.http.proof import what_was_opened
from functions.shared.outside import clock
from functions.shared.outside.sealing import seal, unseal
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.records import Record, find_many
from functions.shared.store.transactions import Put

KEEP = timedelta(hours=24)
MAX_KEY_LENGTH = 255
UNGUESSABLE = 16
"""Fewest characters of the key of a guest who has no token yet."""
LARGEST_KEPT = 300_000
_GUEST = "guest:"
_LEFT_OUT = "3"
"""Stands where the sealed answer would, when that is too large for an item."""


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
class _Slot:
    """Where an answer is kept, and the secret that seals it."""

    pk: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class IdempotencyKey:
    """A caller's key for one operation. `person` is proven by the access token, empty for a guest; `by_resource`: what the call opens
    counts more than the person (operations that guests may call). `fingerprint` identifies what was asked."""

    text: str = field(repr=False)
    operation: str
    fingerprint: str
    model: type[Record]
    person: str = ""
    by_resource: bool = False

    @property
    def scope(self) -> str:
        """Names the key among all keys of all callers; the same for every repetition by the same caller."""
        return next(self._slots()).pk

    @property
    def is_weak(self) -> bool:
        """Somebody else could guess or choose the same key, and nothing but the key tells the two apart."""
        return len(self.text) < UNGUESSABLE and next(self._scopes()) == _GUEST

    def remember(self, status: int, body: str, etag: str | None = None) -> Put:
        """The write that keeps the answer; add it to the transaction of the effect. Raises Invalid (422 `weak_idempotency_key`)."""
        if self.is_weak:
            detail = f"Without a token of a cart or order, send a random key of {UNGUESSABLE} characters or more, such as a UUID."
            raise Invalid.field("/headers/Idempotency-Key", "weak_idempotency_key", detail)
        slot = next(self._slots())
        record = self.model(
            pk=slot.pk,
            sk=slot.pk,
            kind="idem",
            body=dump(Answer(self.fingerprint, status, _kept(body, slot.secret), etag)),
            ttl=int((clock.now() + KEEP).timestamp()),
        )
        # DynamoDB deletes expired items late (hours); the record of a key that is over may be replaced.
        free = self.model.pk.does_not_exist() | (self.model.ttl <= int(clock.now().timestamp()))
        return Put(record, free, AlreadyAnswered("A call with this Idempotency-Key was answered before."))

    def first_answer(self) -> Answer | None:
        """The answer of an earlier call. Raises Invalid (422 `idempotency_key_reused`) when that call had another body, Conflict
        (409 `answer_not_kept`) when it is done and its answer was too large to be kept."""
        return self.answer_in(find_many({self.model: [(slot.pk, slot.pk) for slot in self._slots()]}))

    def kept_at(self, kind: str, resource_id: str) -> Mapping[type[Record], list[tuple[str, str]]]:
        """Where an answer lies if the call is about to open this: for who reads it together with what is opened, and asks `answer_in`
        afterwards. To read it proves nothing: whoever did not open it is not answered from there."""
        return {self.model: [(slot.pk, slot.pk) for slot in self._slots(about_to_open=f"{kind}:{resource_id}")]}

    def answer_in(self, found: Mapping[tuple[type[Record], str, str], Record]) -> Answer | None:
        """As `first_answer`, from what was read."""
        for slot in self._slots():
            record = found.get((self.model, slot.pk, slot.pk))
            if record is None or (record.ttl or 0) <= clock.now().timestamp():
                continue
            answer = load(Answer, record.body)
            if answer.fingerprint != self.fingerprint:
                raise Invalid("This Idempotency-Key was used with another request.", code="idempotency_key_reused")
            if answer.body == _LEFT_OUT:
                detail = f"The first call was answered {answer.status}; that answer was too large to be kept. Read the resource."
                raise Conflict(detail, code="answer_not_kept", first_status=answer.status)
            return replace(answer, body=unseal(slot.secret, answer.body))
        return None

    def _slots(self, about_to_open: str | None = None) -> Iterator[_Slot]:
        for scope in self._scopes(about_to_open):
            whole = "\x1f".join((scope, self.operation, self.text)).encode()
            yield _Slot(f"IDEM#{hashlib.sha256(whole).hexdigest()}", hashlib.sha256(b"answer\x1f" + whole).digest())

    def _scopes(self, about_to_open: str | None = None) -> Iterator[str]:
        """The first is written to. The person's own comes second: there lie answers that were given before anything was opened."""
        resource = what_was_opened() or about_to_open if self.by_resource else None
        if resource:
            yield resource
        if self.person:
            yield self.person
        if not resource and not self.person:
            yield _GUEST


def _kept(text: str, secret: bytes) -> str:
    sealed = seal(secret, text)
    return sealed if len(sealed) <= LARGEST_KEPT else _LEFT_OUT


def key_for(model: type[Record], key: str, *, person: str, by_resource: bool, operation: str, path: str, body: bytes) -> IdempotencyKey:
    """The key of one call. Raises Invalid when it is empty or too long."""
    if not 0 < len(key) <= MAX_KEY_LENGTH or not key.isprintable():
        raise Invalid.field("/headers/Idempotency-Key", "invalid_idempotency_key", "1 to 255 printable characters.")
    fingerprint = hashlib.sha256(path.encode() + b"\x1f" + body).hexdigest()
    return IdempotencyKey(key, operation, fingerprint, model, person, by_resource)
