"""An outside system takes a warehouse over: what nobody has begun there is told once more, so that it hears of what was asked before.

What people have begun with our own calls stays theirs.
"""

from __future__ import annotations

from dataclasses import replace

from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.time_left import time_left
from functions.shared.plain import times
from functions.shared.plain.errors import Unavailable
from functions.shared.store.again import again
from functions.shared.store.transactions import transact
from functions.warehouse.model.pick import PickState
from functions.warehouse.picking.follow_parcel import requested_writes
from functions.warehouse.store.picks import find_pick, waiting_picks

_PAGE = 100
_NEEDS = 2.0
"""Seconds: what is not told by then is told when the message comes again."""


def retell(warehouse_id: str, setting: int) -> None:
    """The oldest first; each once per setting, however often the message comes. Raises Unavailable where there is no time for the rest."""
    before, cursor, told = times.iso(clock.now()), None, 0
    while True:
        page = waiting_picks(warehouse_id, before, limit=_PAGE, cursor=cursor)
        for pick in (one for one in page.data if one.retold < setting):
            watch = time_left()
            if watch is not None and watch.at_most(_NEEDS) < _NEEDS:
                raise Unavailable("No time for the rest of the pick requests.", code="not_all_told", told=told)
            told += again(lambda id_=pick.id: _told(id_, setting))  # type: ignore[misc]
        cursor = page.next_cursor
        if cursor is None:
            break
    fact("wms.told_of_waiting_picks", warehouse_id=warehouse_id, setting=setting, picks=told)


def _told(pick_id: str, setting: int) -> bool:
    pick = find_pick(pick_id)
    if pick is None or pick.state is not PickState.REQUESTED or pick.retold >= setting:
        return False
    transact(requested_writes(replace(pick, retold=setting), f"requested {setting}"))
    return True
