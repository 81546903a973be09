"""How often something that is due is tried, when it fails: later each time, and in the end not by the schedule any more.

The last message about it then ends in the dead-letter queue (or the item in a list of exceptions): there people look, mend the cause and
let it run once more. What always fails must not be sent again by every sweep, nor fill that queue with itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pynamodb.expressions.update import Action

from functions.shared.plain import times
from functions.shared.store.again import Overtaken
from functions.shared.store.records import Record
from functions.shared.store.transactions import Update

MOST_TRIES = 10
"""Some four hours: long enough for an outage elsewhere to be over."""
_LONGEST = timedelta(hours=1)


def tries_of(record: Record) -> int:
    return int(record.due_tries or 0)


def is_set_aside(record: Record) -> bool:
    """Whether no schedule finds it any more; `due_at` tells since when."""
    return not record.due_pk and tries_of(record) >= MOST_TRIES


def wait_after(tries: int) -> timedelta:
    return min(timedelta(minutes=1 << min(tries - 1, 10)), _LONGEST)


def counted_try(record: Record, now: datetime, *, partition: str | None = None, at_least: timedelta = timedelta()) -> Update:
    """The write that counts one more try and puts the next one off; with the last one it leaves the index. Overtaken: it is somebody
    else's, or done. `partition`: where in the index it waits, if elsewhere than before."""
    table, tries = type(record), tries_of(record) + 1
    actions: list[Action] = [table.due_tries.set(tries)]
    if tries >= MOST_TRIES:
        actions.append(table.due_pk.remove())
    else:
        actions += [table.due_pk.set(partition or record.due_pk), table.due_at.set(times.iso(now + max(wait_after(tries), at_least)))]
    as_read = (table.due_at == record.due_at) & table.due_pk.exists()
    return Update(table, record.pk, record.sk, actions, as_read, Overtaken())
