"""Costs are kept row by row: what is told again replaces what was told before, so a file may come as often as one likes."""

from __future__ import annotations

from collections.abc import Sequence

from functions.reports.model.spend import Spend
from functions.reports.store.spend_items import spend_put
from functions.shared.outside.observability import fact
from functions.shared.store.transactions import MAX_ACTIONS, Remember, transact


def keep_spend(rows: Sequence[Spend], *, remember: Remember[int]) -> int:
    """How many. The answer is kept with the last of them: who dies before that is told again, and replaces the same by the same."""
    at_once = MAX_ACTIONS - 1
    pieces = [rows[start : start + at_once] for start in range(0, len(rows), at_once)]
    for piece in pieces[:-1]:
        transact([spend_put(one) for one in piece])
    transact([*(spend_put(one) for one in pieces[-1]), *remember(len(rows))])
    fact("reports.spend_kept", rows=len(rows))
    return len(rows)
