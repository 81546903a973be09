"""Somebody asks to be forgotten: once is enough. Asked again after it is done, it is looked for what may be left."""

from __future__ import annotations

from functions.privacy.model.request import Request, RequestState
from functions.privacy.store.records import ERASURE_SK
from functions.privacy.store.requests import asked_writes, find_request
from functions.shared.events.envelope import Actor
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


def ask_erasure(person: str, *, actor: Actor, remember: Remember[Request], is_staff: bool = False) -> Request:
    """The request; the one that is under way, if there is one. Raises Conflict (409 `works_here`) for `is_staff`: who may do what is given
    up first, where it is seen to that somebody is left."""
    if is_staff:
        raise Conflict("Whoever works here gives up their roles first.", code="works_here")

    def once() -> Request:
        known = find_request(person, ERASURE_SK)
        if known is not None and known.state is RequestState.REQUESTED:
            transact(remember(known))
            return known
        request, writes = asked_writes(person, ERASURE_SK, known, actor=actor)
        transact([*writes, *remember(request)])
        return request

    return again(once)


def erasure_of(person: str) -> Request:
    """Raises NotFound."""
    known = find_request(person, ERASURE_SK)
    if known is None:
        raise NotFound("Nobody asked for it.")
    return known
