"""Requests of persons as they are stored: one of each kind, written under its version; a job works on it."""

from __future__ import annotations

from dataclasses import replace

from functions.platform import begin_writes, new_job
from functions.privacy.model.request import Request, RequestState
from functions.privacy.store.records import ERASURE_SK, ERASURES_DUE, RequestRecord, request_pk
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.sealing import PrivacyTable
from functions.shared.store.records import find
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_put

ERASE, EXPORT = "privacy.erasure", "privacy.export"


def find_request(person: str, sk: str) -> Request | None:
    record = find(RequestRecord, request_pk(person), sk)
    return replace(load(Request, record.body), version=int(record.version)) if record else None


def request_put(request: Request, sk: str, due: str = "") -> Write:
    """The transaction raises Overtaken."""
    record = RequestRecord(
        pk=request_pk(request.person), sk=sk, kind="request", version=request.version + 1, body=dump(replace(request, version=0))
    )
    if due:
        record.due_pk, record.due_at = ERASURES_DUE, due
    return locked_put(record, request.version)


def asked_writes(person: str, sk: str, known: Request | None, *, actor: Actor) -> tuple[Request, list[Write]]:
    """The request (again), and the writes that have it worked on."""
    job = new_job(ERASE if sk == ERASURE_SK else EXPORT, {"person": person}, actor=actor, start=True)
    now = times.iso(clock.now())
    version, removed = (known.version, known.removed) if known else (0, 0)
    kept = known.kept if known else []
    request = Request(person, job.id, now, actor.id or actor.kind, RequestState.REQUESTED, removed, kept=kept, version=version)
    writes = [*begin_writes(job), request_put(request, sk)]
    if sk == ERASURE_SK:
        writes.append(event_put(PrivacyTable, request_pk(person), ErasureRequested(person), subject=person, actor=actor))
    return request, writes


def is_leaving(person: str) -> bool:
    """Whether they are to be forgotten and are not yet. One GetItem."""
    known = find_request(person, ERASURE_SK)
    return known is not None and known.state is not RequestState.DONE
