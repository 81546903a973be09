"""What this process has seen itself: costs no table anything, and is forgotten with the process.

Two things: how many calls each caller made in the running minute, and which windows of shared counters were full when last asked, so that
whoever goes on guessing costs the shop nothing but the refusal.
"""

from __future__ import annotations

MOST_KEPT = 20_000
"""Beyond, all is forgotten: memory is bounded, and a crowd so large is not counted by one process anyway."""

_minute = [0]
_calls: dict[str, int] = {}
_full: dict[str, float] = {}


def count(subject: str, minute: int) -> int:
    """How many calls of the subject this process has had in the minute, with this one."""
    if _minute[0] != minute or len(_calls) >= MOST_KEPT:
        _minute[0] = minute
        _calls.clear()
    _calls[subject] = found = _calls.get(subject, 0) + 1
    return found


def note_full(name: str, until: float) -> None:
    if len(_full) >= MOST_KEPT:
        _full.clear()
    _full[name] = until


def is_full(name: str, now: float) -> bool:
    until = _full.get(name)
    if until is None:
        return False
    if until > now:
        return True
    del _full[name]
    return False


def forget() -> None:
    """For tests."""
    _calls.clear()
    _full.clear()
