"""The time of a group is over: it fails, once, and what its members paid goes back."""

from __future__ import annotations

from functions.promotions.model.group_buy import Group, GroupState
from functions.promotions.store.group_buys import due_at, group_at, group_writes
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def end_if_due(group_id: str) -> None:
    """Nothing happens to a group that has ended, or is not due yet. Whoever pays for its last place in this moment is first, or is in
    another group."""

    def attempt() -> None:
        known = group_at(group_id)
        if known is None or not _is_due(known[0]):
            return
        group, version = known
        transact(group_writes(group.failed(times.iso(clock.now())), version))
        fact("group_buy.failed", group_id=group_id, paid=len(group.seats), size=group.size)

    again(attempt)


def _is_due(group: Group) -> bool:
    return group.state is GroupState.OPEN and due_at(group) <= clock.now()
