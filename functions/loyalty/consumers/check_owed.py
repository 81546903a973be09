"""Schedule `points-check`, nightly: what the sums say against the accounts; told, repaired by nobody."""

from __future__ import annotations

from typing import Any

from functions.loyalty.store.owed import differences
from functions.shared.events.runs import by_the_clock
from functions.shared.outside.observability import alarmed, fact


@by_the_clock
def check_owed(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    wrong = list(differences())
    for one in wrong:
        alarmed("owed.differs", shard=one.shard, what=one.what, sums=one.sums, accounts=one.accounts)
    fact("owed.checked", differences=len(wrong))
    return {"differences": len(wrong)}
