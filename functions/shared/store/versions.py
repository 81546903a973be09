"""Writes under the version that was read."""

from __future__ import annotations

from collections.abc import Sequence

from functions.shared.plain.errors import VersionConflict
from functions.shared.store.transactions import Write, transact


def check_version(current: float, if_match: int | None) -> None:
    if if_match is not None and if_match != int(current):
        raise VersionConflict(int(current))


def keep_answer(writes: Sequence[Write]) -> None:
    """Write the answer of a call that had nothing else to write."""
    if writes:
        transact(writes)
