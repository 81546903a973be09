"""Somebody asks for their data: one file a day is made, whoever asks more often is shown that one."""

from __future__ import annotations

from datetime import timedelta

from functions.privacy.model.request import Request, RequestState
from functions.privacy.store.records import EXPORT_SK
from functions.privacy.store.requests import asked_writes, find_request
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound
from functions.shared.sealing import key_for
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact

FRESH = timedelta(days=1)


def ask_export(person: str, *, actor: Actor, remember: Remember[Request]) -> Request:
    """Raises Erased (401)."""
    key_for(person)

    def once() -> Request:
        known = find_request(person, EXPORT_SK)
        if known is not None and (known.state is RequestState.REQUESTED or known.asked_at > times.iso(clock.now() - FRESH)):
            transact(remember(known))
            return known
        request, writes = asked_writes(person, EXPORT_SK, known, actor=actor)
        transact([*writes, *remember(request)])
        return request

    return again(once)


def export_of(person: str) -> Request:
    """Raises NotFound."""
    known = find_request(person, EXPORT_SK)
    if known is None:
        raise NotFound("Nobody asked for it.")
    return known
