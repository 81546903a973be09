"""Whose turn it is to write the lake: one run's at a time. A file is read, changed and put back: of two at once one would lose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from functions.reports.store.records import TurnRecord
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.store.transactions import Exists, Put, transact

LASTS = timedelta(seconds=660)
"""Longer than a run can take (the function ends after 600 s): whoever finds it over finds nobody at work."""
_KEY = "LAKE#TURN"


@contextmanager
def our_turn() -> Iterator[bool]:
    """Whether it is ours, until the block ends. A run that died keeps it until it is over."""
    now, ours = clock.now(), fresh.new_token()
    free = TurnRecord.pk.does_not_exist() | (TurnRecord.until <= times.iso(now))
    try:
        transact([Put(_turn(ours, times.iso(now + LASTS)), free)])
    except Exists:
        yield False
        return
    try:
        yield True
    finally:
        with suppress(Exists):
            transact([Put(_turn("", ""), TurnRecord.body == ours)])


def _turn(ours: str, until: str) -> TurnRecord:
    return TurnRecord(pk=_KEY, sk=_KEY, kind="turn", body=ours, until=until)
