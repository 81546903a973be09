"""The end of a person's sessions: of all, or of one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress

from functions.access.store.records import GrantsRecord
from functions.shared.auth.standing import forget, standing_key
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.pauses import until_second
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, transact

_KEPT = 30 * 24 * 3600
"""Seconds: as long as the provider renews a session (infra/template/identity.yaml)."""
_MOST = 100


def end_session(person: str, session: str) -> None:
    """Every token of this one session is refused, within a minute everywhere. Who signs out of more than a hundred in a month is signed out
    of all."""
    again(lambda: _end(person, session))


def _end(person: str, session: str) -> None:
    key, now = standing_key(person), int(clock.of_tokens())
    record = find(GrantsRecord, key, key)
    before = record.ended if record else None
    living = {one: until for one, until in json.loads(before or "{}").items() if until > now} | {session: now + _KEPT}
    if len(living) > _MOST:
        end_sessions(person)
        living = {}
    same = GrantsRecord.ended == before if before else GrantsRecord.ended.does_not_exist()
    changes = [GrantsRecord.ended.set(json.dumps(living)), GrantsRecord.kind.set("standing")]
    transact([Update(GrantsRecord, key, key, changes, same, Overtaken())])
    forget(key)
    fact("session.ended", customer_id=person)


def draw_for_persons(persons: Sequence[str], line: int) -> None:
    """As `end_sessions`, for many, at a line that is given; one that was drawn later stays."""
    for person in persons:
        key = standing_key(person)
        earlier = GrantsRecord.valid_from.does_not_exist() | (GrantsRecord.valid_from < line)
        with suppress(_DrawnLater):
            changes = [GrantsRecord.valid_from.set(line), GrantsRecord.kind.set("standing")]
            transact([Update(GrantsRecord, key, key, changes, earlier, _DrawnLater())])
        forget(key)


class _DrawnLater(Conflict):
    pass


def end_sessions(person: str) -> None:
    """Every token of a sign-in before now is refused, within a minute everywhere; one of a sign-in after this returned is not.

    Tokens know whole seconds only, so the line is drawn at the next one, and this returns when it has begun.
    """
    key, line = standing_key(person), int(clock.of_tokens()) + 1
    changes = [GrantsRecord.valid_from.set(line), GrantsRecord.kind.set("standing")]
    transact([Update(GrantsRecord, key, key, changes)])
    forget(key)
    fact("sessions.ended", customer_id=person)
    until_second(line)
