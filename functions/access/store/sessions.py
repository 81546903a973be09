"""The end of all of a person's sessions."""

from __future__ import annotations

from functions.access.store.records import GrantsRecord
from functions.shared.auth.standing import forget, standing_key
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.pauses import until_second
from functions.shared.store.transactions import Update, transact


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
