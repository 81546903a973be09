"""Face: what of a person is proven to be theirs, in their standing, where every function sees it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from functions.access.store.records import GrantsRecord
from functions.shared.auth.standing import standing_key
from functions.shared.store.transactions import Update


def verified_write(person: str, kinds: Iterable[str]) -> Update:
    """For the transaction that keeps when and how; the caller forgets the standing afterwards. All that is proven, each time."""
    key = standing_key(person)
    said = GrantsRecord.verified.set(json.dumps(sorted(kinds)))
    return Update(GrantsRecord, key, key, [said, GrantsRecord.kind.set("standing")])
