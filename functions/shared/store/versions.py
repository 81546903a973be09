"""Optimistic locks: writes that hold only while the item is at the version that was read. Who was overtaken reads again (again.py)."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from functions.shared.plain.errors import VersionConflict
from functions.shared.store.again import Overtaken
from functions.shared.store.records import Record
from functions.shared.store.transactions import Delete, Put, Update, Write, transact


def check_version(current: float, if_match: int | None) -> None:
    if if_match is not None and if_match != int(current):
        raise VersionConflict(int(current))


def at_version(model: type[Record], version: float | None) -> Condition:
    """Nobody wrote the item since it was read at `version`; 0 or None: there was none, and there is none."""
    return model.version == version if version else model.pk.does_not_exist()


def locked_update(
    model: type[Record], pk: str, sk: str, actions: Sequence[Action], version: float, *, besides: Condition | None = None
) -> Update:
    """The update under the version that was read, and `besides`. The transaction raises Overtaken."""
    same = at_version(model, version)
    return Update(model, pk, sk, actions, same & besides if besides is not None else same, Overtaken())


def locked_put(record: Record, version: float) -> Put:
    """In place of the item that was read at `version`; 0: where there was none. The transaction raises Overtaken."""
    return Put(record, at_version(type(record), version), Overtaken())


def locked_delete(record: Record, version: float, *, besides: Condition | None = None) -> Delete:
    """Of the item as it was read at `version`, and `besides`. The transaction raises Overtaken."""
    same = at_version(type(record), version)
    return Delete(record, same & besides if besides is not None else same, Overtaken())


def keep_answer(writes: Sequence[Write]) -> None:
    """Write the answer of a call that had nothing else to write."""
    if writes:
        transact(writes)
