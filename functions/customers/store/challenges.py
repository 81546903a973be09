"""Sign-ins that wait for an answer, kept for some minutes. Whoever answers must have the token: the provider's session never leaves the
shop, and nothing of it can be read in the table."""

from __future__ import annotations

from functions.customers.model.challenge import LASTS, MOST_TRIES, Challenge, challenge_of, sealing_key
from functions.customers.store.records import ChallengeRecord, challenge_pk
from functions.shared.outside import clock, fresh
from functions.shared.outside.sealing import seal, unseal
from functions.shared.plain import ids
from functions.shared.plain.errors import Unauthenticated
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, put_new, transact


def keep(challenge: Challenge) -> str:
    """The token that whoever answers has to bring."""
    token = fresh.new_token()
    (pk, sk), ends = _key(token), int((clock.now() + LASTS).timestamp())
    sealed = seal(sealing_key(token), challenge.text())
    transact([put_new(ChallengeRecord(pk=pk, sk=sk, kind="challenge", body=sealed, ttl=ends))])
    return token


def kept(token: str) -> Challenge:
    """Raises Unauthenticated (401 `invalid_session`)."""
    record = find(ChallengeRecord, *_key(token))
    # Items outlive their end by up to two days.
    if record is None or record.body is None or record.ttl is None or int(record.ttl) <= clock.now().timestamp():
        raise session_over()
    return challenge_of(unseal(sealing_key(token), record.body))


def take_try(token: str) -> None:
    """One of the few answers there are. Raises Unauthenticated when none is left."""
    left = ChallengeRecord.body.exists() & (ChallengeRecord.tries < MOST_TRIES)
    transact([Update(ChallengeRecord, *_key(token), [ChallengeRecord.tries.add(1)], left, session_over())])


def end(token: str) -> None:
    """Answered: it can be answered no more. Raises Unauthenticated for who comes second."""
    transact([Update(ChallengeRecord, *_key(token), [ChallengeRecord.body.remove()], ChallengeRecord.body.exists(), session_over())])


def session_over() -> Unauthenticated:
    return Unauthenticated("This sign-in is over or unknown. Sign in again.", code="invalid_session")


def _key(token: str) -> tuple[str, str]:
    pk = challenge_pk(ids.token_hash(token))
    return pk, pk
