"""First answers by Idempotency-Key, for protocols whose errors are not ours.

Who begins has the key for itself for a while; whoever comes meanwhile is told to wait, whoever comes later is answered the same. What fails
on our side is not kept, so that it can be tried again: what it did before is found by the session (`sessions/complete.py`).
"""

from __future__ import annotations

from dataclasses import field
from hashlib import sha256

from functions.agents.store.records import ANSWER_SK, AnswerRecord
from functions.shared.outside import clock
from functions.shared.outside.sealing import seal, unseal
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, transact

LEASE, KEEP = 30, 48 * 3600
"""Seconds: longer than a call can last, and as long as UCP recommends."""
_LARGEST = 300_000


class InFlight(Conflict):
    code, title = "idempotency_in_flight", "A call with this key is still running"

    def __init__(self) -> None:
        super().__init__("Wait for its answer, then send it again.")
        self.headers = {"Retry-After": "1"}


class KeyReused(Conflict):
    code, title = "idempotency_conflict", "The key was used with another request"


class _Taken(Exception):
    pass


@dataclass(frozen=True)
class Kept:
    status: int
    body: str = field(repr=False)


@dataclass(frozen=True)
class Once:
    """A key of somebody for one request. `fingerprint`: of what was asked."""

    pk: str
    secret: bytes = field(repr=False)
    fingerprint: str = ""

    @classmethod
    def of(cls, who: str, door: str, key: str, asked: bytes) -> Once:
        whole = "\x1f".join((who, door, key)).encode()
        return cls(f"ANSWER#{sha256(whole).hexdigest()}", sha256(b"answer\x1f" + whole).digest(), sha256(asked).hexdigest())

    def begin(self) -> Kept | None:
        """The first answer; None for who is the first. Raises InFlight, KeyReused."""
        now = int(clock.now().timestamp())
        record = self._record(now, "", now + LEASE)
        # What its first caller died over, or what is long over, may be taken up.
        free = AnswerRecord.pk.does_not_exist() | (AnswerRecord.ttl <= now) | ((AnswerRecord.lease > 0) & (AnswerRecord.lease <= now))
        known = find(AnswerRecord, self.pk, ANSWER_SK)
        if known is not None and (known.ttl or 0) > now:
            if str(known.body).partition(" ")[0] != self.fingerprint:
                raise KeyReused("Use a new key for another request.")
            if not known.lease:
                return load(Kept, unseal(self.secret, str(known.body).partition(" ")[2]))
        try:
            transact([Put(record, free, _Taken())])
        except _Taken as taken:
            raise InFlight from taken
        return None

    def keep(self, status: int, body: str) -> None:
        now = int(clock.now().timestamp())
        if len(body) <= _LARGEST:
            transact([Put(self._record(now, seal(self.secret, dump(Kept(status, body))), 0))])
        else:
            self.let_go()

    def let_go(self) -> None:
        transact([Delete(AnswerRecord(pk=self.pk, sk=ANSWER_SK))])

    def _record(self, now: int, sealed: str, lease: int) -> AnswerRecord:
        return AnswerRecord(pk=self.pk, sk=ANSWER_SK, kind="answer", body=f"{self.fingerprint} {sealed}", lease=lease, ttl=now + KEEP)
