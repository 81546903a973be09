"""What the pieces of a case are exchanged for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Swap:
    """An order of its own (the case's `replacement`), reserved when the case is opened.

    `value`: what the new pieces cost on that day; `credit`: what was paid for the old ones; `due`: what the buyer pays for it until
    `pay_until`. `covered`: nothing is owed for it any more. `ships_first`: by rule it does not wait for the old pieces. `released`: it may
    leave. `going_back`: the difference was asked for, and `gave_back`: it went to the buyer. `off`: why it ended; the case is a return like
    any other then. `sources`: orders of whose money its credit is put aside; none in those of before that was done."""

    value: int
    credit: int
    due: int
    pay_until: str = ""
    covered: bool = False
    ships_first: bool = False
    released: bool = False
    going_back: bool = False
    gave_back: bool = False
    off: str = ""
    sources: list[str] = field(default_factory=list)

    @property
    def back(self) -> int:
        """What goes back to the buyer: the old pieces have cost more."""
        return max(0, self.credit - self.value)


def shared_back(back: int, credits: Sequence[int]) -> list[int]:
    """The difference over the lines it is paid back from, of none more than it brought."""
    shares = []
    for credit in credits:
        share = min(back, credit)
        shares.append(share)
        back -= share
    return shares
