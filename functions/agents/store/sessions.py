"""Checkout sessions: found by an id that nobody can guess, changed under the version that was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from functions.agents.model.session import Session
from functions.agents.store.records import SESSION_SK, SessionRecord
from functions.shared.outside import clock, fresh
from functions.shared.outside.sealing import seal, unseal
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, transact
from functions.shared.store.versions import at_version

LASTS = timedelta(hours=6)
"""From the last change (UCP's default)."""
_KEPT = timedelta(days=2)
"""After its end, so that whoever asks again is told of the order."""
_PREFIX = "chk_"


def new_session_id() -> str:
    return _PREFIX + fresh.new_token()


def find_session(session_id: str, agent: str) -> Session:
    """Raises NotFound, also for one that is over or another agent's."""
    refused = NotFound("There is no such checkout session.")
    if not session_id.startswith(_PREFIX) or len(session_id) > 100:
        raise refused
    record = find(SessionRecord, _pk(session_id), SESSION_SK)
    if record is None or (record.ttl or 0) <= clock.now().timestamp():
        raise refused
    found = replace(load(Session, unseal(_secret(session_id), str(record.body))), version=int(record.version))
    if found.agent and found.agent != agent:
        raise refused
    return found


def save_session(session: Session) -> Session:
    """As it is now, with its whole time again. Raises Overtaken where somebody else wrote it meanwhile."""
    kept, put = session_put(session, Overtaken())
    transact([put])
    return kept


def session_put(session: Session, overtaken: Exception) -> tuple[Session, Put]:
    """The same, to be written with something else. The transaction raises `overtaken`."""
    now = clock.now()
    kept = replace(session, expires_at=times.iso(now + LASTS), version=session.version + 1)
    record = SessionRecord(
        pk=_pk(session.id), sk=SESSION_SK, kind="session", body=seal(_secret(session.id), dump(kept)), version=kept.version,
        ttl=int((now + LASTS + (_KEPT if session.order_id else timedelta())).timestamp()),
    )  # fmt: skip
    return kept, Put(record, at_version(SessionRecord, session.version), overtaken)


def _pk(session_id: str) -> str:
    return f"SESSION#{sha256(session_id.encode()).hexdigest()}"


def _secret(session_id: str) -> bytes:
    return sha256(b"agent session\x1f" + session_id.encode()).digest()
