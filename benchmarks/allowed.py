"""What an operation may cost, as a multiple of a bare GetItem of the same run; a machine that others use too may be a third off."""

from __future__ import annotations

from collections.abc import Iterable

NOISE = 4 / 3


def judged(values: Iterable[tuple[str, float, float]]) -> int:
    """Prints each (name, value, allowed); how many lie above what is allowed by more than a third."""
    over = 0
    for name, value, allowed in values:
        too_much = value > allowed * NOISE
        over += too_much
        print(f"{name:32} {value:7.2f} of {allowed:g} allowed: {value / allowed:.2f}{'  TOO MUCH' if too_much else ''}")
    return over
