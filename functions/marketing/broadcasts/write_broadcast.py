"""Broadcasts are written, sent and stopped by staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.marketing.model.broadcast import TRANSITIONS, Broadcast, Stage
from functions.marketing.store.broadcasts import broadcast_put, get_broadcast
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.state import advance
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version


def create(fields: Mapping[str, Any], *, caller: Caller, remember: Remember[Broadcast]) -> Broadcast:
    made = Broadcast(id=fresh.new_id("bct"), created_at=times.iso(clock.now()), created_by=caller.id, **fields)
    return _write(made, "", remember)


def send(broadcast_id: str, *, expected: int | None, remember: Remember[Broadcast]) -> Broadcast:
    """Raises NotFound, IllegalTransition (409)."""

    def attempt() -> Broadcast:
        before, now = get_broadcast(broadcast_id), times.iso(clock.now())
        check_version(before.version, expected)
        advance(TRANSITIONS, before.state, Stage.SENDING)
        return _write(before.begun(now), now, remember)

    return again(attempt)


def cancel(broadcast_id: str, *, expected: int | None, remember: Remember[Broadcast]) -> Broadcast:
    """Whoever was not told yet is not told, and its banner goes. Raises NotFound, IllegalTransition (409)."""

    def attempt() -> Broadcast:
        before = get_broadcast(broadcast_id)
        check_version(before.version, expected)
        state = advance(TRANSITIONS, before.state, Stage.CANCELLED)
        return _write(replace(before, state=state, ended_at=times.iso(clock.now())), "", remember)

    return again(attempt)


def _write(one: Broadcast, due: str, remember: Remember[Broadcast]) -> Broadcast:
    written = replace(one, version=one.version + 1)
    transact([broadcast_put(one, due=due), *remember(written)])
    return written
