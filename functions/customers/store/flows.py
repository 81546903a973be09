"""Visits to other providers that are not over. Found by what the browser brings back (`state`) together with what only the one who began it
was given (`session`): so nobody is made to end a visit that somebody else began. Used once."""

from __future__ import annotations

import hashlib

from functions.customers.model.external import LASTS, Flow
from functions.customers.store.records import FlowRecord, flow_pk
from functions.shared.outside import clock, fresh
from functions.shared.outside.sealing import seal, unseal
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Unauthenticated
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, put_new, transact


def keep(flow: Flow) -> tuple[str, str]:
    """State and session."""
    state, session = fresh.new_token(), fresh.new_token()
    pk, ends = _pk(state, session), int((clock.now() + LASTS).timestamp())
    transact([put_new(FlowRecord(pk=pk, sk=pk, kind="external_flow", body=seal(_secret(session), dump(flow)), ttl=ends))])
    return state, session


def take(state: str, session: str) -> Flow:
    """It is over then. Raises Unauthenticated (401 `invalid_session`)."""
    pk = _pk(state, session)
    record = find(FlowRecord, pk, pk)
    if record is None or record.body is None or int(record.ttl or 0) <= clock.now().timestamp():
        raise visit_over()
    transact([Update(FlowRecord, pk, pk, [FlowRecord.body.remove()], FlowRecord.body.exists(), visit_over())])
    return load(Flow, unseal(_secret(session), record.body))


def visit_over() -> Unauthenticated:
    return Unauthenticated("This sign-in is over or unknown. Begin again.", code="invalid_session")


def _pk(state: str, session: str) -> str:
    return flow_pk(ids.token_hash(f"{state}\x1f{session}"))


def _secret(session: str) -> bytes:
    return hashlib.sha256(b"external\x1f" + session.encode()).digest()
