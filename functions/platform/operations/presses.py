"""What staff press is done once for a key of theirs, although it is done outside of the tables, where no transaction reaches.

A press is claimed before the work and closed with its answer. Who presses again meets the closed one and is answered from it; the claim of
a call that died is free for the same key after a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.settings import table_name
from functions.shared.store.again import Overtaken
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Put, Update, Write

AT_ONCE = timedelta(minutes=1)
_KEEP = timedelta(days=2)
"""Longer than answers are kept under their keys."""


class PressRecord(Record):
    """pk of what is worked on (`RUN#<schedule>`, `QUEUE#<name>`), sk `PRESS#<id>`; `at`: when it was claimed; `closed`: 1 once done."""

    class Meta:
        table_name = table_name("platform")

    at = UnicodeAttribute()
    closed = NumberAttribute(null=True)


class Done(Conflict):
    """The call with this key was answered; the edge answers from what is kept."""

    code = "idempotency_conflict"


@dataclass(frozen=True)
class Press:
    """`again`: the claim of a call with the same key that died."""

    pk: str
    id: str
    at: str
    again: bool
    claim: Sequence[Write]

    def close(self) -> list[Write]:
        """To stand beside the answer."""
        return [Update(PressRecord, self.pk, _sk(self.id), [PressRecord.closed.set(1)])]


def press(pk: str, actor: Actor, key: str | None) -> Press:
    """`claim` is to be written before the work; it raises Overtaken where another call with the key was faster.

    Raises Done (409); Unavailable (503) while another call with the key is under way.
    """
    now = clock.now()
    press_id = ids.derived_id("run", pk, actor.id, key) if key else fresh.new_id("run")
    same = find(PressRecord, pk, _sk(press_id)) if key else None
    if same is not None and same.closed:
        raise Done("This call was answered.")
    if same is not None and now - times.parse(same.at) < AT_ONCE:
        raise Unavailable("This call is being answered.", code="contention")
    at = times.iso(now)
    record = PressRecord(pk=pk, sk=_sk(press_id), kind="press", at=at, ttl=int((now + _KEEP).timestamp()))
    as_found = PressRecord.pk.does_not_exist() if same is None else PressRecord.at == same.at
    return Press(pk, press_id, at, same is not None, [Put(record, as_found, Overtaken())])


def _sk(press_id: str) -> str:
    return f"PRESS#{press_id}"
