"""Staff looked at a finding, and say what it was."""

from __future__ import annotations

from functions.reports.store.finding_items import Found, close_writes, finding_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Exists, Remember, transact


class AlreadyResolved(Conflict):
    code = "already_resolved"


def resolve(number: str, outcome: str, by: str, *, remember: Remember[Found]) -> Found:
    """Raises NotFound, and Conflict (409 `already_resolved`)."""
    found = finding_of(number)
    if found.outcome:
        raise AlreadyResolved("Somebody has said already what it was.")
    closed, writes = close_writes(found, outcome, by, times.iso(clock.now()))
    try:
        transact([*writes, *remember(closed)])
    except Exists as faster:
        raise AlreadyResolved("Somebody has said already what it was.") from faster
    return closed
