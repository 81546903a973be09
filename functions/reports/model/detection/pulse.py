"""An hour of the shop in a few numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from operator import attrgetter

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Pulse:
    """Of one hour of UTC (``2026-01-31T23``). `visits`: sessions; `sent`: of them sent an order. `placed`, `paid`, `cancelled`,
    `refunded`: orders. `stock_faults`: counters that were not what their movements add up to. `channels`: orders placed in each. `prices`:
    pieces and what they cost before anything was taken off, by ``<variant>|<currency>``; `gross` and
    `discount`: over all currencies as they are, of which only the share is used."""

    hour: str
    visits: int = 0
    sent: int = 0
    placed: int = 0
    paid: int = 0
    cancelled: int = 0
    refunded: int = 0
    searches: int = 0
    in_vain: int = 0
    stock_faults: int = 0
    gross: int = 0
    discount: int = 0
    channels: dict[str, int] = field(default_factory=dict)
    prices: dict[str, tuple[int, int]] = field(default_factory=dict)


def counted(pulses: Sequence[Pulse], name: str) -> list[int]:
    """`name` is a number of Pulse, ``channel:<name>``, or ``unpaid``: placed and not paid (an hour may have more payments than orders)."""
    if name == "unpaid":
        return [one.placed - one.paid for one in pulses]
    if name.startswith("channel:"):
        return [one.channels.get(name.removeprefix("channel:"), 0) for one in pulses]
    return list(map(attrgetter(name), pulses))


def channels_of(pulses: Iterable[Pulse]) -> list[str]:
    return sorted({name for one in pulses for name in one.channels})
