"""Face: that somebody has a second factor, in their standing, where every function sees it."""

from __future__ import annotations

from functions.access.store.records import GrantsRecord
from functions.shared.auth.standing import standing_key
from functions.shared.store.transactions import Update


def factor_write(person: str, *, has_one: bool, sessions_before: int | None = None) -> Update:
    """For the transaction that enrols or removes it; the caller forgets the standing afterwards. `sessions_before`: with it all their
    sessions end that began before this second (sessions.py)."""
    key = standing_key(person)
    said = GrantsRecord.factor.set(True) if has_one else GrantsRecord.factor.remove()
    over = [] if sessions_before is None else [GrantsRecord.valid_from.set(sessions_before)]
    return Update(GrantsRecord, key, key, [said, GrantsRecord.kind.set("standing"), *over])
